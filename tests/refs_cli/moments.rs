//! The code and the flags of a moment in the past.

use crate::{found, project, refs, write};

const MENTION: &str = "on(\"checkout\")\n";

#[test]
fn a_revision_is_searched_as_it_was_whatever_the_work_tree_holds() {
    let repo = project(&["checkout", "search"], r#"paths: [src], exclude: ["*.min.js"], patterns: ['on("{key}")']"#);
    write(&repo, "src/a.rs", format!("{MENTION}on(\"gone\")\n"));
    write(&repo, "src/b.rs", "\"search\"");
    write(&repo, "src/a.min.js", MENTION);
    write(&repo, "src/a.bin", format!("\0{MENTION}"));
    write(&repo, "src/was-tracked.log", MENTION);
    write(&repo, "other/a.rs", MENTION);
    std::os::unix::fs::symlink("a.rs", repo.path().join("src/link.rs")).unwrap();
    repo.commit("first", "2026-10-01");
    write(&repo, ".gitignore", "*.log\n");
    write(&repo, "src/a.rs", "\n\"search\"");
    std::fs::remove_file(repo.path().join("flags/checkout.yaml")).unwrap();
    repo.commit("second", "2026-11-01");
    write(&repo, "src/a.rs", "");

    let then =
        ["checkout HEAD~1:src/a.rs:1:5", "checkout HEAD~1:src/was-tracked.log:1:5", "search HEAD~1:src/b.rs:1:2"];
    assert_eq!(found(&repo, &["--rev", "HEAD~1"]), then);
    assert_eq!(found(&repo, &["--rev", "HEAD"]), ["search HEAD:src/a.rs:2:2", "search HEAD:src/b.rs:1:2"]);
    assert_eq!(found(&repo, &[]), ["search src/b.rs:1:2"]);

    let run = refs(&repo, &["--as-of", "2026-10-15", "--format", "json"]);
    let document = run.json();
    let unknown: Vec<_> = document["findings"].as_array().unwrap().iter().map(|found| &found["message"]).collect();
    assert_eq!(unknown, ["the code asks for the flag 'gone', which there is not"]);
    assert_eq!(run.code, 1);
}

#[test]
fn the_flags_directory_is_left_out_and_paths_that_were_not_there_are_said() {
    let repo = project(&["checkout"], "paths: [src, ., lib]");
    write(&repo, "flags/notes.md", MENTION);
    write(&repo, "a.rs", MENTION);
    repo.commit("first", "2026-10-01");
    let run = refs(&repo, &["--rev", "HEAD", "--format", "json"]);
    assert_eq!(crate::mentions(&run), ["checkout HEAD:a.rs:1:5"]);
    let notes = serde_json::json!(["`code.paths`: there is no 'src'", "`code.paths`: there is no 'lib'"]);
    assert_eq!(run.json()["notes"], notes);
}

#[test]
fn a_flag_that_was_not_there_yet_is_unknown() {
    let repo = project(&["checkout"], "");
    write(&repo, "a.rs", MENTION);
    repo.commit("first", "2026-10-01");
    repo.write("flags/search.yaml", &crate::flag(""));
    let run = refs(&repo, &["search", "--rev", "HEAD"]);
    assert_eq!((run.code, run.err.lines().next()), (2, Some("error: there is no flag 'search'")));
}

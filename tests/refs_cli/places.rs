//! Where the code is, as the settings say, and how its files are named.

use crate::program::{Run, Sandbox, ffctl, flag};
use crate::{found, project, refs, write};
use std::os::unix::fs::symlink;

const MENTION: &str = "on(\"checkout\")\n";

#[test]
fn code_paths_are_counted_from_the_root_of_the_repository_and_a_file_is_looked_into_once() {
    let repo = project(&["checkout"], "paths: [src, ./web/app, src/deep, main.rs, web/app/]");
    ["src/a.rs", "src/deep/b.rs", "web/app/c.js", "web/d.js", "main.rs", "e.rs"]
        .iter()
        .for_each(|path| write(&repo, path, MENTION));
    let expected = ["main.rs", "src/a.rs", "src/deep/b.rs", "web/app/c.js"];
    assert_eq!(found(&repo, &[]), expected.map(|path| format!("checkout {path}:1:5")));
}

#[test]
fn files_are_named_from_the_current_folder() {
    let repo = project(&["checkout"], "");
    write(&repo, "src/deep/a.rs", MENTION);
    let run = |folder: &str| {
        let folder = repo.path().join(folder);
        let flags = repo.path().join("flags").display().to_string();
        Run::of(ffctl(&folder, &["refs", "checkout", "--flags-dir", &flags])).out
    };
    std::fs::create_dir(repo.path().join("src/other")).unwrap();
    for (folder, name) in
        [(".", "src/deep/a.rs"), ("src", "deep/a.rs"), ("src/other", "../deep/a.rs"), ("flags", "../src/deep/a.rs")]
    {
        assert!(run(folder).contains(&format!("\n  {name}:1:5  ")), "{folder}: {}", run(folder));
    }
}

#[test]
fn a_folder_that_is_not_there_is_said_and_no_code_at_all_is_no_answer() {
    let repo = project(&["checkout"], "paths: [src, lib]");
    write(&repo, "src/a.rs", MENTION);
    let run = refs(&repo, &[]);
    assert_eq!((run.err.lines().next(), run.code), (Some("note: `code.paths`: there is no 'lib'"), 0));
    std::fs::remove_dir_all(repo.path().join("src")).unwrap();
    let run = refs(&repo, &["--unreferenced"]);
    let said = "error: there is no code to look into in src, lib\n\
                help: `code.paths` in ffctl.yaml says where the code is, from the repository's root\n";
    assert_eq!((run.out.as_str(), run.err.as_str(), run.code), ("", said, 2));
    let empty = project(&["checkout"], "");
    let run = refs(&empty, &[]);
    assert!(run.err.starts_with("error: there is no code to look into in the repository\n"), "{}", run.err);
}

#[test]
fn code_paths_do_not_leave_the_repository() {
    for path in ["../other", "/etc", "src/../../other"] {
        let repo = project(&["checkout"], &format!("paths: [{path}]"));
        let run = refs(&repo, &[]);
        let said = format!("error: `code.paths`: '{path}' leaves the repository\n");
        assert!(run.err.starts_with(&said) && run.code == 2, "{run:?}");
    }
    let repo = project(&["checkout"], "paths: [link]");
    let outside = tempfile::tempdir().unwrap();
    symlink(outside.path(), repo.path().join("link")).unwrap();
    let run = refs(&repo, &[]);
    assert!(run.err.starts_with("error: `code.paths`: 'link' leaves the repository\n") && run.code == 2, "{run:?}");
}

#[test]
fn what_is_no_glob_is_refused() {
    let repo = project(&["checkout"], r#"exclude: ["[z-a]"]"#);
    write(&repo, "a.rs", MENTION);
    let run = refs(&repo, &[]);
    assert!(run.err.starts_with("error: `code.exclude`: '[z-a]'") && run.code == 2, "{run:?}");
}

#[test]
fn invalid_settings_are_no_ground_to_search_on_and_an_invalid_flag_is_looked_for_all_the_same() {
    let sandbox = Sandbox::new(&[("ffctl.yaml", "code: {path: [src]}\n".to_owned()), ("checkout.yaml", flag(""))]);
    std::fs::write(sandbox.path("a.rs"), MENTION).unwrap();
    let run = sandbox.run(&["refs"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("error[unknown-field]: unknown field `path`"), "{}", run.err);
    assert!(run.err.ends_with("error: where the code is cannot be told: the settings are invalid\n"), "{}", run.err);

    sandbox.write("ffctl.yaml", "code: {patterns: ['on(\"{key}\")']}\n");
    sandbox.write("checkout.yaml", "rolout: 1\n");
    let run = sandbox.run(&["refs"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.out, "KEY       MENTIONS  FILES  OWNER\ncheckout  1         1      -\n");
}

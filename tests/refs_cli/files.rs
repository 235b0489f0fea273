//! Which files are looked into, and how they may be written.

use crate::{found, mentions, project, refs, write};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

const MENTION: &str = "on(\"checkout\")\n";

#[test]
fn ignored_and_excluded_files_are_left_out_and_dot_files_are_not() {
    let repo = project(&["checkout"], r#"exclude: ["*.min.js", "/vendor/", "**/gen"]"#);
    write(&repo, ".gitignore", "/build\n*.log\n!keep.log\n");
    write(&repo, "web/.gitignore", "dist/\n");
    write(&repo, ".git/info/exclude", "private.txt\n");
    let seen = [".github/workflows/ci.yml", "keep.log", "src/vendor/a.go", "web/app.js", "web/min.js/a.js"];
    let unseen = [
        "build/a.js",
        "a.log",
        "web/dist/a.js",
        "private.txt",
        "web/app.min.js",
        "vendor/lib/a.go",
        "src/gen/a.go",
        ".git/a.txt",
        "flags/notes.md",
        "flags/team/notes.md",
    ];
    seen.iter().chain(&unseen).for_each(|path| write(&repo, path, MENTION));
    let expected = seen.map(|path| format!("checkout {path}:1:5"));
    assert_eq!(found(&repo, &[]), expected);
}

#[test]
fn outside_of_a_repository_gitignore_holds_below_the_flags_directorys_parent_and_not_above() {
    let sandbox = crate::program::Sandbox::new(&[("checkout.yaml", crate::flag(""))]);
    for (path, text) in [("project/.gitignore", "*.log\n"), ("project/a.log", MENTION), ("project/a.txt", MENTION)] {
        fs::create_dir_all(sandbox.path("project")).unwrap();
        fs::write(sandbox.path(path), text).unwrap();
    }
    fs::write(sandbox.path(".gitignore"), "*\n").unwrap();
    fs::rename(sandbox.path("flags"), sandbox.path("project/flags")).unwrap();
    let run = sandbox.run(&["refs", "--flags-dir", "project/flags", "--format", "json"]);
    assert_eq!(mentions(&run), ["checkout project/a.txt:1:5"], "{run:?}");
}

#[test]
fn binaries_are_skipped_and_text_is_read_whatever_its_encoding() {
    let repo = project(&["checkout"], "");
    write(&repo, "binary.dat", b"\x7fELF\0on(\"checkout\")");
    write(&repo, "bom.txt", b"\xEF\xBB\xBF\"checkout\"");
    write(&repo, "crlf.txt", "one\r\n\r\n  é \"checkout\"\r\n");
    write(&repo, "latin1.txt", b"\xE9\xE8 \"checkout\" \xFC\n");
    write(&repo, "no-end.txt", "\n\"checkout\"");
    let utf16: Vec<u8> = "\u{feff}x\r\n é \"checkout\"\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    write(&repo, "utf16.txt", utf16);
    let places = ["bom.txt:1:2", "crlf.txt:3:6", "latin1.txt:1:5", "no-end.txt:2:2", "utf16.txt:2:5"];
    assert_eq!(found(&repo, &[]), places.map(|place| format!("checkout {place}")));
    let run = refs(&repo, &["checkout"]);
    assert!(run.out.contains("latin1.txt:1:5  éè \"checkout\" ü\n"), "{}", run.out);
}

#[test]
fn a_very_long_line_is_searched_whole_and_shown_in_part() {
    let repo = project(&["checkout"], "");
    let filler = "var a=1;".repeat(100_000);
    write(&repo, "bundle.js", format!("{filler}on(\"checkout\");{filler}on(\"checkout\");"));
    assert_eq!(found(&repo, &[]), ["checkout bundle.js:1:800005", "checkout bundle.js:1:1600020"]);
    let run = refs(&repo, &["checkout"]);
    let longest = run.out.lines().map(|line| line.chars().count()).max().unwrap();
    assert!(longest < 400 && run.out.contains("  …a=1;var"), "{}", run.out);
}

#[test]
fn a_file_that_is_too_large_for_code_is_said_to_be_passed_over() {
    let repo = project(&["checkout"], "");
    write(&repo, "a.txt", MENTION);
    write(&repo, "dump.sql", MENTION.repeat((8 << 20) / MENTION.len() + 1));
    let run = refs(&repo, &["checkout"]);
    assert_eq!(run.out, "checkout  1 mention in 1 file\n  a.txt:1:5  on(\"checkout\")\n");
    assert!(run.err.starts_with("note: dump.sql was not looked into: larger than 8 MiB\n"), "{}", run.err);
    assert_eq!(run.code, 0);
}

#[test]
fn symbolic_links_are_not_followed() {
    let repo = project(&["checkout"], "");
    write(&repo, "src/a.txt", MENTION);
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.txt"), MENTION).unwrap();
    symlink(outside.path(), repo.path().join("src/folder")).unwrap();
    symlink(outside.path().join("secret.txt"), repo.path().join("src/file.txt")).unwrap();
    symlink("a.txt", repo.path().join("src/b.txt")).unwrap();
    symlink("..", repo.path().join("src/circle")).unwrap();
    assert_eq!(found(&repo, &[]), ["checkout src/a.txt:1:5"]);
}

#[test]
fn what_cannot_be_read_is_said_and_stops_nothing() {
    let repo = project(&["checkout"], "");
    write(&repo, "a.txt", MENTION);
    write(&repo, "locked.txt", MENTION);
    fs::set_permissions(repo.path().join("locked.txt"), fs::Permissions::from_mode(0o000)).unwrap();
    let run = refs(&repo, &["--format", "json"]);
    let is_root = fs::read(repo.path().join("locked.txt")).is_ok();
    let (places, notes): (&[&str], serde_json::Value) = match is_root {
        true => (&["checkout a.txt:1:5", "checkout locked.txt:1:5"], serde_json::json!([])),
        false => (&["checkout a.txt:1:5"], serde_json::json!(["locked.txt was not looked into: permission denied"])),
    };
    assert_eq!(
        (mentions(&run), &run.json()["notes"], run.code),
        (places.iter().map(|p| (*p).to_owned()).collect(), &notes, 0)
    );
}

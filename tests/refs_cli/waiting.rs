//! Who waits longer than a second sees how far it has come, on a terminal and nowhere else.

use crate::git::Repo;
use crate::program::ffctl;
use crate::terminal::Terminal;
use crate::{project, write};
use std::fs;
use std::os::unix::fs::PermissionsExt;

const DOING: &str = "looking for flags in the code";

/// A repository, and a git that takes its time to hand out files.
fn slow() -> (Repo, String) {
    let repo = project(&["checkout"], "");
    write(&repo, "a.rs", "\"checkout\"");
    repo.commit("first", "2026-10-01");
    let path = std::env::var("PATH").unwrap();
    let folder = repo.home().join("bin");
    fs::create_dir(&folder).unwrap();
    let script = format!("#!/bin/sh\ncase \"$*\" in *cat-file*) sleep 2;; esac\nPATH='{path}' exec git \"$@\"\n");
    fs::write(folder.join("git"), script).unwrap();
    fs::set_permissions(folder.join("git"), fs::Permissions::from_mode(0o755)).unwrap();
    (repo, format!("{}:{path}", folder.display()))
}

fn on_a_terminal(repo: &Repo, path: &str, arguments: &str) -> String {
    Terminal::run_with(repo.path(), repo.home(), &[("PATH", path)], arguments).types("").1
}

#[test]
fn a_line_tells_how_far_it_has_come_and_is_gone_when_the_result_is_printed() {
    if !Terminal::is_possible() {
        return;
    }
    let (repo, path) = slow();
    let screen = on_a_terminal(&repo, &path, "refs checkout --rev HEAD");
    let (before, after) = screen.rsplit_once("\x1b[2K").expect("a line that is cleared");
    assert!(before.contains(&format!("{DOING}: 0 of 1 file")), "{screen:?}");
    assert!(after.contains("HEAD:a.rs:1:2") && !after.contains(DOING), "{screen:?}");
    for arguments in ["refs checkout --rev HEAD -q", "refs checkout --rev HEAD --format json"] {
        assert!(!on_a_terminal(&repo, &path, arguments).contains(DOING), "{arguments}");
    }
}

#[test]
fn without_a_terminal_nothing_is_said_while_it_lasts() {
    let (repo, path) = slow();
    let mut command = ffctl(repo.path(), &["refs", "checkout", "--rev", "HEAD"]);
    command.env("PATH", path);
    let run = crate::Run::of(command);
    assert_eq!(run.err, "1 file looked into: 1 mention of 1 flag\n");
}

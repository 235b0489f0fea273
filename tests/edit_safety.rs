//! An edit loses nothing: modes, links, full disks, two edits at once, edits that are killed.

#![cfg(unix)]

#[path = "common/git.rs"]
mod git;
#[path = "common/project.rs"]
mod project;

use project::{OPEN, Project, flag, run};
use std::fs::{self, File, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::Duration;

const FILE: &str = "flags/checkout.yaml";
const TEN: &str = "enabled: true\nrollout: 10\n";
const SAID: &str = "checkout  top level  rollout 10% → 25%\n";

/// The names in the folder of the flags.
fn names(project: &Project) -> Vec<String> {
    let entries = fs::read_dir(project.path("flags")).expect("the flags directory");
    let mut names: Vec<_> = entries.map(|entry| entry.expect("an entry").file_name().into_string()).collect();
    names.sort();
    names.into_iter().map(|name| name.expect("text")).collect()
}

/// Holds that the repository is whole and that nothing but this file is not as it was committed.
fn only_the_flag_changed(project: &Project) {
    assert_eq!(project.repo.git(&["fsck", "--strict", "--no-progress"]), "");
    assert_eq!(project.repo.git(&["status", "--porcelain", "--ignored"]), format!(" M {FILE}\n"));
}

#[test]
fn the_mode_of_a_file_is_kept() {
    for mode in [0o640, 0o600, 0o664, 0o755] {
        let project = Project::with_checkout(OPEN, TEN);
        fs::set_permissions(project.path(FILE), Permissions::from_mode(mode)).expect("a mode");
        project.edits("rollout checkout 25", SAID, "");
        let after = project.path(FILE).metadata().expect("the file").permissions().mode();
        assert_eq!(after & 0o7777, mode, "{after:o}");
        assert_eq!(names(&project), ["checkout.yaml", "ffctl.yaml"]);
    }
}

#[test]
fn a_link_is_edited_where_it_leads_and_stays_a_link() {
    let project = Project::new(OPEN);
    project.write("flags/.shared/one.yaml", &flag(TEN));
    symlink(".shared/one.yaml", project.path(FILE)).expect("a link");
    project.repo.commit("flags", "2026-11-20");
    project.edits("rollout checkout 25", SAID, "");
    let target = fs::read_link(project.path(FILE)).expect("still a link");
    assert_eq!(target.to_str(), Some(".shared/one.yaml"));
    assert_eq!(project.read("flags/.shared/one.yaml"), flag("enabled: true\nrollout: 25\n"));
    assert_eq!(project.repo.git(&["status", "--porcelain"]), " M flags/.shared/one.yaml\n");
    let patch = project.ffctl("rollout checkout 10 --dry-run").out;
    assert!(patch.starts_with("--- a/flags/.shared/one.yaml\n+++ b/flags/.shared/one.yaml\n"), "{patch}");
}

#[test]
fn a_link_that_leaves_the_directory_is_not_edited() {
    let project = Project::new(OPEN);
    project.write("outside.yaml", &flag(TEN));
    symlink("../outside.yaml", project.path(FILE)).expect("a link");
    let before = project.files();
    let outcome = project.ffctl("rollout checkout 25");
    assert_eq!((outcome.code, outcome.out.as_str()), (Some(2), ""), "{}", outcome.err);
    assert!(project.files() == before);
}

#[test]
fn a_read_only_file_is_refused() {
    let project = Project::with_checkout(OPEN, TEN);
    fs::set_permissions(project.path(FILE), Permissions::from_mode(0o444)).expect("a mode");
    let outcome = project.ffctl("rollout checkout 25");
    assert_eq!((outcome.code, outcome.out.as_str()), (Some(2), ""));
    assert!(outcome.err.ends_with("flags/checkout.yaml is read-only; it is as it was\n"), "{}", outcome.err);
    assert_eq!(project.checkout(), TEN);
    assert_eq!(names(&project), ["checkout.yaml", "ffctl.yaml"]);
}

/// The program where no file may grow beyond this many blocks of 512 bytes: as on a full disk, a write fails.
fn with_little_disk(project: &Project, blocks: &str, arguments: &str) -> Command {
    let program = project.command(arguments);
    let mut limited = Command::new("sh");
    limited.args(["-c", &format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"")]);
    limited.arg(program.get_program()).args(program.get_args()).current_dir(project.repo.path());
    limited.env_clear().envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
    limited
}

#[test]
fn on_a_full_disk_the_file_is_the_old_one() {
    let long = format!("# {}\n{TEN}", "slowly ".repeat(400));
    for (blocks, lines) in [("0", TEN), ("1", &long), ("4", &long)] {
        let project = Project::with_checkout(OPEN, lines);
        let outcome = run(with_little_disk(&project, blocks, "rollout checkout 25"));
        assert_eq!((outcome.code, outcome.out.as_str()), (Some(2), ""), "{blocks} blocks: {}", outcome.err);
        assert!(outcome.err.contains("cannot write") && outcome.err.contains("it is as it was"), "{}", outcome.err);
        assert_eq!(project.checkout(), lines);
        assert_eq!(names(&project), ["checkout.yaml", "ffctl.yaml"]);
        assert_eq!(project.repo.git(&["status", "--porcelain", "--ignored"]), "");
        let outcome = run(with_little_disk(&project, "unlimited", "rollout checkout 25"));
        assert_eq!((outcome.code, outcome.out.as_str()), (Some(0), SAID), "{}", outcome.err);
    }
}

#[test]
fn what_a_killed_edit_left_behind_is_removed_and_nothing_else() {
    let project = Project::with_checkout(OPEN, TEN);
    for name in [".ffctl-kx82h1.tmp", ".ffctl-notes", ".ffctl.tmp", "draft.tmp"] {
        project.write(&format!("flags/{name}"), "half of a fl");
    }
    project.edits("rollout checkout 25", SAID, "");
    assert_eq!(names(&project), [".ffctl-notes", ".ffctl.tmp", "checkout.yaml", "draft.tmp", "ffctl.yaml"]);
}

/// Starts an edit while somebody else holds the directory, and waits until it waits.
fn start_behind_a_lock(project: &Project, arguments: &str) -> (File, Child) {
    let directory = File::open(project.path("flags")).expect("the flags directory");
    directory.lock().expect("a lock");
    let mut edit = project.command(arguments).spawn().expect("the program");
    let waits =
        |locks: String| locks.lines().any(|lock| lock.contains("->") && lock.contains(&format!(" {} ", edit.id())));
    // Where the system does not tell who waits, it had time to get there.
    for _ in 0..100 {
        if fs::read_to_string("/proc/locks").is_ok_and(waits) {
            break;
        }
        sleep(Duration::from_millis(2));
    }
    assert!(edit.try_wait().expect("a state").is_none(), "the edit does not wait for the other");
    (directory, edit)
}

#[test]
fn an_edit_waits_for_another_and_builds_on_what_that_wrote() {
    let project = Project::with_checkout(OPEN, TEN);
    let (lock, edit) = start_behind_a_lock(&project, "rollout checkout --next");
    project.write(FILE, &flag("enabled: false\nrollout: 25\nsalt: s\n"));
    drop(lock);
    let output = edit.wait_with_output().expect("an end");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "checkout  top level  rollout 25% → 50%\n");
    assert_eq!(project.checkout(), "enabled: false\nrollout: 50\nsalt: s\n");
}

#[test]
fn a_file_that_is_removed_before_its_edit_does_not_come_back() {
    let project = Project::with_checkout(OPEN, TEN);
    let (lock, edit) = start_behind_a_lock(&project, "rollout checkout 25");
    fs::remove_file(project.path(FILE)).expect("gone");
    drop(lock);
    let output = edit.wait_with_output().expect("an end");
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), output.stdout.is_empty()), (Some(2), true), "{err}");
    assert!(err.starts_with("error: there is no flag 'checkout'\n"), "{err}");
    assert_eq!(names(&project), ["ffctl.yaml"]);
}

/// Delays below a limit in microseconds, the same in every run.
fn delays(below: u64) -> impl Iterator<Item = Duration> {
    let step =
        |state: &u64| Some(state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407));
    std::iter::successors(Some(20_261_121), step).map(move |state| Duration::from_micros((state >> 33) % below))
}

#[test]
fn a_file_that_is_removed_during_its_edit_is_gone_or_whole() {
    let project = Project::with_checkout(OPEN, TEN);
    for delay in delays(10_000).take(40) {
        project.write(FILE, &flag(TEN));
        let edit = project.command("rollout checkout 25").spawn().expect("the program");
        sleep(delay);
        fs::remove_file(project.path(FILE)).expect("gone");
        let output = edit.wait_with_output().expect("an end");
        let err = String::from_utf8_lossy(&output.stderr);
        match output.status.code() {
            Some(0) => assert_eq!(String::from_utf8_lossy(&output.stdout), SAID),
            code => assert!(code == Some(2) && err.starts_with("error"), "{code:?} {err}"),
        }
        // Removed after it was read: the edit writes it anew. No half of it is ever there.
        if project.path(FILE).exists() {
            assert_eq!(project.checkout(), "enabled: true\nrollout: 25\n");
        }
    }
    assert!(!names(&project).iter().any(|name| name.starts_with('.')), "{:?}", names(&project));
}

/// Runs two edits of one flag at the same time, over and over: both have to be there at the end.
fn both_are_there(rounds: usize, before: &str, edits: [&str; 2], after: &[&str]) {
    let project = Project::with_checkout(OPEN, before);
    for round in 0..rounds {
        project.write(FILE, &flag(before));
        let mut running = edits.map(|edit| project.command(edit));
        if round % 2 == 1 {
            running.reverse();
        }
        for edit in running.map(|mut edit| edit.spawn().expect("the program")) {
            let output = edit.wait_with_output().expect("an end");
            assert!(output.status.success(), "round {round}: {}", String::from_utf8_lossy(&output.stderr));
        }
        let text = project.checkout();
        assert!(after.contains(&text.as_str()), "round {round}:\n{text}");
    }
    assert_eq!(names(&project), ["checkout.yaml", "ffctl.yaml"]);
    only_the_flag_changed(&project);
}

#[test]
fn of_two_edits_of_one_flag_at_once_none_is_lost() {
    both_are_there(40, TEN, ["rollout checkout 25", "disable checkout"], &["enabled: false\nrollout: 25\n"]);
}

#[test]
fn of_two_edits_of_two_environments_at_once_none_is_lost() {
    let environments = |first: &str, second: &str| format!("{TEN}environments:\n{first}{second}");
    let (staging, production) = ("  staging:\n    rollout: 50\n", "  production:\n    enabled: false\n");
    both_are_there(
        40,
        TEN,
        ["rollout checkout 50 -e staging", "disable checkout -e production"],
        &[&environments(staging, production), &environments(production, staging)],
    );
}

#[test]
fn of_two_steps_along_the_ramp_at_once_none_is_lost() {
    let next = "rollout checkout --next";
    both_are_there(20, TEN, [next, next], &["enabled: true\nrollout: 50\n"]);
}

#[test]
fn edits_of_many_flags_at_once_all_come_through() {
    let project = Project::new(OPEN);
    let keys: Vec<String> = (0..12).map(|number| format!("flag-{number}")).collect();
    for key in &keys {
        project.write(&format!("flags/{key}.yaml"), &flag(TEN));
    }
    let start = |key: &String| project.command(&format!("rollout {key} 25")).spawn().expect("the program");
    let running: Vec<Child> = keys.iter().map(start).collect();
    for (key, edit) in keys.iter().zip(running) {
        let output = edit.wait_with_output().expect("an end");
        assert_eq!(String::from_utf8_lossy(&output.stdout), format!("{key}  top level  rollout 10% → 25%\n"));
        assert_eq!(project.read(&format!("flags/{key}.yaml")), flag("enabled: true\nrollout: 25\n"));
    }
    assert_eq!(names(&project).len(), keys.len() + 1);
}

#[test]
fn an_edit_that_is_killed_leaves_the_old_file_or_the_new_one() {
    // Long enough that writing it takes a while.
    let notes = "# Why we go slowly\n".repeat(2_000);
    let text = |rollout: &str| format!("enabled: true\nrollout: {rollout}\n{notes}");
    let project = Project::with_checkout(OPEN, &text("10"));
    let (mut old, mut new) = (text("10"), text("25"));
    let mut killed = 0;
    for delay in delays(20_000).take(100) {
        let wanted = if new == text("25") { "25" } else { "10" };
        let mut edit = project.command(&format!("rollout checkout {wanted}")).spawn().expect("the program");
        sleep(delay);
        edit.kill().expect("a signal");
        let output = edit.wait_with_output().expect("an end");
        killed += usize::from(output.status.signal().is_some());
        let found = project.checkout();
        assert!(found == old || found == new, "after {delay:?}: {} bytes", found.len());
        if output.status.success() {
            assert!(found == new, "after {delay:?} it said that it was done");
        }
        if found == new {
            (old, new) = (new, old);
        }
    }
    assert!(killed > 0, "none of the edits was killed");
    let valid = project.ffctl("validate --deny warning");
    assert_eq!(valid.code, Some(0), "{}", valid.out);
    assert_eq!(project.ffctl("rollout checkout 33.333").code, Some(0));
    assert_eq!(project.checkout(), text("33.333"));
    assert_eq!(names(&project), ["checkout.yaml", "ffctl.yaml"]);
    only_the_flag_changed(&project);
}

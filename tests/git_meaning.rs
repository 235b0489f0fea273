//! When a flag's meaning was last changed, which is what `show` and `audit` go by.

#![allow(clippy::unwrap_used)]

#[path = "common/git.rs"]
mod git;
#[path = "common/history.rs"]
mod history;
#[path = "common/past.rs"]
mod past;
#[path = "common/program.rs"]
mod program;

use ffctl::audit::LastChange::NotAfter;
use git::Repo;
use history::{day, last_changes, last_changes_as_of, on, today};
use past::{Past, flag};
use serde_json::Value;

/// A file that says `one`, then `two`, then the same in other spacing.
fn reformatted() -> Repo {
    let repo = Repo::new();
    repo.write("flags/a.yaml", "one");
    repo.write("flags/b.yaml", "one");
    repo.commit("first", "2026-09-01");
    repo.write("flags/a.yaml", "two words");
    repo.commit("meaning", "2026-09-10");
    repo.write("flags/a.yaml", "two   words");
    repo.write("flags/b.yaml", "\none");
    repo.commit("formatting", "2026-09-20");
    repo.git(&["update-index", "--chmod=+x", "flags/b.yaml"]);
    repo.git_on("2026-09-30", &["commit", "--quiet", "--message", "mode"]);
    repo.git(&["reset", "--quiet", "--hard"]);
    repo
}

const FILES: &[&str] = &["a.yaml", "b.yaml"];

#[test]
fn commits_that_change_formatting_or_mode_alone_are_walked_past() {
    let repo = reformatted();
    assert_eq!(last_changes(repo.path().join("flags"), FILES), [on("2026-09-10"), on("2026-09-01")]);
}

#[test]
fn an_edit_of_the_formatting_that_is_not_committed_is_no_change_either() {
    let repo = reformatted();
    let flags = repo.path().join("flags");
    repo.write("flags/a.yaml", "two words\n");
    repo.write("flags/b.yaml", "another");
    assert_eq!(last_changes(&flags, FILES), [on("2026-09-10"), today()]);
    repo.git(&["add", "--all"]);
    assert_eq!(last_changes(&flags, FILES), [on("2026-09-10"), today()], "staged or not");
    repo.write("flags/b.yaml", "one");
    assert_eq!(last_changes(&flags, FILES)[1], on("2026-09-01"), "what counts is what is on disk");
    repo.git(&["rm", "--quiet", "--cached", "flags/a.yaml"]);
    assert_eq!(last_changes(&flags, FILES)[0], today(), "the next commit will remove it");
}

#[test]
fn as_of_a_commit_nothing_after_it_counts_and_the_work_tree_is_not_looked_at() {
    let repo = reformatted();
    let flags = repo.path().join("flags");
    repo.write("flags/a.yaml", "three");
    let as_of = |revision: &str| {
        let commit = repo.git(&["rev-parse", revision]).trim().to_owned();
        last_changes_as_of(&flags, FILES, Some(&commit)).unwrap()
    };
    assert_eq!(as_of("HEAD"), [on("2026-09-10"), on("2026-09-01")]);
    assert_eq!(as_of("HEAD~2"), [on("2026-09-10"), on("2026-09-01")]);
    assert_eq!(as_of("HEAD~3"), [on("2026-09-01"), on("2026-09-01")]);
}

#[test]
fn what_cannot_be_compared_counts_as_changed() {
    let repo = reformatted();
    repo.git(&["config", "uploadpack.allowFilter", "true"]);
    let partial = repo.clone_with(&["--filter=blob:none"]);
    drop(repo);
    assert_eq!(last_changes(partial.path().join("flags"), FILES), [on("2026-09-20"), on("2026-09-20")]);
}

#[test]
fn where_a_shallow_clone_ends_in_formatting_the_day_is_only_a_bound() {
    let repo = reformatted();
    let bound = |date: &str| NotAfter(day(date));
    let one = repo.clone_with(&["--depth=1"]);
    assert_eq!(last_changes(one.path().join("flags"), FILES), [bound("2026-09-30"), bound("2026-09-30")]);
    let three = repo.clone_with(&["--depth=3"]);
    assert_eq!(last_changes(three.path().join("flags"), FILES), [bound("2026-09-10"), bound("2026-09-10")]);
}

/// A flag that is off and was written on 2026-02-01, switched off on 2026-03-01, and formatted since.
fn settled() -> Past {
    let past = Past::new();
    let release = flag("enabled: true\nrollout: 100\n").replace("type: ops", "type: release\nexpires: 2027-12-31");
    past.change("a.yaml", &release, "2026-02-01");
    past.edit("a.yaml", "enabled: true", "enabled: false");
    past.commit_by("Ada <ada@x>", "off", "2026-03-01");
    past.edit("a.yaml", "rollout: 100", "rollout: 100.0 # percent");
    past.commit("format", "2026-11-10");
    past
}

#[test]
fn show_names_the_last_change_of_meaning_also_at_a_revision() {
    let past = settled();
    let last_change = |arguments: &[&str]| {
        let document: Value = past.run(&[&["show", "a", "--format", "json"], arguments].concat()).json();
        let change = &document["lastChange"];
        format!("{} {}", change["date"].as_str().unwrap_or("-"), change["author"].as_str().unwrap_or("-"))
    };
    assert_eq!(last_change(&[]), "2026-03-01 Ada");
    assert_eq!(last_change(&["--rev", "HEAD~2"]), "2026-02-01 Zoë Test");
    past.edit("a.yaml", "# percent", "# in percent");
    assert_eq!(last_change(&[]), "2026-03-01 Ada");
    past.edit("a.yaml", "enabled: false", "enabled: true");
    assert_eq!(last_change(&[]), "- -");
    assert_eq!(last_change(&["--rev", "HEAD"]), "2026-03-01 Ada", "what is on disk is another moment");
    assert_eq!(last_change(&["--as-of", "2026-02-15"]), "2026-02-01 Zoë Test");
}

#[test]
fn audit_counts_from_the_last_change_of_meaning_also_at_a_revision() {
    let past = settled();
    let findings = |arguments: &[&str]| {
        let document = past.run(&[&["audit", "--format", "json"], arguments].concat()).json();
        let findings = document["findings"].as_array().unwrap().iter();
        findings.map(|finding| finding["message"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let stale = findings(&[]);
    assert!(stale.len() == 1 && stale[0].contains("2026-03-01"), "{stale:?}");
    let before = findings(&["--rev", "HEAD~2"]);
    assert!(before.len() == 1 && before[0].contains("2026-02-01"), "{before:?}");
    past.edit("a.yaml", "enabled: false", "enabled: true");
    assert!(findings(&[]).is_empty(), "it is being worked on");
    assert_eq!(findings(&["--rev", "HEAD"]), stale);
}

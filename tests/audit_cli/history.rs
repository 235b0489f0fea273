//! When a flag was last changed, and what is said where that cannot be known.

use crate::git::Repo;
use crate::program::{Run, Sandbox, ffctl};
use crate::{SETTINGS, audit, committed, release};
use serde_json::{Value, json};

/// Fully on, made on 2026-09-01.
fn on() -> String {
    release("2026-09-01", "2027-01-31", "enabled: true")
}

/// What is found, what is not known, and what is noted.
fn said(run: &Run) -> [Vec<Value>; 3] {
    let document = run.json();
    let messages = |list: &str| document[list].as_array().unwrap().iter().map(|item| item["message"].clone()).collect();
    [messages("findings"), messages("unknowns"), document["notes"].as_array().unwrap().clone()]
}

const NOTHING: [Vec<Value>; 3] = [vec![], vec![], vec![]];

#[test]
fn a_later_change_of_meaning_keeps_it_fresh_committed_or_not() {
    let repo = committed(&[("a", on())], "2026-09-01");
    assert_ne!(said(&audit(&repo, &["--format", "json"])), NOTHING);

    repo.write("flags/a.yaml", &on().replace("enabled: true", "enabled: false"));
    assert_eq!(said(&audit(&repo, &["--format", "json"])), NOTHING, "changed today");

    repo.commit("off", "2026-11-01");
    assert_eq!(said(&audit(&repo, &["--format", "json"])), NOTHING, "changed 20 days ago");
    let then = said(&audit(&repo, &["--rev", "HEAD~1", "--format", "json"]));
    assert_eq!(then[0], ["fully on in every environment, unchanged for 81 days, since 2026-09-01"], "as it was then");
}

#[test]
fn formatting_and_comments_do_not_keep_it_fresh() {
    let repo = committed(&[("a", on())], "2026-09-01");
    repo.write("flags/a.yaml", &on().replace("enabled: true", "enabled:   true   # everyone"));
    repo.commit("formatting", "2026-11-20");
    let message = "fully on in every environment, unchanged for 81 days, since 2026-09-01";
    assert_eq!(said(&audit(&repo, &["--format", "json"]))[0], [message]);
}

#[test]
fn a_flag_that_was_changed_and_changed_back_was_changed() {
    let repo = committed(&[("a", on())], "2026-09-01");
    repo.write("flags/a.yaml", &on().replace("enabled: true", "enabled: false"));
    repo.commit("off", "2026-11-20");
    repo.write("flags/a.yaml", &on());
    repo.commit("on again", "2026-11-20");
    assert_eq!(said(&audit(&repo, &["--format", "json"])), NOTHING);
}

#[test]
fn a_commit_elsewhere_does_not_keep_it_fresh() {
    let repo = committed(&[("a", on())], "2026-09-01");
    repo.write("flags/b.yaml", &release("2026-11-01", "2027-01-31", "enabled: false"));
    repo.write("src/main.rs", "fn main() {}\n");
    repo.commit("elsewhere", "2026-11-20");
    let message = "fully on in every environment, unchanged for 81 days, since 2026-09-01";
    assert_eq!(said(&audit(&repo, &["--format", "json"])), [vec![json!(message)], vec![], vec![]]);
}

#[test]
fn outside_git_created_stands_in_and_that_is_said() {
    let sandbox = Sandbox::new(&[("ffctl.yaml", SETTINGS.to_owned()), ("a.yaml", on())]);
    let run = sandbox.run(&["audit", "--format", "json"]);
    let found =
        "fully on in every environment, created 81 days ago, on 2026-09-01; without git no later change is known";
    let note = "not a git repository: the last change of a flag is taken from `created`";
    assert_eq!((said(&run), run.code), ([vec![json!(found)], vec![], vec![json!(note)]], 1));
    assert!(sandbox.run(&["audit"]).err.starts_with(&format!("note: {note}\n")));
}

/// A clone of the last commit alone, which is of 2026-11-20 and not of this flag.
fn shallow() -> Repo {
    let repo = committed(&[("a", on())], "2026-09-01");
    repo.commit("something else", "2026-11-20");
    repo.clone_with(&["--depth", "1"])
}

#[test]
fn in_a_shallow_clone_what_cannot_be_known_is_said_and_is_no_finding() {
    let run = audit(&shallow(), &["--format", "json"]);
    let unknown = "cannot tell whether it has been fully on in every environment for 30 days: \
                   the history known here ends on 2026-11-20, as in a shallow clone (`git fetch --unshallow` gets the rest)";
    assert_eq!((said(&run), run.code), ([vec![], vec![json!(unknown)], vec![]], 0));
    assert_eq!([&run.json()["unknowns"][0]["key"], &run.json()["unknowns"][0]["rule"]], ["a", "stale"]);
    insta::assert_snapshot!(audit(&shallow(), &[]).transcript());
}

#[test]
fn in_a_shallow_clone_what_is_certain_later_is_found_later() {
    let [found, unknown, _] = said(&audit(&shallow(), &["--now", "2026-12-31", "--format", "json"]));
    assert_eq!(unknown, [] as [Value; 0]);
    let message =
        "fully on in every environment, unchanged for at least 41 days: the history known here ends on 2026-11-20";
    assert_eq!(found[0], message);
}

#[test]
fn a_shallow_clone_that_ends_long_ago_knows_enough() {
    let repo = committed(&[("a", on())], "2026-09-01");
    let run = audit(&repo.clone_with(&["--depth", "1"]), &["--format", "json"]);
    let found =
        "fully on in every environment, unchanged for at least 81 days: the history known here ends on 2026-09-01";
    assert_eq!(said(&run), [vec![json!(found)], vec![], vec![]]);
}

#[test]
fn without_the_git_program_the_rest_of_the_audit_goes_on() {
    let repo = committed(
        &[("a", on()), ("gone", release("2026-11-01", "2026-11-20", "enabled: true\nrollout: 5"))],
        "2026-09-01",
    );
    let mut command = ffctl(repo.path(), &["audit", "--format", "json"]);
    command.env("PATH", repo.path());
    let run = Run::of(command);
    let unknown =
        "cannot tell whether it has been fully on in every environment for 30 days: its last change is not known";
    let note = "git has no answer, so what was last changed is not known: the git program is not installed, or not on the PATH";
    let expired = "expired 1 day ago, on 2026-11-20";
    assert_eq!((said(&run), run.code), ([vec![json!(expired)], vec![json!(unknown)], vec![json!(note)]], 1));
}

#[test]
fn a_repository_without_a_commit_has_flags_changed_today() {
    let repo = Repo::new();
    repo.write("flags/a.yaml", &on());
    assert_eq!(said(&audit(&repo, &["--format", "json"])), NOTHING);
}

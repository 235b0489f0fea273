//! `ffctl audit` in real repositories: every finding, what fails the run, and what cannot be known.

#![allow(clippy::unwrap_used)]

#[path = "common/git.rs"]
mod git;
#[path = "common/program.rs"]
mod program;

use git::Repo;
use program::{Run, ffctl};
use serde_json::Value;
use std::path::Path;

const SETTINGS: &str = "environments: [staging, production]
policy:
  expiring_within: 14d
  stale_after: 30d
  max_age: {release: 90d}
  require: [owner, ticket]
";

fn flag(kind: &str, created: &str, fields: &str) -> String {
    format!("description: d\nowner: web\ntype: {kind}\ncreated: {created}\nenabled: true\nticket: T-1\n{fields}\n")
}

fn repo(flags: &[(&str, &str)], date: &str) -> Repo {
    let repo = Repo::new();
    repo.write("flags/ffctl.yaml", SETTINGS);
    for (key, text) in flags {
        repo.write(format!("flags/{key}.yaml"), text);
    }
    repo.commit("flags", date);
    repo
}

fn audit(folder: &Path, arguments: &[&str]) -> Run {
    Run::of(ffctl(folder, &[&["audit"], arguments].concat()))
}

/// Each finding as `level key rule`.
fn findings(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let report = audit(folder, &[arguments, &["--format", "json"]].concat()).json();
    let word = |finding: &Value, name: &str| finding[name].as_str().unwrap().to_owned();
    let findings = report["findings"].as_array().unwrap().iter();
    findings.map(|f| format!("{} {} {}", word(f, "level"), word(f, "key"), word(f, "rule"))).collect()
}

#[test]
fn each_rule_finds_its_flag_and_leaves_the_others_alone() {
    let no_ticket = flag("ops", "2026-11-01", "").replace("ticket: T-1\n", "");
    let repo = repo(
        &[
            ("expired", &flag("release", "2026-10-01", "expires: 2026-11-21\nrollout: 10")),
            ("expiring", &flag("release", "2026-10-01", "expires: 2026-12-05\nrollout: 10")),
            ("in-time", &flag("release", "2026-10-01", "expires: 2026-12-06\nrollout: 10")),
            ("stale", &flag("release", "2026-10-01", "expires: 2027-06-01\nrollout: 100")),
            ("old", &flag("release", "2026-08-22", "expires: 2027-06-01\nrollout: 10")),
            ("bare", &no_ticket),
            ("settled", &flag("kill-switch", "2020-01-01", "")),
        ],
        "2026-10-22",
    );
    let expected =
        ["error bare missing-metadata", "error expired expired", "warning expiring expiring", "warning old overage", "warning stale stale"];
    assert_eq!(findings(repo.path(), &[]), expected);
}

#[test]
fn deny_chooses_what_fails_the_run() {
    let warned = repo(&[("soon", &flag("release", "2026-11-01", "expires: 2026-12-01\nrollout: 10"))], "2026-11-01");
    assert_eq!(audit(warned.path(), &[]).code, 1);
    assert_eq!(audit(warned.path(), &["--deny", "warning"]).code, 1);
    assert_eq!(audit(warned.path(), &["--deny", "error"]).code, 0);
    let expired = repo(&[("gone", &flag("release", "2026-10-01", "expires: 2026-11-01\nrollout: 10"))], "2026-11-01");
    assert_eq!(audit(expired.path(), &["--deny", "error"]).code, 1);
    assert_eq!(audit(expired.path(), &["--now", "2026-10-02"]).code, 0, "on another day all was well");
}

#[test]
fn a_flag_is_stale_by_its_last_change_of_meaning() {
    let stale = flag("release", "2026-09-01", "expires: 2027-06-01\nrollout: 100");
    let repo = repo(&[("x", &stale)], "2026-09-01");
    assert_eq!(findings(repo.path(), &[]), ["warning x stale"]);
    repo.write("flags/x.yaml", &stale.replace("rollout: 100", "rollout:   100   # everyone"));
    repo.commit("formatting", "2026-11-20");
    assert_eq!(findings(repo.path(), &[]), ["warning x stale"], "formatting is no change");
    repo.write("flags/x.yaml", &stale.replace("rollout: 100", "rollout: 50"));
    repo.commit("half", "2026-11-20");
    repo.write("flags/x.yaml", &stale);
    repo.commit("everyone again", "2026-11-20");
    assert_eq!(findings(repo.path(), &[]), [""; 0]);
    assert_eq!(findings(repo.path(), &["--rev", "HEAD~2"]), ["warning x stale"], "as it was then");
}

#[test]
fn outside_git_the_audit_says_what_it_goes_by() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("flags")).unwrap();
    let stale = flag("release", "2026-09-01", "expires: 2027-06-01\nrollout: 100");
    std::fs::write(folder.path().join("flags/x.yaml"), stale).unwrap();
    let run = audit(folder.path(), &[]);
    assert!(run.code == 1 && run.out.contains("stale"), "{run:?}");
    assert!(run.err.contains("not a git repository: the last change of a flag is taken from `created`"), "{run:?}");
}

#[test]
fn a_shallow_clone_reports_only_what_is_certain_and_names_the_rest() {
    let young = flag("release", "2026-09-01", "expires: 2027-06-01\nrollout: 100");
    let repo = repo(&[("x", &young)], "2026-09-01");
    repo.write("README", "more");
    repo.commit("something else", "2026-11-15");
    let shallow = repo.clone_with(&["--depth=1"]);
    let run = audit(shallow.path(), &["--format", "json"]);
    let report = run.json();
    assert_eq!((run.code, report["findings"].as_array().unwrap().len()), (0, 0), "{report}");
    assert_eq!((report["unknowns"][0]["key"].as_str(), report["unknowns"][0]["rule"].as_str()), (Some("x"), Some("stale")));
    let later = audit(shallow.path(), &["--now", "2026-12-31"]);
    assert!(later.out.contains("stale"), "unchanged at least since the history begins: {later:?}");
}

#[test]
fn a_broken_flag_is_named_and_hides_no_finding() {
    let repo = repo(
        &[("gone", &flag("release", "2026-10-01", "expires: 2026-11-01\nrollout: 10")), ("broken", "enabled: [")],
        "2026-11-01",
    );
    let run = audit(repo.path(), &[]);
    assert_eq!(run.code, 2);
    assert!(run.out.contains("expired 20 days ago, on 2026-11-01"), "{run:?}");
    assert!(run.err.contains("flags/broken.yaml:1:"), "{run:?}");
}

#[test]
fn the_document_has_a_version_and_these_fields() {
    let repo = repo(&[("gone", &flag("release", "2026-10-01", "expires: 2026-11-01\nrollout: 10"))], "2026-11-01");
    let report = audit(repo.path(), &["--format", "json"]).json();
    insta::assert_snapshot!("audit_json", serde_json::to_string_pretty(&report).unwrap());
}

#[test]
fn people_read_a_table_where_it_fits_and_two_lines_a_finding_where_it_does_not() {
    let repo = repo(
        &[
            ("gone", &flag("release", "2026-10-01", "expires: 2026-11-01\nrollout: 10")),
            ("soon", &flag("release", "2026-11-01", "expires: 2026-12-01\nrollout: 10")),
        ],
        "2026-11-01",
    );
    let at = |columns: &str| {
        let mut command = ffctl(repo.path(), &["audit"]);
        command.env("COLUMNS", columns);
        Run::of(command).transcript()
    };
    insta::assert_snapshot!("audit_at_60", at("60"));
    insta::assert_snapshot!("audit_at_200", at("200"));
}

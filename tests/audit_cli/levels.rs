//! What the settings make of a rule: its level, off, for all flags or by type.

use crate::git::Repo;
use crate::program::Run;
use crate::{SETTINGS, audit, committed, release};

/// A release that expires soon, and an ops flag that has expired.
fn repo(rules: &str) -> Repo {
    let repo = committed(
        &[
            ("leaving", release("2026-11-01", "2026-12-01", "enabled: true\nrollout: 50")),
            ("over", release("2026-11-01", "2026-11-01", "enabled: true").replace("type: release", "type: ops")),
        ],
        "2026-11-01",
    );
    repo.write("flags/ffctl.yaml", &SETTINGS.replace("policy: {", &format!("policy: {{rules: {{{rules}}}, ")));
    repo
}

fn found(run: &Run) -> Vec<String> {
    let document = run.json();
    let findings = document["findings"].as_array().unwrap().iter();
    let word = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    findings
        .map(|finding| format!("{} {} {}", word(&finding["key"]), word(&finding["rule"]), word(&finding["level"])))
        .collect()
}

#[test]
fn a_level_is_set_for_all_or_by_type_and_off_asks_nothing() {
    for (rules, expected, code) in [
        ("", &["over expired error", "leaving expiring warning"][..], 1),
        ("expiring: error", &["leaving expiring error", "over expired error"], 1),
        ("expired: warning", &["leaving expiring warning", "over expired warning"], 1),
        ("expired: off", &["leaving expiring warning"], 1),
        ("expired: {ops: off}", &["leaving expiring warning"], 1),
        ("expired: {release: off}", &["over expired error", "leaving expiring warning"], 1),
        ("expired: {ops: warning, release: off}, expiring: off", &["over expired warning"], 1),
        ("expired: off, expiring: {release: off}", &[], 0),
    ] {
        let run = audit(&repo(rules), &["--format", "json"]);
        assert_eq!((found(&run), run.code), (expected.iter().map(|&line| line.to_owned()).collect(), code), "{rules}");
    }
}

#[test]
fn the_level_that_is_set_is_the_one_that_is_denied() {
    for (rules, code) in [
        ("expired: warning", 0),
        ("expired: off", 0),
        ("expiring: error, expired: off", 1),
        ("expiring: {release: error}, expired: off", 1),
        ("expiring: {ops: error}, expired: off", 0),
    ] {
        assert_eq!(audit(&repo(rules), &["--deny", "error"]).code, code, "{rules}");
    }
}

#[test]
fn a_mistyped_rule_is_an_error_and_not_silence() {
    let run = audit(&repo("expird: off"), &[]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("error[unknown-rule]: unknown rule 'expird'"), "{run:?}");
    assert!(run.err.contains("did you mean 'expired'?"), "{run:?}");
    assert!(run.out.contains("expired 20 days ago"), "the defaults hold: {run:?}");
}

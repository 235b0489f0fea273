//! What is told, and how.

use crate::past::{Past, flag};
use crate::program::Run;
use serde_json::json;

/// Flags, a segment and settings that change by and by.
fn story() -> Past {
    let past = Past::new();
    past.write("checkout/new.yaml", &flag("enabled: false\nrollout: 10\n"));
    past.write("segments/staff.yaml", "users: [u-1]\n");
    past.commit_by("Ada <ada@example.com>", "The new checkout", "2026-02-01");
    past.edit("checkout/new.yaml", "enabled: false", "enabled: true");
    past.edit("checkout/new.yaml", "owner: shop", "owner: payments");
    past.commit_by("Bob <bob@example.com>", "Go", "2026-02-02");
    past.edit("checkout/new.yaml", "rollout: 10\n", "rollout:   10  # percent\n\n");
    past.commit("Formatting", "2026-02-03");
    let rules = "rules:\n  - name: everyone at work, whatever they are doing there\n    if: {segment: staff}\n";
    past.edit("checkout/new.yaml", "rollout:", &format!("{rules}rollout:"));
    past.write("../README", "not a flag");
    past.commit("A rule", "2026-02-04");
    past.write("segments/staff.yaml", "users: [u-1, u-2]\n");
    past.edit("ffctl.yaml", "production]", "production]\nprotected: [production]");
    past.edit("checkout/new.yaml", "rollout:", "environments: {production: {rollout: 5}}\nrollout:");
    past.commit("All at once", "2026-02-05");
    past
}

#[test]
fn each_change_of_meaning_is_told_newest_first_and_formatting_is_not() {
    let past = story();
    assert_eq!(
        past.log(&[]),
        [
            "2026-02-05 new production: rollout 10% → 5%",
            "2026-02-05 segment staff: user u-2 added",
            "2026-02-05 settings: protected production added",
            "2026-02-04 new: rule 'everyone at work, whatever they are doing there' added",
            "2026-02-02 new: owner shop → payments",
            "2026-02-02 new: disabled → enabled",
            "2026-02-01 new: created, disabled",
            "2026-02-01 segment staff: created",
            "2026-01-01 settings: environments staging, production added",
        ]
    );
    let of_the_flag = past.log(&["new"]);
    assert_eq!(of_the_flag.len(), 5);
    assert!(of_the_flag.iter().all(|line| line.contains(" new")));
}

#[test]
fn people_read_it_by_commit_at_any_width() {
    let past = story();
    let at = |columns: &str, arguments: &[&str]| {
        let mut command = crate::program::ffctl(past.repo.path(), arguments);
        command.env("COLUMNS", columns);
        Run::of(command).out
    };
    insta::assert_snapshot!("log_for_people", past.run(&["log"]).transcript());
    insta::assert_snapshot!("log_of_one_flag_at_40_columns", at("40", &["log", "new", "--verbose"]));
    for line in at("60", &["log"]).lines() {
        assert!(line.chars().count() <= 60, "{line}");
    }
}

#[test]
fn machines_read_one_document_or_one_a_line() {
    let past = story();
    let run = past.run(&["log", "new", "--format", "json", "-n", "1"]);
    let document = run.json();
    let commit = past.repo.git(&["rev-parse", "HEAD"]).trim().to_owned();
    let change = json!({
        "commit": commit,
        "date": "2026-02-05",
        "time": "2026-02-05T12:00:00Z",
        "author": "Zoë Test",
        "email": "zoe@example.com",
        "subject": "All at once",
        "kind": "flag",
        "key": "new",
        "file": "flags/checkout/new.yaml",
        "environment": "production",
        "field": "rollout",
        "rule": null,
        "item": null,
        "from": "10",
        "to": "5",
        "words": "rollout 10% → 5%",
    });
    assert_eq!(document, json!({"version": 1, "changes": [change]}));
    let lines = past.run(&["log", "--format", "ndjson"]).json_lines();
    assert_eq!(lines[0], change);
    let all = past.run(&["log", "--format", "json"]).json();
    assert_eq!(all["changes"].as_array().unwrap(), &lines);
    assert_eq!((&lines[2]["kind"], &lines[2]["key"]), (&json!("settings"), &json!(null)));
}

#[test]
fn files_that_were_broken_are_said_to_be_and_nothing_else_is_lost() {
    let past = Past::new();
    past.write("other.yaml", &flag("enabled: true\n"));
    past.change("a.yaml", &flag("enabled: true\nrollout: 10\n"), "2026-02-01");
    past.change("a.yaml", "<<<<<<< ours\n", "2026-02-02");
    past.write("a.yaml", "still: [not\n");
    past.edit("other.yaml", "owner: shop", "owner: else");
    past.commit("both", "2026-02-03");
    past.change("a.yaml", &flag("enabled: true\nrollout: 30\n"), "2026-02-04");
    past.change("b.yaml", "\u{0}", "2026-02-05");
    past.change("b.yaml", &flag("enabled: true\n"), "2026-02-06");
    past.change("b.yaml", &flag("enabled: perhaps\n"), "2026-02-07");
    past.repo.git(&["rm", "--quiet", "flags/b.yaml"]);
    past.commit("gone", "2026-02-08");
    assert_eq!(
        past.log(&["--since", "2026-02-02"]),
        [
            "2026-02-08 b: removed",
            "2026-02-07 b: became invalid: `enabled` is true or false, not the text \"perhaps\"",
            "2026-02-06 b: valid again",
            "2026-02-05 b: created, invalid: unexpected character: `\\u{0}'",
            "2026-02-04 a: valid again",
            "2026-02-04 a: rollout 10% → 30%",
            "2026-02-03 other: owner shop → else",
            "2026-02-02 a: became invalid: the file is a mapping, not the text \"<<<<<<< ours\"",
        ]
    );
    assert_eq!(past.log(&["b"]).len(), 4);
}

#[test]
fn a_change_of_mode_or_a_symbolic_link_breaks_nothing() {
    let past = Past::new();
    past.change("a.yaml", &flag("enabled: true\n"), "2026-02-01");
    past.repo.git(&["update-index", "--chmod=+x", "flags/a.yaml"]);
    past.repo.git_on("2026-02-02", &["commit", "--quiet", "--message", "mode"]);
    past.repo.git(&["reset", "--quiet", "--hard"]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("a.yaml", past.repo.path().join("flags/link.yaml")).unwrap();
        past.commit("link", "2026-02-03");
        assert_eq!(past.log(&["link"]), ["2026-02-03 link: created, invalid: it is no plain file"]);
    }
    assert_eq!(past.log(&["a"]), ["2026-02-01 a: created, enabled"]);
}

#[test]
fn what_others_wrote_does_not_steer_the_terminal() {
    let past = Past::new();
    past.write("a.yaml", &flag("enabled: true\nticket: \"x\\e[2Jy\"\n"));
    past.commit_by("E\u{1b}[31mve\u{7} <e@x>", "s\u{1b}[2J", "2026-02-01");
    past.edit("a.yaml", "x\\e[2Jy", "z\\rq");
    past.commit("edit", "2026-02-02");
    let run = past.run(&["log", "--verbose", "a"]);
    assert!(!run.out.contains(['\u{1b}', '\u{7}', '\r']), "{:?}", run.out);
    assert!(run.out.contains("ticket x [2Jy → z q"), "{}", run.out);
}

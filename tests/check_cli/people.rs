//! What people and machines read.

use crate::past::Past;
use crate::program::Run;
use crate::{check, document, flag, proposed};
use serde_json::json;

/// A change that several gates stop.
fn stopped() -> Past {
    let loose = crate::SETTINGS.replace("50", "80");
    let before = [
        ("checkout.yaml", &*flag("rollout: 25")),
        ("pay/search.yaml", &flag("rules: [{name: staff, if: {segment: staff}}]\nrollout: 10")),
        ("preview.yaml", &flag("rules: [{name: staff, if: {segment: staff}}]\nrollout: 0")),
        ("segments/staff.yaml", "users: [u-1, u-2]\n"),
    ];
    let after = [
        ("checkout.yaml", &*flag("rollout: 10")),
        ("pay/search.yaml", &flag("rules: [{name: staff, if: {segment: staff}}]\nrollout: 90")),
        ("segments/staff.yaml", "users: [u-1]\n"),
        ("ffctl.yaml", &loose),
    ];
    proposed(&before, &after, "change")
}

/// With the base's id taken out.
fn transcript(past: &Past, run: &Run) -> String {
    let base = past.repo.git(&["rev-parse", "--short=10", "main"]);
    run.transcript().replace(base.trim(), "BASE")
}

#[test]
fn people_read_who_what_and_where() {
    let past = stopped();
    for width in ["60", "120"] {
        let mut command = crate::program::ffctl(past.repo.path(), &["check", "--against", "main"]);
        command.env("GIT_CEILING_DIRECTORIES", past.repo.home()).env("COLUMNS", width);
        insta::assert_snapshot!(format!("check_at_{width}_columns"), transcript(&past, &Run::of(command)));
    }
    let quiet = check(&past, &["-q"]);
    assert_eq!((quiet.err.as_str(), quiet.out.lines().count()), ("", 12), "{}", quiet.out);
}

#[test]
fn machines_read_one_document() {
    let past = stopped();
    let document = document(&past, &[]);
    let id = |revision: &str| past.repo.git(&["rev-parse", revision]).trim().to_owned();
    assert_eq!(document["against"], json!({"name": "main", "commit": id("main")}));
    assert_eq!(
        (&document["base"], &document["head"]),
        (&json!(id("main")), &json!({"name": "work tree", "commit": null}))
    );
    assert_eq!(document["version"], 1);
    assert_eq!(
        document["findings"][0],
        json!({
            "key": "checkout",
            "owner": "shop",
            "environment": "production",
            "rule": "users-lose-feature",
            "level": "error",
            "message": "15% of users lose it: rollout 25% → 10%",
            "help": "where it is meant, end the message of a commit with the line `Rollback: checkout`",
            "file": "flags/checkout.yaml",
            "line": 6,
            "column": 10,
        })
    );
    let at = past.run(&["check", "--against", "main", "--rev", "change", "--format", "json"]).json();
    assert_eq!(at["head"], json!({"name": "change", "commit": id("change")}));
    assert_eq!(at["findings"][0]["file"], "change:flags/checkout.yaml");
}

#[test]
fn a_change_that_nothing_stops_is_said_to_be_so() {
    let past = proposed(&[("a.yaml", &flag("rollout: 10"))], &[("a.yaml", &flag("rollout: 25"))], "change");
    let run = check(&past, &[]);
    assert_eq!((run.code, run.out.as_str()), (0, ""));
    let base = past.repo.git(&["rev-parse", "--short=10", "main"]);
    assert_eq!(run.err, format!("nothing found: work tree against main, 1 flag, 1 commit since {base}"));
}

#[test]
fn what_is_removed_is_shown_where_it_was() {
    let past =
        proposed(&[("old/a.yaml", &flag("rollout: 25")), ("b.yaml", &flag("rollout: 1"))], &[("old/a.yaml", "")], "x");
    let found = document(&past, &[])["findings"][0].clone();
    assert_eq!(
        (&found["file"], &found["line"], &found["owner"]),
        (&json!("flags/old/a.yaml"), &json!(1), &json!("shop"))
    );
}

#[test]
fn the_help_says_what_is_compared_and_names_every_rule() {
    let help = stopped().run(&["help", "check"]).out;
    for rule in ffctl::gate::RULES {
        assert!(help.contains(rule.name), "{}", rule.name);
    }
    for words in ["have in common", "Rollback: KEY", "fetch-depth: 0"] {
        assert!(help.contains(words), "{words}: {help}");
    }
}

//! `ffctl show`.

use crate::git::Repo;
use crate::program::{Run, Sandbox, copy, example, ffctl, flag};
use serde_json::{Value, json};

/// The example project, committed on a day.
fn committed() -> Repo {
    let repo = Repo::new();
    copy(&example(), &repo.path().join("flags"));
    repo.commit("the example project", "2026-11-20");
    repo
}

/// What the program prints for a flag, with `COMMIT` for the commit's id.
fn shown(repo: &Repo, key: &str) -> String {
    let commit = repo.git(&["rev-parse", "HEAD"]);
    Run::of(ffctl(repo.path(), &["show", key])).transcript().replace(&commit[..10], "COMMIT")
}

#[test]
fn a_flag_is_shown_with_its_targeting_where_places_that_agree_stand_together() {
    let repo = committed();
    for key in ["new-checkout", "smart-search", "api-limits"] {
        insta::assert_snapshot!(format!("show_{key}"), shown(&repo, key));
    }
}

#[test]
fn the_last_change_is_the_last_commit_of_the_file_or_that_it_is_not_committed() {
    let repo = committed();
    repo.write("flags/checkout/card-payments.yaml", &flag("ticket: PAY-1"));
    let last = |key: &str| Run::of(ffctl(repo.path(), &["show", key, "--format", "json"])).json()["lastChange"].clone();
    let bare = json!({"date": null, "commit": null, "author": null, "words": "not committed yet"});
    assert_eq!(last("card-payments"), bare);
    let change = last("express-pay");
    assert_eq!([&change["date"], &change["author"]], ["2026-11-20", "Zoë Test"]);
    assert_eq!(change["words"], "2026-11-20 by Zoë Test");
}

#[test]
fn outside_git_the_last_change_is_not_known_and_why() {
    let document = Sandbox::example().json(&["show", "new-checkout"]);
    assert_eq!(document["lastChange"], Value::Null);
    let why = document["lastChangeUnknown"].as_str().unwrap();
    assert!(why.ends_with("flags is in no git work tree"), "{why}");
}

#[test]
fn days_are_counted_in_words() {
    let text = |created: &str, expires: &str| flag("").replace("2026-01-01", &format!("{created}\nexpires: {expires}"));
    for (created, expires, said) in [
        ("2026-11-21", "2026-11-22", ["2026-11-21, today", "2026-11-22, in 1 day"]),
        ("2026-11-20", "2026-11-21", ["2026-11-20, 1 day ago", "2026-11-21, expired"]),
        ("2026-11-24", "2026-12-24", ["2026-11-24, in 3 days", "2026-12-24, in 33 days"]),
    ] {
        let out = Sandbox::new(&[("a.yaml", text(created, expires))]).run(&["show", "a"]).out;
        for (label, said) in ["created      ", "expires      "].iter().zip(said) {
            assert!(out.contains(&format!("  {label}{said}\n")), "{said}:\n{out}");
        }
    }
}

#[test]
fn what_a_flag_is_excused_from_is_shown() {
    let waiver = "waivers: [{rule: stale, until: 2026-12-01, reason: r}]";
    let sandbox = Sandbox::new(&[("a.yaml", flag(waiver))]);
    let out = sandbox.run(&["show", "a"]).out;
    assert!(out.contains("  waivers      stale until 2026-12-01\n"), "{out}");
    let expected = json!([{"rule": "stale", "until": "2026-12-01", "reason": "r"}]);
    assert_eq!(sandbox.json(&["show", "a"])["waivers"], expected);
}

#[test]
fn machines_get_the_effective_targeting_of_each_place() {
    let fields = "salt: s\nrollout: 25\nrules: [{name: pro, if: {attribute: plan, operator: in, value: [pro, 3]}}]\n\
                  environments: {production: {enabled: false}}";
    let sandbox = Sandbox::new(&[
        ("ffctl.yaml", "environments: [staging, production]\n".to_owned()),
        ("a.yaml", flag(&format!("{fields}\ntests: [{{expect: true, context: {{}}}}]"))),
    ]);
    let document = sandbox.json(&["show", "a"]);
    let targeting = |enabled: bool| {
        json!({
            "environments": [if enabled { "staging" } else { "production" }],
            "topLevel": enabled,
            "state": {"enabled": enabled, "rollout": 25.0, "serve": "true", "split": null, "rules": 1, "overrides": 0},
            "overrides": [],
            "rules": [{"name": "pro", "condition": "plan in [\"pro\", 3]", "clause": "true"}],
            "default": "25% true, else false",
        })
    };
    for (field, expected) in [
        ("version", json!(1)),
        ("key", json!("a")),
        ("description", json!("d")),
        ("ticket", Value::Null),
        ("links", json!([])),
        ("waivers", json!([])),
        ("variants", json!({"true": true, "false": false})),
        ("fallback", json!("false")),
        ("bucketBy", json!("user_id")),
        ("salt", json!("s")),
        ("targeting", json!([targeting(true), targeting(false)])),
        ("tests", json!(1)),
        ("stage", json!("testing")),
        ("file", json!("flags/a.yaml")),
    ] {
        assert_eq!(document[field], expected, "{field}");
    }
}

#[test]
fn an_unknown_or_invalid_flag_is_refused() {
    let sandbox = Sandbox::new(&[("broken.yaml", flag("rolout: 1")), ("a.yaml", flag(""))]);
    let run = sandbox.run(&["show", "brocken"]);
    assert_eq!((run.code, run.err.as_str()), (2, "error: there is no flag 'brocken'\nhelp: did you mean 'broken'?\n"));
    let run = sandbox.run(&["show", "broken"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.starts_with("error[unknown-field]") && run.err.ends_with("error: the flag 'broken' is invalid\n"));
}

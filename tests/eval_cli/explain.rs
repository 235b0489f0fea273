//! `ffctl eval --explain`: every step, and the one line that decided.

use crate::program::{Sandbox, flag};
use crate::run;
use serde_json::{Value, json};

/// The command and what it prints, in the example project.
fn explain(arguments: &[&str]) -> String {
    run(&[&["eval"], arguments, &["--explain"]].concat()).transcript()
}

#[test]
fn a_rule_with_all_any_not_and_a_segment_shows_what_each_of_them_saw() {
    let premium = ["new-checkout", "-e", "production", "-u", "u-2579", "-a", "plan=premium", "-a", "country=CA"];
    insta::assert_snapshot!("compound_rule_admits", explain(&premium));
    insta::assert_snapshot!("compound_rule_fails", explain(&[&premium[..], &["-a", "risk_score=97"]].concat()));
}

#[test]
fn segments_show_why_somebody_is_in_them() {
    insta::assert_snapshot!(
        "segment_nested",
        explain(&["smart-search", "-e", "staging", "-u", "u-1021", "-a", "beta_opt_in=true"])
    );
    insta::assert_snapshot!("segment_listed", explain(&["orders-api-v2", "-e", "staging", "-u", "u-301"]));
}

#[test]
fn a_split_shows_the_draw_and_the_share_it_fell_into() {
    insta::assert_snapshot!(explain(&["pricing-page-headline", "-e", "production", "-u", "u-4842"]));
}

#[test]
fn what_decides_before_any_rule_is_said_and_the_rest_is_not_looked_at() {
    insta::assert_snapshot!("override", explain(&["new-checkout", "-u", "user-666", "-a", "email=grace@example.com"]));
    insta::assert_snapshot!("disabled", explain(&["card-payments", "-e", "development"]));
}

#[test]
fn whoever_is_not_admitted_sees_their_bucket_against_the_rollout() {
    insta::assert_snapshot!("not_admitted_by_default", explain(&["new-checkout", "-e", "production", "-u", "u-2"]));
    let tester = ["orders-api-v2", "-e", "production", "-u", "u-1376", "-a", "beta_opt_in=true"];
    insta::assert_snapshot!("not_admitted_by_rule", explain(&tester));
    insta::assert_snapshot!("rollout_0", explain(&["single-sign-on", "-a", "company.suspended=true"]));
}

#[test]
fn a_missing_id_is_named() {
    insta::assert_snapshot!(explain(&["catalog-cache-ttl", "-e", "production"]));
}

#[test]
fn a_flag_without_rules_and_draw_is_explained_in_two_lines() {
    insta::assert_snapshot!(explain(&["card-payments", "-e", "production"]));
}

#[test]
fn a_long_value_is_cut_and_a_missing_one_is_told_from_an_empty_one() {
    let rules = "rollout: 0\nrules:\n  - if: {any: [{attribute: agent, operator: matches, value: bot},\n      \
                 {attribute: plan, operator: equals, value: pro}, {attribute: groups, operator: contains, value: qa}]}";
    let sandbox = Sandbox::new(&[("a.yaml", flag(rules))]);
    let agent = format!("agent=Mozilla/5.0 ({})", "x".repeat(100));
    insta::assert_snapshot!(
        sandbox.run(&["eval", "a", "-a", &agent, "-a", "plan=", "-a", "groups=[\"dev\",7]", "--explain"]).transcript()
    );
}

#[test]
fn machines_get_the_same_steps_as_a_trace() {
    let answer =
        run(&["eval", "orders-api-v2", "-e", "production", "-u", "u-301", "--explain", "--format", "json"]).json();
    let condition = |asks: &str, inner: Value| json!({"asks": asks, "held": false, "inner": inner});
    let email = json!({
        "asks": "email ends_with [\"@example.com\", \"@contractors.example.com\"]",
        "held": false, "attribute": "email", "actual": null,
    });
    let expected = json!({
        "enabled": true,
        "overrides": {"id": "u-301", "listed": 0, "variant": null},
        "rules": [
            {"index": 0, "name": "ring 0: employees", "condition": condition("segment employees", json!([email]))},
            {
                "index": 1, "name": "ring 1: beta programme",
                "condition": {"asks": "segment beta-testers", "held": true, "listed": true},
            },
        ],
        "rulesLeft": 0,
        "clause": {
            "rule": 1, "rollout": 50.0, "admitted": false,
            "draw": {"bucketBy": "user_id", "id": "u-301", "salt": "orders-api-v2", "bucket": 71.0, "splitDraw": 87.028},
        },
        "decision": "not-admitted",
    });
    assert_eq!(answer["trace"], expected);
    let mut without = answer.clone();
    without.as_object_mut().unwrap().remove("trace");
    assert_eq!(without, run(&["eval", "orders-api-v2", "-e", "production", "-u", "u-301", "--format", "json"]).json());
}

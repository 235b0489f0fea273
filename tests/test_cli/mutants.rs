//! Changes that cases notice, and changes that they do not.

use super::{SETTINGS, at_width, checkout, failing};
use crate::program::{Sandbox, flag};
use serde_json::{Value, json};

fn one(fields: &str) -> Sandbox {
    Sandbox::new(&[("ffctl.yaml", SETTINGS.to_owned()), ("a.yaml", flag(fields))])
}

fn survivors(sandbox: &Sandbox) -> Vec<String> {
    let document: Value = sandbox.json(&["test", "--mutate"]);
    let survivors = document["survivors"].as_array().unwrap().iter();
    survivors.map(|survivor| survivor["change"].as_str().unwrap().to_owned()).collect()
}

const AGE: &str = "rules:\n  - if: {attribute: age, operator: at_least, value: 18}\nrollout: 0\ntests:\n";
const GROWN: &str = "  - {environment: production, context: {age: 40}, expect: true}\n";
const CHILD: &str = "  - {environment: production, context: {age: 3}, expect: false}\n";
const EIGHTEEN: &str = "  - {environment: production, context: {age: 18}, expect: true}\n";
const SEVENTEEN: &str = "  - {environment: production, context: {age: 17}, expect: false}\n";

#[test]
fn cases_far_from_the_boundary_let_its_mutants_live() {
    let sandbox = one(&format!("{AGE}{GROWN}{CHILD}"));
    let expected = [
        "rule 1 if age at_least 18 → greater_than 18",
        "rule 1 if age at_least 18 → 17",
        "rule 1 if age at_least 18 → 19",
    ];
    assert_eq!(survivors(&sandbox), expected);
    assert_eq!(sandbox.run(&["test", "--mutate"]).code, 1);
}

#[test]
fn cases_on_the_boundary_kill_every_mutant() {
    let sandbox = one(&format!("{AGE}{EIGHTEEN}{SEVENTEEN}"));
    let run = sandbox.run(&["test", "--mutate"]);
    assert_eq!((run.out.as_str(), run.code), ("", 0), "{run:?}");
    assert!(run.err.ends_with("killed, 0 survived, score 100%\n"), "{run:?}");
}

#[test]
fn one_case_fewer_is_one_mutant_more_that_lives() {
    assert_eq!(survivors(&one(&format!("{AGE}{EIGHTEEN}{CHILD}"))), ["rule 1 if age at_least 18 → 17"]);
}

#[test]
fn each_kind_of_change_is_tried() {
    let fields = "rules:\n\
        \x20 - {name: all, if: {all: [{segment: staff}, {not: {attribute: plan, operator: in, value: [a, b]}}]}}\n\
        \x20 - {name: mail, if: {attribute: email, operator: ends_with, value: .org}, rollout: 25, serve: false}\n\
        split: {true: 60, false: 40}\n\
        environments: {staging: {enabled: false}}\n\
        tests: [{environment: production, context: {}, expect: false}]";
    let sandbox = one(fields);
    sandbox.write("segments/staff.yaml", "users: [u-1]\n");
    let found = survivors(&sandbox);
    for change in [
        "rule 'all' removed",
        "rule 'all' rollout 100% → 0%",
        "rule 'all' serve true → false",
        "rule 'all' if all of 2 → any",
        "rule 'all' if segment staff → not segment staff",
        "rule 'all' if plan in [\"a\", \"b\"] → not_in [\"a\", \"b\"]",
        "rule 'all' if plan in [\"a\", \"b\"] without \"a\"",
        "rule 'mail' if email ends_with \".org\" → \".orgx\"",
        "split true 60%, false 40% → true 40%, false 60%",
        "split true 60%, false 40% → true 59%, false 41%",
        "disabled → enabled",
    ] {
        // One of them is noticed by the case that there is, and so is no survivor.
        let is_noticed = change == "rule 'all' if segment staff → not segment staff" || change.ends_with("of 2 → any");
        assert_eq!(found.iter().any(|known| known == change), !is_noticed, "{change}\n{found:#?}");
    }
    assert!(!found.iter().any(|change| change.contains("25%")), "who is false anyway is not drawn: {found:#?}");
}

#[test]
fn what_changes_nothing_for_anyone_is_not_counted() {
    let overridden = "rollout: 10\nenvironments: {staging: {rollout: 100}, production: {rollout: 0}}\n\
        tests: [{environment: staging, context: {}, expect: true}, {environment: production, context: {}, expect: false}]";
    let document = one(overridden).json(&["test", "--mutate"]);
    assert_eq!(document["survivors"], json!([]), "no environment has the top level's rollout: {document}");
    assert!(document["equivalent"].as_u64().unwrap() >= 4, "{document}");
}

#[test]
fn survivors_are_named_by_flag_line_and_change() {
    for width in ["60", "100"] {
        let run = at_width(&checkout(), width, &["test", "--mutate"]);
        insta::assert_snapshot!(format!("survivors_at_{width}_columns"), run.transcript());
    }
}

#[test]
fn only_a_flag_whose_cases_pass_is_changed() {
    let run = failing().run(&["test", "--mutate", "search", "quiet", "-v"]);
    assert!(
        run.err.contains("note: search: its own cases fail, so it was not changed\n1 flag has no case: quiet\n"),
        "{run:?}"
    );
    assert!(run.err.ends_with("0 mutants of 0 flags: 0 killed, 0 survived, score 100%\n"), "{run:?}");
    assert_eq!(run.code, 1, "cases that fail are a no");
}

//! The rules of what can be proven: conditions for nobody or everybody, rules behind wider ones, empty segments.

use crate::case::{Case, condition, file, flag};
use crate::program::{self, Sandbox};
use serde_json::{Value, json};

/// The rules that are shown by whole directories.
pub(crate) const SHOWN: &[&str] = &["condition-too-deep"];

const REGIONS: &[(&str, &str)] = &[
    ("segments/americans.yaml", "if: {attribute: country, operator: in, value: [US, CA]}"),
    ("segments/staff.yaml", "if: {attribute: email, operator: ends_with, value: \"@example.com\"}\nusers: [u-1]"),
];

const CORRECT: &str = "correct one of them, or put them in `any` if one is enough";
const ASKS_NOTHING: &str = "use `all` if both are meant, or remove the condition: it asks nothing";
const MOVE: &str = "move it up, or remove it";

pub(crate) const CASES: &[Case] = &[
    condition(
        "impossible-condition",
        "{all: [{attribute: country, operator: in, value: [US]}, «{attribute: country, operator: in, value: [DE]}»]}",
        "{any: [{attribute: country, operator: in, value: [US]}, {attribute: country, operator: in, value: [DE]}]}",
        "`country in [\"DE\"]` can never hold together with `country in [\"US\"]` (all[0]), so nobody matches rule 1",
        CORRECT,
    ),
    condition(
        "impossible-condition",
        "{all: [{attribute: age, operator: greater_than, value: 30}, {segment: staff}, \
         {all: [{attribute: plan, operator: equals, value: pro}, «{attribute: age, operator: less_than, value: 20}»]}]}",
        "{all: [{attribute: age, operator: greater_than, value: 20}, {attribute: age, operator: less_than, value: 30}]}",
        "`age less_than 20` can never hold together with `age greater_than 30` (all[0]), so nobody matches rule 1",
        CORRECT,
    )
    .beside(REGIONS),
    // Three that clash though no two of them do.
    condition(
        "impossible-condition",
        "{all: [{attribute: n, operator: at_least, value: 1}, {attribute: n, operator: at_most, value: 1}, \
         «{attribute: n, operator: not_equals, value: 1}»]}",
        "{all: [{attribute: n, operator: at_least, value: 1}, {attribute: n, operator: at_most, value: 1}]}",
        "`n not_equals 1` can never hold together with what has to hold besides, so nobody matches rule 1",
        CORRECT,
    ),
    // One branch of several: the rule is for somebody still.
    condition(
        "impossible-condition",
        "{all: [{segment: americans}, {any: [{attribute: plan, operator: equals, value: pro}, \
         «{attribute: country, operator: equals, value: DE}»]}]}",
        "{all: [{segment: americans}, {any: [{attribute: plan, operator: equals, value: pro}, \
         {attribute: country, operator: equals, value: CA}]}]}",
        "`country equals \"DE\"` can never hold together with `segment americans` (all[0])",
        CORRECT,
    )
    .beside(REGIONS),
    condition(
        "impossible-condition",
        "{any: [{segment: staff}, {all: [{segment: americans}, «{not: {segment: americans}}»]}]}",
        "{any: [{segment: staff}, {all: [{segment: americans}, {not: {segment: staff}}]}]}",
        "`not segment americans` can never hold together with `segment americans` (any[1].all[0])",
        CORRECT,
    )
    .beside(REGIONS),
    condition(
        "impossible-condition",
        "{not: {all: [{attribute: v, operator: semver_at_least, value: 3}, \
         «{attribute: v, operator: semver_less_than, value: 2}»]}}",
        "{not: {all: [{attribute: v, operator: semver_at_least, value: 2}, \
         {attribute: v, operator: semver_less_than, value: 3}]}}",
        "`v semver_less_than 2` can never hold together with `v semver_at_least 3` (not.all[0])",
        CORRECT,
    ),
    condition(
        "impossible-condition",
        "«{attribute: country, operator: in, value: []}»",
        "{attribute: country, operator: not_in, value: []}",
        "`country in []` holds for nobody, so nobody matches rule 1",
        "list what it should find, or remove the condition",
    ),
    file(
        "impossible-condition",
        "segments/pro.yaml",
        "users: [u-7]\nif: {all: [{attribute: plan, operator: exists, value: false}, \
         «{attribute: plan, operator: not_equals, value: basic}»]}",
        "users: [u-7]\nif: {all: [{attribute: plan, operator: exists, value: false}, \
         {not: {attribute: plan, operator: equals, value: basic}}]}",
        "`plan not_equals \"basic\"` can never hold together with `plan exists false` (all[0])",
        CORRECT,
    ),
    file(
        "empty-segment",
        "segments/pro.yaml",
        "if: {all: [{attribute: id, operator: starts_with, value: a}, «{attribute: id, operator: starts_with, value: b}»]}",
        "if: {all: [{attribute: id, operator: starts_with, value: a}, {attribute: id, operator: starts_with, value: ab}]}",
        "nobody can be in the segment: `id starts_with \"b\"` can never hold together with `id starts_with \"a\"` (all[0])",
        CORRECT,
    ),
    condition(
        "certain-condition",
        "{any: [{attribute: plan, operator: exists, value: true}, «{attribute: plan, operator: exists, value: false}»]}",
        // Not for those without a plan.
        "{any: [{attribute: plan, operator: equals, value: pro}, {attribute: plan, operator: not_equals, value: pro}]}",
        "for everybody, `plan exists false` or `plan exists true` (any[0]) holds",
        ASKS_NOTHING,
    ),
    condition(
        "certain-condition",
        "{all: [{segment: americans}, {any: [{segment: staff}, {attribute: a, operator: equals, value: 1}, \
         «{not: {segment: staff}}»]}]}",
        "{all: [{segment: americans}, {any: [{segment: staff}, {not: {attribute: a, operator: equals, value: 1}}]}]}",
        "for everybody, `not segment staff` or `segment staff` (any[0]) holds",
        ASKS_NOTHING,
    )
    .beside(REGIONS),
    condition(
        "certain-condition",
        "{any: «[{not: {attribute: n, operator: at_least, value: 1}}, {not: {attribute: n, operator: at_most, value: 1}}, \
         {attribute: n, operator: equals, value: 1}]»}",
        "{any: [{not: {attribute: n, operator: at_least, value: 1}}, {not: {attribute: n, operator: at_most, value: 1}}]}",
        "for everybody, one of these holds",
        ASKS_NOTHING,
    ),
    flag(
        "unreachable-rule",
        "rollout: 0\nrules:\n- if: {attribute: age, operator: at_least, value: 18}\n  rollout: 10\n\
         - «if»: {attribute: age, operator: greater_than, value: 30}",
        "rollout: 0\nrules:\n- if: {attribute: age, operator: greater_than, value: 30}\n  rollout: 10\n\
         - if: {attribute: age, operator: at_least, value: 18}",
        "rule 2 is never reached: rule 1 holds wherever it does, and no later rule is looked at",
        MOVE,
    ),
    flag(
        "unreachable-rule",
        "rollout: 0\nrules:\n- name: both\n  if: {segment: americans}\n\
         - «name»: Canada\n  if: {attribute: country, operator: equals, value: CA}",
        "rollout: 0\nrules:\n- name: both\n  if: {segment: americans}\n\
         - name: Mexico\n  if: {attribute: country, operator: equals, value: MX}",
        "rule 'Canada' is never reached: rule 'both' holds wherever it does, and no later rule is looked at",
        MOVE,
    )
    .beside(REGIONS),
    flag(
        "unreachable-rule",
        "rollout: 0\nrules:\n- if: {attribute: plan, operator: exists, value: false}\n\
         - if: {attribute: plan, operator: exists, value: true}\n- «if»: {segment: staff}",
        "rollout: 0\nrules:\n- if: {attribute: plan, operator: equals, value: pro}\n\
         - if: {attribute: plan, operator: not_equals, value: pro}\n- if: {segment: staff}",
        "rule 3 is never reached: the rules before it take everybody it is for, and no later rule is looked at",
        MOVE,
    )
    .beside(REGIONS),
];

/// File, rule and path of each diagnostic.
fn found(sandbox: &Sandbox) -> Vec<Value> {
    let document = sandbox.json(&["validate"]);
    let diagnostics = document["diagnostics"].as_array().unwrap().iter();
    diagnostics.map(|found| json!([found["file"], found["rule"], found["path"]])).collect()
}

#[test]
fn what_uses_an_empty_segment_is_told_once_and_where_it_is_empty() {
    let impossible = "{all: [{attribute: a, operator: equals, value: 1}, {attribute: a, operator: equals, value: 2}]}";
    let sandbox = Sandbox::new(&[
        ("segments/empty.yaml", format!("if: {impossible}")),
        ("segments/twice.yaml", format!("if: {{any: [{impossible}, {impossible}]}}")),
        ("segments/within.yaml", "if: {any: [{segment: empty}, {segment: twice}]}".to_owned()),
        ("segments/listed.yaml", "users: []".to_owned()),
        ("flag.yaml", program::flag("rollout: 0\nrules: [{if: {segment: empty}}, {if: {not: {segment: listed}}}]")),
    ]);
    let expected = [
        json!(["flags/segments/empty.yaml", "empty-segment", "if.all[1]"]),
        json!(["flags/segments/twice.yaml", "empty-segment", "if"]),
        json!(["flags/segments/twice.yaml", "impossible-condition", "if.any[0].all[1]"]),
        json!(["flags/segments/twice.yaml", "impossible-condition", "if.any[1].all[1]"]),
        json!(["flags/segments/within.yaml", "empty-segment", "if"]),
    ];
    assert_eq!(found(&sandbox), expected);
}

#[test]
fn a_segment_that_is_broken_or_missing_is_the_only_thing_that_is_told() {
    let sandbox = Sandbox::new(&[
        ("segments/broken.yaml", "if: {attribute: a, operator: equals, value: 1}\nuser: [u-1]".to_owned()),
        ("segments/round.yaml", "if: {segment: round}".to_owned()),
        (
            "flag.yaml",
            program::flag(
                "rollout: 0\nrules:\n\
                 - if: {all: [{segment: broken}, {attribute: a, operator: equals, value: 2}]}\n\
                 - if: {all: [{segment: missing}, {segment: round}]}",
            ),
        ),
    ]);
    let expected = [
        json!(["flags/flag.yaml", "unknown-segment", "rules[1].if.all[0].segment"]),
        json!(["flags/segments/broken.yaml", "unknown-field", "user"]),
        json!(["flags/segments/round.yaml", "segment-cycle", "if"]),
    ];
    assert_eq!(found(&sandbox), expected);
}

#[test]
fn conditions_deeper_than_evaluation_goes_are_told_where_they_become_so() {
    let sandbox = Sandbox::new(&[("segments/s-0.yaml", "if: {attribute: a, operator: equals, value: 1}")]);
    for i in 1..=130 {
        sandbox.write(&format!("segments/s-{i}.yaml"), format!("if: {{segment: s-{}}}", i - 1));
    }
    for (key, segment) in [("within", "s-126"), ("beyond", "s-127"), ("far-beyond", "s-130")] {
        let rules = format!("rollout: 0\nrules: [{{if: {{segment: {segment}}}}}]");
        sandbox.write(&format!("{key}.yaml"), program::flag(&rules));
        let answer = sandbox.run(&["eval", key, "-a", "a=1"]);
        assert_eq!(answer.code, if key == "within" { 0 } else { 2 }, "{answer:?}");
    }
    let expected = [
        json!(["flags/beyond.yaml", "condition-too-deep", "rules[0].if"]),
        json!(["flags/segments/s-128.yaml", "condition-too-deep", "if"]),
    ];
    assert_eq!(found(&sandbox), expected);
}

//! Rules and their conditions.

use super::{Table, hold_for_flags};

const RULES: &str = "enabled: true, rollout: 0, rules: ";

fn hold_for_rules(table: Table<'_>) {
    for (old, new, expected) in table {
        hold_for_flags(&[(&format!("{RULES}{old}"), &format!("{RULES}{new}"), expected)]);
    }
}

#[test]
fn rules_are_known_by_name_then_by_condition_then_by_place() {
    hold_for_rules(&[
        ("[]", "[{name: employees, if: {segment: staff}}]", &["rule 'employees' added"]),
        ("[{name: employees, if: {segment: staff}}]", "[]", &["rule 'employees' removed"]),
        ("[]", "[{if: {segment: staff}, rollout: 5}]", &["rule 1 added: if segment staff: 5% true"]),
        (
            "[{if: {segment: a}}, {if: {segment: b}}]",
            "[{if: {segment: b}, rollout: 50}]",
            &["rule 1 removed: if segment a: 100% true", "rule 1 rollout 100% → 50%"],
        ),
        (
            "[{name: a, if: {segment: x}}]",
            "[{name: a, if: {segment: y}, rollout: 5}]",
            &["rule 'a' if segment x → segment y", "rule 'a' rollout 100% → 5%"],
        ),
        ("[{name: a, if: {segment: x}}]", "[{name: b, if: {segment: x}}]", &["rule 'a' renamed to 'b'"]),
        ("[{if: {segment: x}}]", "[{name: b, if: {segment: x}}]", &["rule 1 named 'b'"]),
        ("[{name: b, if: {segment: x}}]", "[{if: {segment: x}}]", &["rule 'b' loses its name"]),
        ("[{if: {segment: x}}]", "[{if: {segment: y}}]", &["rule 1 if segment x → segment y"]),
        ("[{name: a, if: {segment: x}}]", "[{name: b, if: {segment: y}}]", &["rule 'a' removed", "rule 'b' added"]),
        (
            "[{name: a, if: {segment: x}, serve: true}]",
            "[{name: a, if: {segment: x}, split: {true: 50, false: 50}}]",
            &["rule 'a' serve true → split true 50%, false 50%"],
        ),
        (
            "[{name: employees, if: {segment: x}, rollout: 25}]",
            "[{name: employees, if: {segment: x}, rollout: 50}]",
            &["rule 'employees' rollout 25% → 50%"],
        ),
    ]);
}

#[test]
fn rules_that_changed_places_are_told_apart_from_those_that_others_passed() {
    let rules = |names: &str| {
        let rule = |name| format!("{{name: {name}, if: {{segment: {name}}}}}");
        format!("[{}]", names.chars().map(rule).collect::<Vec<_>>().join(", "))
    };
    for (old, new, expected) in [
        ("abc", "cab", &["rule 'c' moved to the top"][..]),
        ("abc", "bca", &["rule 'a' moved after rule 'c'"]),
        ("abcd", "xacb", &["rule 'd' removed", "rule 'x' added", "rule 'b' moved after rule 'c'"]),
        ("abc", "xabc", &["rule 'x' added"]),
        ("abc", "bc", &["rule 'a' removed"]),
    ] {
        hold_for_rules(&[(&rules(old), &rules(new), expected)]);
    }
}

#[test]
fn conditions_are_compared_by_what_they_ask_and_shown_where_they_differ() {
    let countries = |list: &str| format!("[{{name: a, if: {{attribute: country, operator: in, value: [{list}]}}}}]");
    let either = |a: &str, b: &str| format!("[{{name: a, if: {{any: [{{segment: {a}}}, {{segment: {b}}}]}}}}]");
    hold_for_rules(&[
        (&countries("US, CA"), &countries("CA, 'US', CA"), &[]),
        (&either("x", "y"), &either("y", "x"), &[]),
        (&either("x", "x"), "[{name: a, if: {segment: x}}]", &[]),
        (&countries("1"), &countries("'1'"), &["rule 'a' if country in [1] → country in [\"1\"]"]),
        (
            &countries("AT, BE, BG, CY, CZ, DE, DK, EE, ES, FI, FR"),
            &countries("AT, BE, BG, CY, CZ, DE, DK, EE, ES, FI, FR, GR"),
            &["rule 'a' if …\"FI\", \"FR\"] → …\"FI\", \"FR\", \"GR\"]"],
        ),
    ]);
}

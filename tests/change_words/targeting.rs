//! What a flag answers, and to whom.

use super::{flag, hold_for_flags};
use ffctl::change::diff;

#[test]
fn what_a_flag_can_answer_is_told_by_variant() {
    hold_for_flags(&[
        (
            "variants: {a: 1, b: 2}, fallback: a, serve: a, enabled: true",
            "variants: {c: {x: [1]}, b: 3}, fallback: b, serve: b, enabled: true",
            &[
                "variant a (1) removed",
                "variant c ({\"x\":[1]}) added",
                "variant b 2 → 3",
                "fallback a → b",
                "serve a → b",
            ],
        ),
        (
            "variants: {a: 1, b: 2}, fallback: a, serve: a, enabled: true",
            "variants: {b: 2, a: 1}, fallback: a, serve: a, enabled: true",
            &[],
        ),
        ("enabled: true", "enabled: true, variants: {false: false, true: true}, fallback: false, serve: true", &[]),
        (
            "enabled: true",
            "enabled: true, variants: {true: true, false: false}",
            &["fallback false removed", "serve true removed"],
        ),
        ("enabled: true, fallback: true", "enabled: true", &["fallback true → false"]),
    ]);
}

#[test]
fn a_new_salt_or_bucket_attribute_draws_everyone_anew_and_writing_the_default_does_not() {
    hold_for_flags(&[
        ("enabled: true", "enabled: true, salt: s", &["salt new-checkout → s (everyone is drawn anew)"]),
        ("enabled: true", "enabled: true, salt: new-checkout, bucket_by: user_id", &[]),
        ("enabled: true, salt: ''", "enabled: true", &["salt '' → new-checkout (everyone is drawn anew)"]),
        (
            "enabled: true",
            "enabled: true, bucket_by: company_id",
            &["bucket_by user_id → company_id (everyone is drawn anew)"],
        ),
    ]);
}

#[test]
fn the_switch_and_the_default_clause_are_told_with_their_defaults() {
    hold_for_flags(&[
        ("enabled: true", "enabled: false", &["enabled → disabled"]),
        ("enabled: false", "enabled: true", &["disabled → enabled"]),
        ("enabled: true, rollout: 10", "enabled: true, rollout: 25", &["rollout 10% → 25%"]),
        ("enabled: true", "enabled: true, rollout: 0.125", &["rollout 100% → 0.125%"]),
        ("enabled: true", "enabled: true, rollout: 100.0, serve: true", &[]),
        ("enabled: true", "enabled: true, serve: false", &["serve true → false"]),
        (
            "enabled: true",
            "enabled: true, rollout: 50, split: {true: 60, false: 40}",
            &["rollout 100% → 50%", "serve true → split true 60%, false 40%"],
        ),
        (
            "enabled: true, split: {true: 60, false: 40}",
            "enabled: true, split: {true: 59.5, false: 40.5}",
            &["split true 60%, false 40% → true 59.5%, false 40.5%"],
        ),
        (
            "enabled: true, split: {true: 50, false: 50}",
            "enabled: true, split: {false: 50, true: 50}",
            &["split true 50%, false 50% → false 50%, true 50%"],
        ),
        ("enabled: true, split: {true: 100}", "enabled: true", &["split true 100% → serve true"]),
    ]);
}

#[test]
fn overrides_are_told_by_variant_and_by_the_ids_that_moved() {
    hold_for_flags(&[
        (
            "enabled: true, rollout: 0, overrides: {true: [u-1, u-2, u-3], false: [u-4]}",
            "enabled: true, rollout: 0, overrides: {false: [u-1, u-5], true: [u-6, u-3]}",
            &[
                "override false: u-5 added, u-4 removed",
                "override true: u-6 added, u-2 removed",
                "override u-1 true → false",
            ],
        ),
        (
            "enabled: true, rollout: 0, overrides: {true: [u-1, u-2]}",
            "enabled: true, rollout: 0, overrides: {false: [], true: [u-2, u-1]}",
            &[],
        ),
        (
            "enabled: true, rollout: 0, overrides: {true: [u-1]}",
            "enabled: true, rollout: 0",
            &["override true: u-1 removed"],
        ),
        (
            "enabled: true, rollout: 0, overrides: {true: [u-1], false: [u-1]}",
            "enabled: true, rollout: 0, overrides: {true: [u-1], false: []}",
            &[],
        ),
        (
            "enabled: true, rollout: 0, overrides: {true: [u-1], false: [u-1]}",
            "enabled: true, rollout: 0, overrides: {false: [u-1], true: [u-1]}",
            &["override u-1 true → false"],
        ),
    ]);
}

#[test]
fn a_default_that_comes_or_goes_is_told_where_rules_need_one() {
    let rules = "rules: [{name: a, if: {segment: x}}]";
    hold_for_flags(&[
        (
            &format!("enabled: true, {rules}"),
            &format!("enabled: true, rollout: 0, {rules}"),
            &["default 0% true added"],
        ),
        (
            &format!("enabled: true, split: {{true: 50, false: 50}}, {rules}"),
            &format!("enabled: true, {rules}"),
            &["default 100% split true 50%, false 50% removed"],
        ),
        ("enabled: true", &format!("enabled: true, rollout: 100, {rules}"), &["rule 'a' added"]),
    ]);
}

#[test]
fn an_environment_tells_what_it_does_not_just_inherit() {
    let with =
        |base: &str, environments: &str| format!("enabled: true, rollout: {base}, environments: {{{environments}}}");
    let rule = |rollout: &str| format!("rules: [{{name: a, if: {{segment: x}}, rollout: {rollout}}}]");
    let cases: &[(&str, &str, &str, &str, &[&str])] = &[
        ("10", "", "10", "production: {rollout: 25}", &["production: rollout 10% → 25%"]),
        ("10", "production: {rollout: 25}", "10", "", &["production: rollout 25% → inherited (10%)"]),
        ("10", "production: {rollout: 10}", "10", "", &[]),
        ("10", "production: {}", "10", "staging: {enabled: true}", &[]),
        ("10", "production: {}", "25", "production: {}", &["rollout 10% → 25%"]),
        ("10", "production: {rollout: 5}", "25", "production: {rollout: 5}", &["rollout 10% → 25%"]),
        ("10", "", "25", "production: {rollout: 25}", &["rollout 10% → 25%"]),
        ("10", "", "25", "production: {rollout: 10}", &["rollout 10% → 25%", "production: rollout stays 10%"]),
        ("10", "", "25", "production: {rollout: 15}", &["rollout 10% → 25%", "production: rollout 10% → 15%"]),
        (
            "10",
            "production: {rollout: 5}",
            "25",
            "",
            &["rollout 10% → 25%", "production: rollout 5% → inherited (25%)"],
        ),
        (
            "10",
            "production: {enabled: false, serve: false}",
            "10",
            "",
            &["production: disabled → inherited (enabled)", "production: serve false → inherited (true)"],
        ),
        (
            "10",
            "production: {split: {true: 50, false: 50}}",
            "10",
            "staging: {overrides: {true: [u-1]}}",
            &["staging: override true: u-1 added", "production: split true 50%, false 50% → inherited (serve true)"],
        ),
        (
            "10",
            "production: {overrides: {true: [u-1]}}",
            "10",
            "",
            &["production: override true: u-1 removed (inherited)"],
        ),
    ];
    for (old_base, old, new_base, new, expected) in cases {
        hold_for_flags(&[(&with(old_base, old), &with(new_base, new), expected)]);
    }
    let ruled = |base: &str, own: &str| {
        format!("enabled: true, rollout: 0, {}, environments: {{production: {{{own}}}}}", rule(base))
    };
    hold_for_flags(&[
        (&ruled("10", ""), &ruled("10", &rule("25")), &["production: rule 'a' rollout 10% → 25%"]),
        (&ruled("10", &rule("25")), &ruled("10", ""), &["production: rule 'a' rollout 25% → inherited (10%)"]),
        (&ruled("10", ""), &ruled("10", "rules: []"), &["production: rule 'a' removed"]),
        (&ruled("10", "rules: []"), &ruled("10", ""), &["production: rule 'a' added (inherited)"]),
        (&ruled("10", ""), &ruled("25", ""), &["rule 'a' rollout 10% → 25%"]),
        (
            &ruled("10", ""),
            &ruled("25", &rule("10")),
            &["rule 'a' rollout 10% → 25%", "production: rules stay as they were"],
        ),
    ]);
}

#[test]
fn writing_the_variants_of_a_boolean_flag_out_changes_nothing_where_the_rules_say_what_they_serve() {
    let flag = |variants: &str, rollout: u8, serve: &str| {
        let rules = format!("rules: [{{name: a, if: {{segment: x}}, {serve}}}]");
        format!(
            "enabled: true{variants}, serve: true, rollout: {rollout}, {rules}, environments: {{staging: {{{rules}}}}}"
        )
    };
    let boolean = |rollout, serve| flag("", rollout, serve);
    let declared = |rollout, serve| flag(", variants: {true: true, false: false}, fallback: false", rollout, serve);
    let split = "split: {true: 50, false: 50}";
    hold_for_flags(&[
        (&boolean(5, "serve: true"), &declared(5, "serve: true"), &[]),
        (&boolean(5, "rollout: 100"), &declared(5, "serve: true"), &[]),
        (&boolean(5, "rollout: 100"), &declared(6, "serve: true"), &["rollout 5% → 6%"]),
        (&boolean(5, split), &declared(5, split), &[]),
    ]);
}

#[test]
fn an_environment_that_loses_the_default_it_inherited_says_so_and_never_had_one_of_its_own() {
    let rules = "environments: {staging: {rules: [{name: a, if: {segment: x}}]}}";
    hold_for_flags(&[(
        &format!("enabled: true, rollout: 100, {rules}"),
        &format!("enabled: true, {rules}"),
        &["staging: default 100% true removed"],
    )]);
}

#[test]
fn a_value_that_an_environment_keeps_is_told_and_nobody_notices_it() {
    let before = flag("enabled: true, rollout: 10");
    let after = flag("enabled: true, rollout: 25, environments: {production: {rollout: 10}}");
    let noticed: Vec<_> = diff(Some(&before), Some(&after))
        .iter()
        .map(|change| (change.what.to_string(), change.affects_targeting()))
        .collect();
    assert_eq!(noticed, [("rollout 10% → 25%".to_owned(), true), ("rollout stays 10%".to_owned(), false)]);
}

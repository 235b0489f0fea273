//! Every rule of `ffctl validate`, broken and kept, through the program.

#![allow(clippy::unwrap_used)]

#[path = "validate_rules/case.rs"]
mod case;
#[path = "validate_rules/conditions.rs"]
mod conditions;
#[path = "validate_rules/fields.rs"]
mod fields;
#[path = "validate_rules/flags.rs"]
mod flags;
#[path = "validate_rules/logic.rs"]
mod logic;
#[path = "common/program.rs"]
mod program;
#[path = "validate_rules/runs.rs"]
mod runs;
#[path = "validate_rules/shape.rs"]
mod shape;
#[path = "validate_rules/values.rs"]
mod values;
#[path = "validate_rules/whole_files.rs"]
mod whole_files;

use ffctl::check::{Rule, rules};
use std::collections::BTreeSet;

fn hold(cases: &[case::Case]) {
    let rules = rules();
    cases.iter().for_each(|case| case.hold(&rules));
}

#[test]
fn rules_of_shape_mark_what_breaks_them_and_nothing_else() {
    hold(shape::CASES);
}

#[test]
fn rules_of_fields_mark_what_breaks_them_and_nothing_else() {
    hold(fields::CASES);
}

#[test]
fn rules_of_values_and_settings_mark_what_breaks_them_and_nothing_else() {
    hold(values::CASES);
}

#[test]
fn rules_of_flags_mark_what_breaks_them_and_nothing_else() {
    hold(flags::CASES);
}

#[test]
fn rules_of_conditions_and_segments_mark_what_breaks_them_and_nothing_else() {
    hold(conditions::CASES);
}

#[test]
fn rules_of_logic_mark_what_breaks_them_and_nothing_else() {
    hold(logic::CASES);
}

#[test]
fn every_rule_is_shown_by_a_case() {
    let in_a_file =
        [shape::CASES, fields::CASES, values::CASES, flags::CASES, conditions::CASES, logic::CASES].concat();
    let shown: BTreeSet<&str> =
        in_a_file.iter().map(|case| case.rule).chain([whole_files::SHOWN, logic::SHOWN].concat()).collect();
    let known: BTreeSet<&str> = rules().iter().map(|rule| rule.name).collect();
    assert_eq!(shown, known);
}

#[test]
fn a_rule_has_a_name_of_its_own_in_kebab_case_and_says_what_it_asks_for() {
    let mut names = BTreeSet::new();
    for Rule { name, about, .. } in rules() {
        assert!(names.insert(name), "{name} is there twice");
        assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{name}");
        assert!(about.len() > 10 && !about.ends_with('.'), "{name}: {about}");
    }
}

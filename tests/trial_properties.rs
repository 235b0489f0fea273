//! What must be true of cases, suggestions and mutants, whatever the flag.

#![allow(clippy::unwrap_used)]

#[path = "common/flags.rs"]
mod flags;

use ffctl::evaluate::{CompiledFlag, Segments};
use ffctl::model::{Comparison, Condition, Context, Flag, Operator, Percent, Scalar, Segment, Settings, VariantName};
use ffctl::trial::{Trials, coverage, mutate, serves_the_same, suggest};
use ffctl::yaml::{read_flag, write_cases};
use flags::{ENVIRONMENTS, SEGMENTS};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn segments() -> BTreeMap<String, Segment> {
    let segment = |name: &str| {
        let value = Comparison::List(vec![Scalar::text(name)]);
        let condition = Condition::Attribute { attribute: "role".into(), operator: Operator::In, value };
        let users = vec![format!("{name}-1")];
        Segment { name: name.into(), description: None, owner: None, condition: Some(condition), users }
    };
    SEGMENTS.iter().map(|name| ((*name).to_owned(), segment(name))).collect()
}

fn settings() -> Settings {
    Settings { environments: ENVIRONMENTS.iter().map(|name| (*name).to_owned()).collect(), ..Settings::default() }
}

/// A flag that can be evaluated everywhere, without cases.
fn valid_flag() -> impl Strategy<Value = Flag> {
    flags::flag().prop_map(|flag| Flag { tests: Vec::new(), ..flag }).prop_filter("a valid flag", |flag| {
        let segments = Segments::compile(&segments());
        places().all(|environment| CompiledFlag::compile(flag, environment, &segments).is_ok())
    })
}

fn places() -> impl Iterator<Item = Option<&'static str>> {
    [None].into_iter().chain(ENVIRONMENTS.iter().copied().map(Some))
}

/// The flag with everything that is suggested for it.
fn with_suggestions(flag: &Flag) -> Flag {
    let mut flag = flag.clone();
    for environment in places() {
        let found = suggest(&flag, environment, &segments(), &settings()).unwrap();
        flag.tests.extend(found.cases);
    }
    flag
}

/// Contexts that tell apart whatever these flags ask.
fn contexts() -> Vec<Context> {
    let values = ["US", "CA", "31", "true", "other"].map(Value::from);
    let some = || std::iter::once(None).chain(values.iter().cloned().map(Some));
    let ids = (0..12).map(|number| format!("u-{number}")).chain(["staff-1", "beta-1", "a"].map(str::to_owned));
    let mut contexts = vec![Context::default()];
    for id in ids {
        for (country, plan) in some().flat_map(|country| some().map(move |plan| (country.clone(), plan))) {
            let role = [Value::Null, "staff".into(), "beta".into()][id.len() % 3].clone();
            let context = json!({"user_id": id, "company": id, "country": country, "plan": plan, "role": role});
            contexts.push(Context::from_json(context).unwrap());
        }
    }
    contexts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn what_is_suggested_is_so_and_is_not_suggested_again(flag in valid_flag()) {
        let tested = with_suggestions(&flag);
        let compiled_segments = Segments::compile(&segments());
        prop_assert!(Trials::compile(&tested, None, &compiled_segments).unwrap().pass());
        for environment in places() {
            let again = suggest(&tested, environment, &segments(), &settings()).unwrap();
            prop_assert_eq!(again.cases, Vec::new());
        }
    }

    #[test]
    fn cases_are_read_back_as_they_were_written(flag in valid_flag()) {
        let cases = with_suggestions(&flag).tests;
        let head = "description: d\nowner: o\ntype: ops\ncreated: 2026-01-01\nenabled: true\n";
        let text = format!("{head}tests:\n{}", write_cases(&cases));
        let read = if cases.is_empty() { Vec::new() } else { read_flag("flag", &text).valid().unwrap().tests };
        prop_assert_eq!(read, cases);
    }

    #[test]
    fn a_suggestion_never_reaches_less(flag in valid_flag()) {
        let compiled_segments = Segments::compile(&segments());
        let reached = |flag: &Flag| {
            let trials = Trials::compile(flag, None, &compiled_segments).unwrap();
            let targets = coverage(flag, &settings(), &trials.outcomes(), None);
            targets.iter().filter(|target| target.reached).map(|target| target.to_string()).collect::<Vec<_>>()
        };
        prop_assert!(reached(&flag).is_empty(), "without a case nothing is reached");
        let after = reached(&with_suggestions(&flag));
        prop_assert!(after.iter().any(|part| part.starts_with("environment") || part.starts_with("the top level")));
    }

    #[test]
    fn who_is_said_to_get_the_same_does(flag in valid_flag(), way in 0..7usize, at in 0..4usize) {
        let other = changed(&flag, way, at);
        let compiled_segments = Segments::compile(&segments());
        let valid = places().all(|place| CompiledFlag::compile(&other, place, &compiled_segments).is_ok());
        if valid && serves_the_same(&flag, &other, &settings(), None) {
            for environment in ENVIRONMENTS {
                let compile = |flag| CompiledFlag::compile(flag, Some(environment), &compiled_segments).unwrap();
                let (one, two) = (compile(&flag), compile(&other));
                for context in contexts() {
                    prop_assert_eq!(one.evaluate(&context).variant, two.evaluate(&context).variant);
                }
            }
        }
    }

    #[test]
    fn a_flag_whose_cases_ask_nobody_lets_every_mutant_live(flag in valid_flag()) {
        let found = mutate(&flag, &settings(), &Segments::compile(&segments()), None).unwrap();
        prop_assert_eq!(found.killed, 0);
        // Cases of the top level would make it a place where somebody asks.
        let mut tested = with_suggestions(&flag);
        tested.tests.retain(|case| case.environment.is_some());
        let after = mutate(&tested, &settings(), &Segments::compile(&segments()), None).unwrap();
        prop_assert_eq!(after.killed + after.survivors.len(), found.survivors.len());
        prop_assert_eq!(after.equivalent, found.equivalent);
    }
}

/// The flag with one change, which may or may not matter.
fn changed(flag: &Flag, way: usize, at: usize) -> Flag {
    let mut flag = flag.clone();
    let rules = flag.base.rules.get_or_insert_default();
    match way {
        0 if at + 1 < rules.len() => rules.swap(at, at + 1),
        1 if at < rules.len() => drop(rules.remove(at)),
        2 if at < rules.len() => rules[at].clause.serve = Some(VariantName("false".into())),
        3 => flag.fallback = Some(VariantName(if at.is_multiple_of(2) { "true" } else { "false" }.into())),
        4 => flag.base.clause.rollout = Percent::from_thousandths(25_000 * at as u32),
        5 => flag.base.enabled = Some(at.is_multiple_of(2)),
        _ => flag.base.overrides = None,
    }
    flag
}

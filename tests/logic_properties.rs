//! What is proven about conditions is so: the evaluator never answers otherwise, whoever asks.

#![allow(clippy::unwrap_used)]

#[path = "logic/vocabulary.rs"]
mod vocabulary;

use ffctl::check::{Scope, check_flag, check_segment};
use ffctl::logic::{Claim, Logic, contradict};
use ffctl::model::{Condition, Context, Diagnostic, Level, Segment, Settings, Step};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::{any_of, condition, context, contexts, flag, holding, literal, not, segments};

/// How many contexts each question is put to.
const ASKED: usize = 24;

/// The warnings of a file, with nothing in doubt.
fn warnings(segments: &BTreeMap<String, Segment>, check: impl Fn(Scope<'_>) -> Vec<Diagnostic>) -> Vec<Diagnostic> {
    let names: BTreeSet<String> = segments.keys().cloned().collect();
    let (settings, doubtful) = (Settings::default(), BTreeSet::new());
    check(Scope { settings: Some(&settings), segment_names: &names, segments, doubtful: &doubtful })
}

/// What holds for each context, in the order of the conditions.
fn answers(conditions: &[&Condition], segments: &BTreeMap<String, Segment>, contexts: &[Context]) -> Vec<Vec<bool>> {
    let asked: Vec<_> = conditions.iter().map(|condition| holding(condition, segments)).collect();
    contexts.iter().map(|context| asked.iter().map(|holds| holds(context)).collect()).collect()
}

/// Whether somebody is in a segment of these users alone.
fn listing(ids: &[String]) -> impl Fn(&Context) -> bool + use<> {
    let name = "listed".to_owned();
    let segment = Segment { name: name.clone(), description: None, owner: None, condition: None, users: ids.to_vec() };
    holding(&Condition::Segment(name.clone()), &BTreeMap::from([(name, segment)]))
}

proptest! {
    // Each case is put to many contexts.
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases / 2))]

    #[test]
    fn what_is_impossible_never_holds_and_what_is_certain_always_does(
        condition in condition(), segments in segments(), contexts in contexts(ASKED)
    ) {
        let logic = Logic::new(&segments);
        let (impossible, certain) = (logic.is_impossible(&condition), logic.is_certain(&condition));
        if impossible || certain {
            for (context, answer) in contexts.iter().zip(answers(&[&condition], &segments, &contexts)) {
                prop_assert_eq!(answer[0], certain, "{} of {:?}", condition, context);
            }
        }
    }

    #[test]
    fn comparisons_of_one_attribute_that_clash_hold_for_no_value(
        literals in vec(literal("a"), 2..5), contexts in contexts(ASKED)
    ) {
        let segments = BTreeMap::new();
        let together = Condition::All(literals);
        if Logic::new(&segments).is_impossible(&together) {
            for (context, answer) in contexts.iter().zip(answers(&[&together], &segments, &contexts)) {
                prop_assert!(!answer[0], "{} holds for {:?}", together, context);
            }
        }
    }

    #[test]
    fn where_the_narrower_condition_holds_the_wider_one_does(
        narrow in condition(), wide in condition(), joined in any::<bool>(), segments in segments(),
        contexts in contexts(ASKED)
    ) {
        // Two conditions at random hardly ever imply each other: half of them are made to be near.
        let wide = if joined { any_of([wide, narrow.clone()]) } else { wide };
        if Logic::new(&segments).implies(&narrow, &wide) {
            for (context, answer) in contexts.iter().zip(answers(&[&narrow, &wide], &segments, &contexts)) {
                prop_assert!(answer[1] || !answer[0], "{} without {}: {:?}", narrow, wide, context);
            }
        }
    }

    #[test]
    fn a_rule_that_is_never_reached_never_decides_and_one_for_nobody_neither(
        conditions in vec(condition(), 2..5), segments in segments(), contexts in contexts(ASKED)
    ) {
        let flag = flag(conditions);
        let found = warnings(&segments, |scope| check_flag(&flag, scope, Level::Warning));
        let idle = found.iter().filter(|found| {
            found.rule == "unreachable-rule" || found.message.contains(", so nobody matches rule ")
        });
        let idle: Vec<usize> = idle.filter_map(|found| match found.path()?.0.get(1)? {
            Step::Index(index) => Some(*index),
            _ => None,
        }).collect();
        let compiled = vocabulary::compile(&flag, &segments);
        for context in &contexts {
            let decided = compiled.evaluate(context).rule.map(|rule| rule.index);
            prop_assert!(decided.is_none_or(|rule| !idle.contains(&rule)), "{:?} decided for {:?}", decided, context);
        }
    }

    #[test]
    fn nobody_is_in_an_empty_segment(segments in segments(), contexts in contexts(ASKED)) {
        for (name, segment) in &segments {
            let found = warnings(&segments, |scope| check_segment(segment, scope, Level::Warning));
            if found.iter().any(|found| found.rule == "empty-segment") {
                let is_in = holding(&Condition::Segment(name.clone()), &segments);
                prop_assert!(!contexts.iter().any(is_in), "somebody is in {:?}", segment);
            }
        }
    }

    #[test]
    fn a_branch_that_can_never_hold_can_be_left_out(
        given in vec(condition(), 1..3), branches in vec(condition(), 2..4), segments in segments(),
        contexts in contexts(ASKED)
    ) {
        let whole = Condition::All(given.iter().cloned().chain([Condition::Any(branches.clone())]).collect());
        let flag = flag(vec![whole.clone()]);
        let found = warnings(&segments, |scope| check_flag(&flag, scope, Level::Warning));
        let branch = |found: &Diagnostic| match found.path()?.0.as_slice() {
            // rules[0].if.all[…].any[…]
            [_, _, _, _, Step::Index(all), _, Step::Index(any)] if *all == given.len() => Some(*any),
            _ => None,
        };
        let dead: Vec<usize> =
            found.iter().filter(|found| found.rule == "impossible-condition").filter_map(branch).collect();
        let living = branches.iter().enumerate().filter(|(i, _)| !dead.contains(i)).map(|(_, branch)| branch.clone());
        let living: Vec<Condition> = living.collect();
        if !dead.is_empty() && !living.is_empty() {
            let rest = Condition::All(given.into_iter().chain([Condition::Any(living)]).collect());
            for (context, answer) in contexts.iter().zip(answers(&[&whole, &rest], &segments, &contexts)) {
                prop_assert_eq!(answer[0], answer[1], "{} for {:?}", whole, context);
            }
        }
    }

    #[test]
    fn nobody_is_of_two_sides_that_contradict_each_other(
        was in condition(), is in condition(), holds in any::<bool>(), before in segments(), after in segments(),
        ids in vec(select(&["a", "1", "5", "05", "-1"][..]).prop_map(str::to_owned), 0..3), listed in any::<bool>(),
        contexts in contexts(ASKED)
    ) {
        let claims = [Logic::new(&before).claim(&was, true), Logic::new(&after).claim(&is, holds)];
        if contradict(claims.into_iter().chain([Claim::listed(&ids, listed)])) {
            let (was_of, is_of, is_listed) = (holding(&was, &before), holding(&is, &after), listing(&ids));
            for context in &contexts {
                let fulfilled = was_of(context) && is_of(context) == holds && is_listed(context) == listed;
                prop_assert!(!fulfilled, "{} and {} for {:?}", was, is, context);
            }
        }
    }

    #[test]
    fn opposites_are_found_whatever_the_condition(condition in condition(), segments in segments()) {
        let logic = Logic::new(&segments);
        let denied = not(condition.clone());
        prop_assert!(logic.is_impossible(&Condition::All(vec![condition.clone(), denied.clone()])), "{}", condition);
        prop_assert!(logic.is_certain(&any_of([condition.clone(), denied])), "{}", condition);
        prop_assert!(logic.implies(&condition, &condition));
    }

    #[test]
    fn what_holds_for_somebody_is_not_called_impossible(condition in condition(), segments in segments(), context in context()) {
        let logic = Logic::new(&segments);
        match holding(&condition, &segments)(&context) {
            true => prop_assert!(!logic.is_impossible(&condition)),
            false => prop_assert!(!logic.is_certain(&condition)),
        }
    }
}

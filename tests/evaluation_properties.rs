//! What holds for every flag and every context.

#![allow(clippy::unwrap_used)]

#[path = "common/evaluations.rs"]
mod evaluations;

use evaluations::{clause, compile, condition, context, flag, not, percent, rule, segments, serve, split, text};
use ffctl::evaluate::{ConditionTrace, Question, Segments, draw};
use ffctl::model::{Clause, Condition, Context, Rule};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::json;

/// Whether a condition holds, asked through a flag's only rule.
fn holds(condition: Condition, context: &Context) -> bool {
    let rule = Rule { name: None, condition, clause: serve("true") };
    compile(&flag(vec![rule], serve("false")), &segments()).evaluate(context).rule.is_some()
}

/// Whether a trace's answers follow from those inside them.
fn adds_up(trace: &ConditionTrace) -> bool {
    let mut inner = trace.inner.iter().map(|inner| inner.held);
    let follows = match &trace.question {
        Question::Attribute { .. } => trace.inner.is_empty(),
        Question::All { left } => inner.all(|held| held) == trace.held && (*left == 0 || !trace.held),
        Question::Any { left } => inner.any(|held| held) == trace.held && (*left == 0 || trace.held),
        Question::Not => inner.next() == Some(!trace.held) && inner.next().is_none(),
        Question::Segment { listed, .. } => (*listed || inner.next() == Some(true)) == trace.held,
    };
    follows && trace.inner.iter().all(adds_up)
}

proptest! {
    #[test]
    fn raising_a_rollout_removes_nobody_and_moves_nobody_to_another_variant(
        id in text(), lower in percent(), higher in percent(), weight in percent()
    ) {
        let (lower, higher) = (lower.min(higher), lower.max(higher));
        let context = Context::from_json(json!({"user_id": id})).unwrap();
        let served = |rollout| {
            let clause = Clause { rollout: Some(rollout), split: Some(split(weight)), serve: None };
            let flag = compile(&flag(vec![], clause), &Segments::default());
            flag.evaluate(&context).variant.clone()
        };
        let (before, after) = (served(lower), served(higher));
        prop_assert!(before.0 == "off" || before == after, "{before} became {after}");
    }

    #[test]
    fn explaining_answers_what_evaluating_answers_and_its_steps_add_up(
        rules in vec(rule(), 0..4), default in clause(), context in context()
    ) {
        let flag = compile(&flag(rules, default), &segments());
        let (evaluation, trace) = flag.explain(&context);
        prop_assert_eq!(flag.evaluate(&context), evaluation);
        prop_assert!(trace.rules.iter().all(|rule| adds_up(&rule.condition)), "{:#?}", trace);
        let decided = trace.rules.iter().position(|rule| rule.condition.held);
        prop_assert_eq!(decided, evaluation.rule.map(|rule| rule.index));
        prop_assert!(decided.is_none_or(|index| index + 1 == trace.rules.len()), "a later rule was asked");
    }

    #[test]
    fn a_double_negation_is_none(condition in condition(), context in context()) {
        prop_assert_eq!(holds(not(not(condition.clone())), &context), holds(condition, &context));
    }

    #[test]
    fn all_and_any_are_each_others_dual(conditions in vec(condition(), 1..4), context in context()) {
        let negated = conditions.iter().cloned().map(not).collect();
        prop_assert_eq!(holds(not(Condition::All(conditions.clone())), &context), holds(Condition::Any(negated), &context));
    }
}

/// Pearson's statistic of observed counts against one expected count.
fn chi_squared(observed: &[u32], expected: f64) -> f64 {
    observed.iter().map(|&count| (f64::from(count) - expected).powi(2) / expected).sum()
}

/// Pearson's statistic of 100,000 pairs of numbers below 100,000 in 10 × 10 cells, were they independent and uniform.
fn chi_squared_of_pairs(pairs: impl Iterator<Item = (u32, u32)>) -> f64 {
    let mut cells = [0; 100];
    for (a, b) in pairs {
        cells[(a / 10_000 * 10 + b / 10_000) as usize] += 1;
    }
    chi_squared(&cells, 1000.0)
}

/// The value that chi-squared with 99 degrees of freedom exceeds with probability 0.001: table 1.3.6.7.4 of the
/// NIST/SEMATECH e-Handbook of Statistical Methods, <https://www.itl.nist.gov/div898/handbook/eda/section3/eda3674.htm>.
const CRITICAL: f64 = 148.230;

fn users() -> impl Iterator<Item = String> {
    (0..100_000).map(|i| format!("user-{i}"))
}

#[test]
fn buckets_and_draws_are_uniform() {
    let (mut percents, mut thousandths, mut draws) = ([0; 100], [0; 100], [0; 100]);
    for draw in users().map(|user| draw("new-checkout", &user)) {
        percents[(draw.bucket / 1000) as usize] += 1;
        thousandths[(draw.bucket % 1000 / 10) as usize] += 1;
        draws[(draw.split / 1000) as usize] += 1;
    }
    for observed in [percents, thousandths, draws] {
        let statistic = chi_squared(&observed, 1000.0);
        assert!(statistic < CRITICAL, "{statistic}");
    }
}

#[test]
fn bucket_and_draw_are_independent_and_so_are_the_buckets_of_two_flags() {
    let drawn = || users().map(|user| draw("new-checkout", &user));
    let own = chi_squared_of_pairs(drawn().map(|draw| (draw.bucket, draw.split)));
    assert!(own < CRITICAL, "{own}");
    let others = users().map(|user| draw("dark-mode", &user));
    let two_flags = chi_squared_of_pairs(drawn().zip(others).map(|(a, b)| (a.bucket, b.bucket)));
    assert!(two_flags < CRITICAL, "{two_flags}");
    let same = chi_squared_of_pairs(drawn().map(|draw| (draw.bucket, draw.bucket)));
    assert!(same > CRITICAL, "the test sees dependence where it is: {same}");
}

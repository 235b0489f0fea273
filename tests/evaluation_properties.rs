//! What holds for every flag and every context.

#![allow(clippy::unwrap_used)]

use ffctl::evaluate::{CompiledFlag, ConditionTrace, Question, Segments, draw};
use ffctl::model::{
    Clause, Comparison, Condition, Context, Flag, Operator, Percent, Rule, Scalar, ScalarKind, Segment, Split,
    ValueType, VariantName,
};
use ffctl::yaml::read_flag;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn percent() -> impl Strategy<Value = Percent> {
    (0..=100_000u32).prop_map(|thousandths| Percent::from_thousandths(thousandths).unwrap())
}

/// Texts that some operator reads as more than a text, or that a generated value may equal.
const TELLING: &[&str] =
    &["", "pro", "beta", "é", "31", "-1.5", "1e3", "true", "2026-06-01", "2026-06-01T00:00:00Z", "v2.10", "u-1"];

/// Telling texts and any others.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![select(TELLING).prop_map(str::to_owned), ".{0,6}"]
}

fn number() -> impl Strategy<Value = Scalar> {
    let texts = prop_oneof![
        any::<i32>().prop_map(|n| n.to_string()),
        (-40..40i8).prop_map(|n| n.to_string()),
        Just("1.5e3".to_owned())
    ];
    texts.prop_map(|text| Scalar { text, kind: ScalarKind::Number })
}

fn boolean() -> impl Strategy<Value = Scalar> {
    any::<bool>().prop_map(|boolean| Scalar { text: boolean.to_string(), kind: ScalarKind::Boolean })
}

fn scalar() -> impl Strategy<Value = Scalar> {
    prop_oneof![3 => text().prop_map(Scalar::text), 1 => number(), 1 => boolean()]
}

fn one_of(texts: &'static [&'static str]) -> impl Strategy<Value = Scalar> {
    select(texts).prop_map(Scalar::text)
}

/// A value that the operator takes.
fn comparison(operator: Operator) -> BoxedStrategy<Comparison> {
    let one = Comparison::Scalar;
    match operator.value_type() {
        ValueType::Scalar => scalar().prop_map(one).boxed(),
        ValueType::ScalarList => vec(scalar(), 0..12).prop_map(Comparison::List).boxed(),
        ValueType::Texts => vec(text().prop_map(Scalar::text), 0..3).prop_map(Comparison::List).boxed(),
        ValueType::Pattern => one_of(&["", "a+b", r"^\d", "é$", "(?i)PRO|beta"]).prop_map(one).boxed(),
        ValueType::Number => number().prop_map(one).boxed(),
        ValueType::Instant => {
            one_of(&["2026-01-01", "2026-06-01", "2026-06-01T02:00:00.5+02:00"]).prop_map(one).boxed()
        }
        ValueType::Version => one_of(&["2.10", "v2", "3.0.0-beta.11", "3.0.0+b7"]).prop_map(one).boxed(),
        ValueType::Boolean => boolean().prop_map(one).boxed(),
    }
}

const ATTRIBUTES: &[&str] = &["user_id", "plan", "company", "company.plan", "groups", "x"];

fn condition() -> impl Strategy<Value = Condition> {
    let compare = (select(ATTRIBUTES), select(Operator::ALL)).prop_flat_map(|(attribute, operator)| {
        comparison(operator).prop_map(move |value| Condition::Attribute {
            attribute: attribute.into(),
            operator,
            value,
        })
    });
    let leaf = prop_oneof![8 => compare, 1 => Just(Condition::Segment("inner".into())), 1 => Just(Condition::Segment("outer".into()))];
    leaf.prop_recursive(4, 16, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 1..4).prop_map(Condition::All),
            vec(inner.clone(), 1..4).prop_map(Condition::Any),
            inner.prop_map(not),
        ]
    })
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-40..40i8).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        let key = prop_oneof![Just("plan".to_owned()), ".{0,4}"];
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map(key, inner, 0..4).prop_map(|object| object.into_iter().collect()),
        ]
    })
}

fn context() -> impl Strategy<Value = Context> {
    let key = prop_oneof![select(ATTRIBUTES).prop_map(str::to_owned), Just("targetingKey".to_owned()), ".{0,4}"];
    btree_map(key, json_value(), 0..7).prop_map(|attributes| Context::new(attributes.into_iter().collect()))
}

fn clause() -> impl Strategy<Value = Clause> {
    (proptest::option::of(percent()), proptest::option::of(percent())).prop_map(|(rollout, weight)| match weight {
        Some(weight) => Clause { rollout, split: Some(split(weight)), serve: None },
        None => Clause { rollout, ..serve("false") },
    })
}

fn serve(variant: &str) -> Clause {
    Clause { serve: Some(VariantName(variant.into())), ..Clause::default() }
}

fn rule() -> impl Strategy<Value = Rule> {
    (condition(), clause()).prop_map(|(condition, clause)| Rule { name: None, condition, clause })
}

fn not(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

fn split(weight: Percent) -> Split {
    let rest = Percent::from_thousandths(100_000 - weight.thousandths()).unwrap();
    Split(vec![(VariantName("true".into()), weight), (VariantName("false".into()), rest)])
}

/// A flag with three variants, of which `off` is the fallback.
fn flag(rules: Vec<Rule>, default: Clause) -> Flag {
    let text = "{description: d, owner: o, type: ops, created: 2026-01-01, enabled: true, fallback: off, \
                variants: {true: 1, false: 2, off: 0}, serve: false}";
    let mut flag = read_flag("flag", text).valid().unwrap();
    flag.base.clause = default;
    flag.base.rules = Some(rules);
    flag
}

fn compile(flag: &Flag, segments: &Segments) -> CompiledFlag {
    CompiledFlag::compile(flag, None, segments).unwrap()
}

/// `outer` names `inner`, which holds for the plan `pro`.
fn segments() -> Segments {
    let segment = |name: &str, condition: Condition, users: &[&str]| {
        let users = users.iter().map(|&user| user.to_owned()).collect();
        let segment = Segment { name: name.into(), description: None, owner: None, condition: Some(condition), users };
        (name.to_owned(), segment)
    };
    let value = Comparison::Scalar(Scalar::text("pro"));
    let pro = Condition::Attribute { attribute: "plan".into(), operator: Operator::Equals, value };
    let outer = not(Condition::Segment("inner".into()));
    Segments::compile(&BTreeMap::from([segment("inner", pro, &["u-1", "31"]), segment("outer", outer, &["7"])]))
}

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

//! Flags with any rules, and any contexts, to be evaluated.

// Each test file uses a part of it.
#![allow(dead_code)]

use ffctl::evaluate::{CompiledFlag, Segments};
use ffctl::model::{
    Clause, Comparison, Condition, Context, Flag, Operator, Percent, Rule, Scalar, ScalarKind, Segment, Split,
    ValueType, VariantName,
};
use ffctl::yaml::read_flag;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;
use std::collections::BTreeMap;

pub(crate) fn percent() -> impl Strategy<Value = Percent> {
    (0..=100_000u32).prop_map(|thousandths| Percent::from_thousandths(thousandths).unwrap())
}

/// Texts that some operator reads as more than a text, or that a generated value may equal.
pub(crate) const TELLING: &[&str] =
    &["", "pro", "beta", "é", "31", "-1.5", "1e3", "true", "2026-06-01", "2026-06-01T00:00:00Z", "v2.10", "u-1"];

/// Telling texts and any others.
pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof![select(TELLING).prop_map(str::to_owned), ".{0,6}"]
}

pub(crate) fn number() -> impl Strategy<Value = Scalar> {
    let texts = prop_oneof![
        any::<i32>().prop_map(|n| n.to_string()),
        (-40..40i8).prop_map(|n| n.to_string()),
        Just("1.5e3".to_owned())
    ];
    texts.prop_map(|text| Scalar { text, kind: ScalarKind::Number })
}

pub(crate) fn boolean() -> impl Strategy<Value = Scalar> {
    any::<bool>().prop_map(|boolean| Scalar { text: boolean.to_string(), kind: ScalarKind::Boolean })
}

pub(crate) fn scalar() -> impl Strategy<Value = Scalar> {
    prop_oneof![3 => text().prop_map(Scalar::text), 1 => number(), 1 => boolean()]
}

pub(crate) fn one_of(texts: &'static [&'static str]) -> impl Strategy<Value = Scalar> {
    select(texts).prop_map(Scalar::text)
}

/// A value that the operator takes.
pub(crate) fn comparison(operator: Operator) -> BoxedStrategy<Comparison> {
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

pub(crate) const ATTRIBUTES: &[&str] = &["user_id", "plan", "company", "company.plan", "groups", "x"];

pub(crate) fn condition() -> impl Strategy<Value = Condition> {
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

pub(crate) fn json_value() -> impl Strategy<Value = Value> {
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

pub(crate) fn context() -> impl Strategy<Value = Context> {
    let key = prop_oneof![select(ATTRIBUTES).prop_map(str::to_owned), Just("targetingKey".to_owned()), ".{0,4}"];
    btree_map(key, json_value(), 0..7).prop_map(|attributes| Context::new(attributes.into_iter().collect()))
}

pub(crate) fn clause() -> impl Strategy<Value = Clause> {
    (proptest::option::of(percent()), proptest::option::of(percent())).prop_map(|(rollout, weight)| match weight {
        Some(weight) => Clause { rollout, split: Some(split(weight)), serve: None },
        None => Clause { rollout, ..serve("false") },
    })
}

pub(crate) fn serve(variant: &str) -> Clause {
    Clause { serve: Some(VariantName(variant.into())), ..Clause::default() }
}

pub(crate) fn rule() -> impl Strategy<Value = Rule> {
    (condition(), clause()).prop_map(|(condition, clause)| Rule { name: None, condition, clause })
}

pub(crate) fn not(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

pub(crate) fn split(weight: Percent) -> Split {
    let rest = Percent::from_thousandths(100_000 - weight.thousandths()).unwrap();
    Split(vec![(VariantName("true".into()), weight), (VariantName("false".into()), rest)])
}

/// A flag with three variants, of which `off` is the fallback.
pub(crate) fn flag(rules: Vec<Rule>, default: Clause) -> Flag {
    let text = "{description: d, owner: o, type: ops, created: 2026-01-01, enabled: true, fallback: off, \
                variants: {true: 1, false: 2, off: 0}, serve: false}";
    let mut flag = read_flag("flag", text).valid().unwrap();
    flag.base.clause = default;
    flag.base.rules = Some(rules);
    flag
}

pub(crate) fn compile(flag: &Flag, segments: &Segments) -> CompiledFlag {
    CompiledFlag::compile(flag, None, segments).unwrap()
}

/// `outer` names `inner`, which holds for the plan `pro`.
pub(crate) fn segments() -> Segments {
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

//! Conditions and contexts of few words, so that they meet: each value has spellings, neighbours and twins of other types.

use ffctl::evaluate::{CompiledFlag, Segments};
use ffctl::model::{
    Clause, Comparison, Condition, Context, Flag, Operator, Percent, Rule, Scalar, ScalarKind, Segment, ValueType,
};
use ffctl::yaml::read_flag;
use proptest::collection::{btree_map, vec};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const NUMBERS: &[&str] = &["1", "1.0", "2", "-1", "1.5", "0x1", "1e0", "5", "100000000000000000000", "1e38"];
const TEXTS: &[&str] =
    &["", "a", "ab", "abc", "b", "true", "false", "1", "1.0", "5", "05", "2026-06-01", "1.2", "v1.2.0", "True"];
const DATES: &[&str] = &["2026-01-01", "2026-06-01", "2026-06-01T02:00:00+02:00", "2026-06-01T00:00:01Z"];
const VERSIONS: &[&str] = &["1", "1.2", "1.2.0-rc.1", "v1.2.0", "2.0"];
const PATTERNS: &[&str] = &["a", "^a", "1", "^$", r"^\d+$"];
const ATTRIBUTES: &[&str] = &["a", "a", "a", "user_id", "company", "company.plan"];

fn number() -> impl Strategy<Value = Scalar> {
    select(NUMBERS).prop_map(|text| Scalar { text: text.into(), kind: ScalarKind::Number })
}

fn boolean() -> impl Strategy<Value = Scalar> {
    select(&["true", "false", "True"][..]).prop_map(|text| Scalar { text: text.into(), kind: ScalarKind::Boolean })
}

fn text() -> impl Strategy<Value = Scalar> {
    select(TEXTS).prop_map(Scalar::text)
}

fn scalar() -> impl Strategy<Value = Scalar> {
    prop_oneof![3 => text(), 2 => number(), 1 => boolean()]
}

fn texts(of: &'static [&'static str]) -> impl Strategy<Value = Comparison> {
    select(of).prop_map(|text| Comparison::Scalar(Scalar::text(text)))
}

fn comparison(operator: Operator) -> BoxedStrategy<Comparison> {
    match operator.value_type() {
        ValueType::Scalar => scalar().prop_map(Comparison::Scalar).boxed(),
        ValueType::ScalarList => vec(scalar(), 0..4).prop_map(Comparison::List).boxed(),
        ValueType::Texts => {
            prop_oneof![text().prop_map(Comparison::Scalar), vec(text(), 0..3).prop_map(Comparison::List)].boxed()
        }
        ValueType::Pattern => texts(PATTERNS).boxed(),
        ValueType::Number => number().prop_map(Comparison::Scalar).boxed(),
        ValueType::Instant => texts(DATES).boxed(),
        ValueType::Version => texts(VERSIONS).boxed(),
        ValueType::Boolean => boolean().prop_map(Comparison::Scalar).boxed(),
    }
}

fn comparison_of(attribute: &'static str) -> impl Strategy<Value = Condition> {
    select(Operator::ALL).prop_flat_map(move |operator| {
        let attribute = attribute.to_owned();
        comparison(operator).prop_map(move |value| Condition::Attribute {
            attribute: attribute.clone(),
            operator,
            value,
        })
    })
}

/// A comparison of an attribute, or its `not`.
pub(crate) fn literal(attribute: &'static str) -> impl Strategy<Value = Condition> {
    (comparison_of(attribute), proptest::bool::weighted(0.3))
        .prop_map(|(condition, denied)| if denied { not(condition) } else { condition })
}

/// A condition of a few comparisons, most of them of one attribute.
pub(crate) fn condition() -> impl Strategy<Value = Condition> {
    condition_naming(&["first", "second", "third"])
}

fn condition_naming(segments: &'static [&'static str]) -> impl Strategy<Value = Condition> {
    let compare = select(ATTRIBUTES).prop_flat_map(literal);
    let leaf = prop_oneof![6 => compare, 1 => select(segments).prop_map(|name| Condition::Segment(name.into()))];
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            3 => vec(inner.clone(), 1..4).prop_map(Condition::All),
            2 => vec(inner.clone(), 1..4).prop_map(Condition::Any),
            1 => inner.prop_map(not),
        ]
    })
}

/// Three segments, of which one may name those before it.
pub(crate) fn segments() -> impl Strategy<Value = BTreeMap<String, Segment>> {
    let segment = |name: &'static str, condition: BoxedStrategy<Condition>| {
        let users = vec(select(&["a", "1", "5", "05", "true", "-1", ""][..]).prop_map(str::to_owned), 0..2);
        (of(condition), users).prop_map(move |(condition, users)| {
            let name = name.to_owned();
            (name.clone(), Segment { name, description: None, owner: None, condition, users })
        })
    };
    let plain = literal("a").boxed();
    let paired = vec(literal("a"), 2..4).prop_map(Condition::All).boxed();
    (
        segment("first", prop_oneof![plain, paired].boxed()),
        segment("second", condition_naming(&["first"]).boxed()),
        segment("third", condition_naming(&["first", "second"]).boxed()),
    )
        .prop_map(|(first, second, third)| [first, second, third].into_iter().collect())
}

fn atom() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => select(TEXTS).prop_map(Value::from),
        2 => select(NUMBERS).prop_map(Value::from),
        1 => select(DATES).prop_map(Value::from),
        1 => select(VERSIONS).prop_map(Value::from),
        // Neighbours: other spellings, and what lies between and beyond.
        2 => select(&["1.00", "10e-1", "0", "3", "1.2.1", "1.1", "2026-03-01", "2027-01-01", "xab", "abx", "zz", "1x"][..])
            .prop_map(Value::from),
        3 => select(vec![
            json!(1), json!(1.0), json!(2), json!(-1), json!(1.5), json!(5), json!(5.0), json!(0), json!(3), json!(1.25),
            json!(-7), json!(1e20), json!(1e38), json!(u64::MAX),
        ]),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(Value::Null),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        6 => atom(),
        2 => vec(atom(), 0..4).prop_map(Value::from),
        1 => of(atom()).prop_map(|plan| plan.map_or(json!({}), |plan| json!({"plan": plan}))),
    ]
}

/// Whoever asks.
pub(crate) fn context() -> impl Strategy<Value = Context> {
    let key = select(&["a", "a", "user_id", "targetingKey", "company", "company.plan"][..]).prop_map(str::to_owned);
    btree_map(key, value(), 0..5).prop_map(|attributes| Context::new(attributes.into_iter().collect()))
}

/// As many as are asked for.
pub(crate) fn contexts(count: usize) -> impl Strategy<Value = Vec<Context>> {
    vec(context(), count)
}

pub(crate) fn not(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

pub(crate) fn any_of(conditions: [Condition; 2]) -> Condition {
    Condition::Any(conditions.into())
}

/// A flag with a rule for each condition.
pub(crate) fn flag(conditions: Vec<Condition>) -> Flag {
    let mut flag =
        read_flag("flag", "{description: d, owner: o, type: ops, created: 2026-01-01, enabled: true, rollout: 0}")
            .valid()
            .unwrap();
    let clause = Clause { rollout: Some(Percent::FULL), ..Clause::default() };
    let rule = |condition| Rule { name: None, condition, clause: clause.clone() };
    flag.base.rules = Some(conditions.into_iter().map(rule).collect());
    flag
}

pub(crate) fn compile(flag: &Flag, segments: &BTreeMap<String, Segment>) -> CompiledFlag {
    CompiledFlag::compile(flag, None, &Segments::compile(segments)).unwrap()
}

/// Whether a condition holds, asked through a flag's only rule.
pub(crate) fn holding(
    condition: &Condition,
    segments: &BTreeMap<String, Segment>,
) -> impl Fn(&Context) -> bool + use<> {
    let compiled = compile(&flag(vec![condition.clone()]), segments);
    move |context| compiled.evaluate(context).rule.is_some()
}

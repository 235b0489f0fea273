//! What the search claims, held against evaluation.

use super::*;
use crate::evaluate::{CompiledFlag, Segments as Compiled};
use crate::model::{Comparison, Context, Operator, Scalar, ScalarKind};
use crate::yaml::{read_flag, read_segment};
use serde_json::{Value, json};

/// Whether nobody can be of the first audience and not of the second.
fn implies(narrow: &str, wide: &str) -> bool {
    let read = |text: &str| read_segment("s", text).valid().expect(text);
    let (narrow, wide) = (read(narrow), read(wide));
    let named = Condition::Segment("s".into());
    let (of_narrow, of_wide) = (Segments::from([("s", &narrow)]), Segments::from([("s", &wide)]));
    let claim = |segments, holds| Claim { condition: &named, segments, holds };
    contradict([claim(&of_narrow, true), claim(&of_wide, false)], &[])
}

#[test]
fn who_is_of_a_narrower_audience_is_of_a_wider_one() {
    let asks = |asks: &str| format!("if: {asks}");
    let is = |attribute: &str, operator: &str, value: &str| {
        format!("{{attribute: {attribute}, operator: {operator}, value: {value}}}")
    };
    let x = is("a", "equals", "x");
    for (narrow, wide) in [
        (asks(&x), asks(&is("a", "in", "[x, y]"))),
        (asks(&format!("{{all: [{}, {x}]}}", is("b", "exists", "true"))), asks(&x)),
        (asks(&x), asks(&format!("{{any: [{}, {x}]}}", is("b", "equals", "1")))),
        (asks(&is("a", "at_least", "31")), asks(&is("a", "greater_than", "30"))),
        (asks(&is("a", "at_least", "31")), asks(&is("a", "exists", "true"))),
        (asks(&is("a", "semver_at_least", "2.10.0")), asks(&is("a", "semver_greater_than", "'2.9'"))),
        (asks(&is("a", "before", "2026-01-01")), asks(&is("a", "before", "2026-02-01"))),
        (asks(&is("a", "ends_with", "'@eu.example.com'")), asks(&is("a", "ends_with", "[example.com, x]"))),
        ("users: [a]".to_owned(), "users: [b, a]".to_owned()),
        ("users: [a]".to_owned(), format!("{{users: [a], if: {x}}}")),
        (asks(&format!("{{not: {}}}", is("a", "in", "[x, y]"))), asks(&format!("{{not: {x}}}"))),
    ] {
        assert!(implies(&narrow, &wide), "{narrow} → {wide}");
        assert!(implies(&narrow, &narrow) && implies(&wide, &wide), "{narrow}");
        assert!(!implies(&wide, &narrow), "{wide} → {narrow}");
    }
    assert!(!implies("users: [a]", &asks(&is("user_id", "equals", "a"))), "not known");
}

fn operands(operator: Operator) -> Vec<Comparison> {
    let scalar = |text: &str, kind| Scalar { text: text.to_owned(), kind };
    let texts = ["", "x", "xy", "yx", "31", "true", "2026-01-01", "2.10"];
    let written = texts.iter().map(|text| scalar(text, ScalarKind::Text));
    let numbers = ["31", "31.0", "-1", "2.10"].iter().map(|text| scalar(text, ScalarKind::Number));
    let scalars: Vec<Scalar> = written.chain(numbers).chain([scalar("true", ScalarKind::Boolean)]).collect();
    let lists = scalars.windows(2).map(|pair| Comparison::List(pair.to_vec())).chain([Comparison::List(vec![])]);
    let all = scalars.iter().cloned().map(Comparison::Scalar).chain(lists);
    all.filter(|value| operator.operand(value).is_ok()).collect()
}

fn values() -> Vec<Option<Value>> {
    let texts =
        ["", "x", "xy", "yx", "31", "31.0", "30.5", "-2", "true", "2026-01-01", "2025-06-01", "2.10", "v2.10.0", "3"];
    let other = [
        json!(31),
        json!(31.0),
        json!(32),
        json!(-1),
        json!(2.1),
        json!(true),
        json!(false),
        json!(["x", 31]),
        json!({}),
    ];
    texts.iter().map(|text| json!(text)).chain(other).map(Some).chain([None]).collect()
}

/// Two conditions on one attribute, each claimed to hold or not: where the search finds that nobody can fulfil both, no
/// value does.
#[test]
fn no_value_fulfils_what_is_found_to_contradict_itself() {
    let conditions: Vec<Condition> = Operator::ALL
        .iter()
        .flat_map(|&operator| operands(operator).into_iter().map(move |value| (operator, value)))
        .map(|(operator, value)| Condition::Attribute { attribute: "a".into(), operator, value })
        .collect();
    let flag = "{description: d, owner: o, type: ops, created: 2026-01-01, enabled: true, rollout: 0}";
    let flag = read_flag("flag", flag).valid().unwrap();
    let holds = |condition: &Condition| -> Vec<bool> {
        let mut flag = flag.clone();
        let clause = crate::model::Clause::default();
        flag.base.rules = Some(vec![crate::model::Rule { name: None, condition: condition.clone(), clause }]);
        let compiled = CompiledFlag::compile(&flag, None, &Compiled::default()).unwrap();
        let context = |value: &Option<Value>| Context::from_json(json!({"a": value})).unwrap();
        values().iter().map(|value| compiled.evaluate(&context(value)).rule.is_some()).collect()
    };
    let table: Vec<Vec<bool>> = conditions.iter().map(holds).collect();
    let (segments, mut found) = (Segments::new(), 0);
    for (i, a) in conditions.iter().enumerate() {
        for (j, b) in conditions.iter().enumerate().skip(i) {
            for (of_a, of_b) in [(true, true), (true, false), (false, true), (false, false)] {
                let claim = |condition, holds| Claim { condition, segments: &segments, holds };
                if contradict([claim(a, of_a), claim(b, of_b)], &[]) {
                    found += 1;
                    let both = table[i].iter().zip(&table[j]).position(|(x, y)| (*x, *y) == (of_a, of_b));
                    assert_eq!(both.map(|at| values()[at].clone()), None, "{a} {of_a}, {b} {of_b}");
                }
            }
        }
    }
    assert!(found > 1_000, "{found}");
}

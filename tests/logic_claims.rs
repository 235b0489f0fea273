//! What is claimed of one person by the segments of two times, and of the lists that they are in.

#![allow(clippy::unwrap_used)]

use ffctl::evaluate::{CompiledFlag, Segments};
use ffctl::logic::{Claim, Logic, contradict};
use ffctl::model::{Clause, Comparison, Condition, Context, Operator, Rule, Scalar, ScalarKind, Segment};
use ffctl::yaml::{read_flag, read_segment};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The segment `s`, as it was or as it is.
fn segments(text: &str) -> BTreeMap<String, Segment> {
    BTreeMap::from([("s".to_owned(), read_segment("s", text).valid().unwrap_or_else(|| panic!("{text}")))])
}

/// Whether nobody can be in the first segment and not in the second of the same name.
fn implies(narrow: &str, wide: &str) -> bool {
    let named = Condition::Segment("s".into());
    let (of_narrow, of_wide) = (segments(narrow), segments(wide));
    contradict([Logic::new(&of_narrow).claim(&named, true), Logic::new(&of_wide).claim(&named, false)])
}

#[test]
fn who_was_in_a_narrower_segment_is_in_a_wider_one_of_the_same_name() {
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
        ("users: ['7']".to_owned(), "users: ['8', '7']".to_owned()),
        ("users: [a]".to_owned(), format!("{{users: [a], if: {x}}}")),
        ("users: [a]".to_owned(), asks(&is("user_id", "equals", "a"))),
        (asks(&format!("{{not: {}}}", is("a", "in", "[x, y]"))), asks(&format!("{{not: {x}}}"))),
    ] {
        assert!(implies(&narrow, &wide), "{narrow} → {wide}");
        assert!(implies(&narrow, &narrow) && implies(&wide, &wide), "{narrow}");
        let is_the_same = wide.contains("user_id");
        assert_eq!(implies(&wide, &narrow), is_the_same, "{wide} → {narrow}");
    }
}

#[test]
fn an_id_is_its_text_or_the_integer_that_is_written_so() {
    let listed = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    for (ids, others, is_within) in [
        (&["7"][..], &["8", "7"][..], true),
        (&["7", "9"], &["8", "7"], false),
        (&["07"], &["7"], false),
        (&["-7", "18446744073709551615"], &["18446744073709551615", "-7", "x"], true),
        (&[], &["7"], true),
        // An empty text is nobody's id.
        (&[""], &["7"], true),
    ] {
        let (ids, others) = (listed(ids), listed(others));
        assert_eq!(
            contradict([Claim::listed(&ids, true), Claim::listed(&others, false)]),
            is_within,
            "{ids:?} {others:?}"
        );
    }
    let none = BTreeMap::new();
    let logic = Logic::new(&none);
    let equals = |text: &str, kind| Condition::Attribute {
        attribute: "user_id".into(),
        operator: Operator::Equals,
        value: Comparison::Scalar(Scalar { text: text.into(), kind }),
    };
    let seven = listed(&["7"]);
    for (condition, possible) in [
        (equals("7", ScalarKind::Text), true),
        (equals("7", ScalarKind::Number), true),
        (equals("07", ScalarKind::Number), true),
        // "07" reads as the number 7, which is somebody's id.
        (equals("07", ScalarKind::Text), true),
        (equals("8", ScalarKind::Text), false),
    ] {
        let asked = [Claim::listed(&seven, true), logic.claim(&condition, true)];
        assert_eq!(contradict(asked), !possible, "{condition}");
    }
}

#[test]
fn long_lists_of_users_are_held_against_each_other() {
    let ids = |range: std::ops::Range<usize>| range.map(|n| format!("u-{n}")).collect::<Vec<_>>();
    let (some, more, others) = (ids(0..30_000), ids(0..40_000), ids(30_000..60_000));
    let (one, another) = (ids(29_999..30_000), ids(30_000..30_001));
    let together = |a: &[String], b: &[String], holds| !contradict([Claim::listed(a, true), Claim::listed(b, holds)]);
    assert!(together(&some, &more, true) && !together(&some, &more, false));
    assert!(!together(&some, &others, true) && together(&some, &others, false));
    assert!(together(&one, &some, true) && !together(&another, &some, true));
}

/// Whoever has `p` has `q`.
fn leads_to(p: &str, q: &str) -> Condition {
    let exists = |attribute: &str, wanted: &str| Condition::Attribute {
        attribute: attribute.into(),
        operator: Operator::Exists,
        value: Comparison::Scalar(Scalar { text: wanted.into(), kind: ScalarKind::Boolean }),
    };
    Condition::Any(vec![exists(p, "false"), exists(q, "true")])
}

#[test]
fn what_the_facts_decide_is_no_choice() {
    let segments = BTreeMap::new();
    let logic = Logic::new(&segments);
    // Forty choices that are open, before those that the facts decide one after the other: three ways each.
    let open = (0..40).map(|n| leads_to(&format!("x-{n}"), &format!("y-{n}")));
    let decided = (0..40).map(|n| {
        let Condition::Any(mut ways) = leads_to(&format!("a-{n}"), &format!("a-{}", n + 1)) else { unreachable!() };
        ways.insert(1, ways[0].clone());
        Condition::Any(ways)
    });
    let chain: Vec<Condition> = open.chain(decided).collect();
    let ends = leads_to("a-0", "a-40");
    let given: Vec<&Condition> = chain.iter().collect();
    assert!(logic.nobody_is(&given, &[&ends]));
    assert!(!logic.nobody_is(&given[..79], &[&ends]));
}

#[test]
fn rules_that_stay_meet_however_many_there_are() {
    let segments = BTreeMap::new();
    let logic = Logic::new(&segments);
    let rules: Vec<Condition> = (0..1_500)
        .map(|n| Condition::All(vec![leads_to(&format!("a-{n}"), "b"), leads_to(&format!("c-{n}"), "d")]))
        .collect();
    let before = rules.iter().map(|rule| logic.claim(rule, false));
    let after = rules.iter().map(|rule| logic.claim(rule, false));
    assert!(!contradict(before.clone().chain(after)));
    assert!(contradict(before.chain([logic.claim(&rules[1_400].clone(), true)])));
}

#[test]
fn what_another_time_means_by_a_segment_is_not_taken_for_the_same() {
    let (was, is) = (segments("users: [a]"), segments("users: [b]"));
    let named = Condition::Segment("s".into());
    let claims = |holds| [Logic::new(&was).claim(&named, true), Logic::new(&is).claim(&named, holds)];
    assert!(!contradict(claims(false)) && contradict(claims(true)));
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
    let numbers = [json!(31), json!(31.0), json!(32), json!(-1), json!(2.1)];
    let other = [json!(true), json!(false), json!(["x", 31]), json!({})];
    texts.iter().map(|text| json!(text)).chain(numbers).chain(other).map(Some).chain([None]).collect()
}

/// Which of the values fulfil it, by evaluation.
fn answers(condition: &Condition) -> Vec<bool> {
    let flag = "{description: d, owner: o, type: ops, created: 2026-01-01, enabled: true, rollout: 0}";
    let mut flag = read_flag("flag", flag).valid().unwrap();
    flag.base.rules = Some(vec![Rule { name: None, condition: condition.clone(), clause: Clause::default() }]);
    let compiled = CompiledFlag::compile(&flag, None, &Segments::default()).unwrap();
    let context = |value: &Option<Value>| Context::from_json(json!({"a": value})).unwrap();
    values().iter().map(|value| compiled.evaluate(&context(value)).rule.is_some()).collect()
}

/// Two conditions on one attribute, each claimed to hold or not: where nobody is said to fulfil both, no value does.
#[test]
fn no_value_fulfils_what_is_found_to_contradict_itself() {
    let conditions: Vec<Condition> = Operator::ALL
        .iter()
        .flat_map(|&operator| operands(operator).into_iter().map(move |value| (operator, value)))
        .map(|(operator, value)| Condition::Attribute { attribute: "a".into(), operator, value })
        .collect();
    let table: Vec<Vec<bool>> = conditions.iter().map(answers).collect();
    let (segments, mut found) = (BTreeMap::new(), 0);
    let logic = Logic::new(&segments);
    for (i, a) in conditions.iter().enumerate() {
        for (j, b) in conditions.iter().enumerate().skip(i) {
            for (of_a, of_b) in [(true, true), (true, false), (false, true), (false, false)] {
                if contradict([logic.claim(a, of_a), logic.claim(b, of_b)]) {
                    found += 1;
                    let both = table[i].iter().zip(&table[j]).position(|(x, y)| (*x, *y) == (of_a, of_b));
                    assert_eq!(both.map(|at| values()[at].clone()), None, "{a} {of_a}, {b} {of_b}");
                }
            }
        }
    }
    assert!(found > 1_000, "{found}");
}

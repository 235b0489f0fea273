use super::*;
use crate::model::{Comparison, Scalar, ScalarKind};
use Operator::*;
use serde_json::json;

fn scalar(value: &Value) -> Scalar {
    let (text, kind) = match value {
        Value::String(text) => (text.clone(), ScalarKind::Text),
        Value::Number(number) => (number.to_string(), ScalarKind::Number),
        Value::Bool(boolean) => (boolean.to_string(), ScalarKind::Boolean),
        other => panic!("{other} is no scalar"),
    };
    Scalar { text, kind }
}

fn written(value: &Value) -> Comparison {
    match value {
        Value::Array(list) => Comparison::List(list.iter().map(scalar).collect()),
        value => Comparison::Scalar(scalar(value)),
    }
}

fn asks(operator: Operator, value: &Comparison, actual: &Value) -> bool {
    operator.holds(&operator.operand(value).unwrap(), Some(actual))
}

/// What holds, and what does not, for one operator and value.
fn table(operator: Operator, value: Value, yes: &[Value], no: &[Value]) {
    for (attributes, expected) in [(yes, true), (no, false)] {
        for actual in attributes {
            assert_eq!(asks(operator, &written(&value), actual), expected, "{actual} {operator} {value}");
        }
    }
}

/// The negative twin says the opposite of `yes` and `no`, and agrees with the positive one on `neither`.
fn twins(positive: Operator, negative: Operator, value: Value, yes: &[Value], no: &[Value], neither: &[Value]) {
    table(positive, value.clone(), yes, no);
    table(negative, value.clone(), no, yes);
    table(positive, value.clone(), &[], neither);
    table(negative, value, &[], neither);
}

fn shapes() -> Vec<Value> {
    vec![json!(["a"]), json!([]), json!({"a": 1}), json!({})]
}

#[test]
fn a_missing_attribute_makes_every_comparison_false_but_exists() {
    for &operator in Operator::ALL {
        let value = match operator {
            In | NotIn | StartsWith | EndsWith => written(&json!(["a", "b"])),
            Before | After => written(&json!("2026-01-01")),
            Exists => continue,
            _ => written(&json!(1)),
        };
        let value = if operator == Matches { written(&json!("")) } else { value };
        assert!(!operator.holds(&operator.operand(&value).unwrap(), None), "{operator}");
    }
    for (wanted, when_there, when_missing) in [(true, true, false), (false, false, true)] {
        let operand = Exists.operand(&written(&json!(wanted))).unwrap();
        assert_eq!(Exists.holds(&operand, None), when_missing);
        for there in [json!(false), json!(0), json!(""), json!([]), json!({})] {
            assert_eq!(Exists.holds(&operand, Some(&there)), when_there, "{there}");
        }
    }
}

#[test]
fn equals_reads_a_string_as_the_type_of_its_value_and_a_number_or_boolean_as_its_text() {
    let equals = |value, yes: &[Value], no: &[Value]| twins(Equals, NotEquals, value, yes, no, &shapes());
    equals(json!("pro"), &[json!("pro")], &[json!("Pro"), json!("pro "), json!(""), json!(1), json!(true)]);
    equals(
        json!(31),
        &[json!(31), json!(31.0), json!("31"), json!("3.1e1")],
        &[json!("31 "), json!("0x1f"), json!(true)],
    );
    equals(json!("31"), &[json!("31"), json!(31), json!(31.0)], &[json!("31.0"), json!("031"), json!(32)]);
    equals(
        json!(true),
        &[json!(true), json!("true")],
        &[json!(false), json!("True"), json!(1), json!("1"), json!("yes")],
    );
    equals(json!("true"), &[json!("true"), json!(true)], &[json!("TRUE"), json!(false), json!(1)]);
    equals(json!(1), &[json!(1), json!("1.0")], &[json!(true), json!("true")]);
    equals(json!(""), &[json!("")], &[json!(" "), json!(0), json!(false)]);
}

#[test]
fn strings_compare_by_their_exact_characters() {
    let composed = "é";
    let decomposed = "e\u{301}";
    table(Equals, json!(composed), &[json!("é")], &[json!(decomposed), json!("É")]);
    table(Contains, json!(composed), &[json!("zoé@example.com")], &[json!(decomposed)]);
    table(StartsWith, json!("ü"), &[json!("üser")], &[json!("Üser"), json!("user"), json!("")]);
    table(EndsWith, json!("日本"), &[json!("日本"), json!("x日本")], &[json!("日"), json!("本")]);
    table(Matches, json!("^.$"), &[json!("é"), json!("日")], &[json!(decomposed)]);
}

#[test]
fn in_is_any_of_a_list_of_mixed_scalars() {
    twins(
        In,
        NotIn,
        json!([1, "2", true, "x"]),
        &[json!(1), json!("1"), json!(1.0), json!(2), json!("2"), json!(true), json!("true"), json!("x")],
        &[json!(3), json!("2.0"), json!(false), json!("X"), json!("")],
        &shapes(),
    );
    let many: Vec<Value> = (0..100).map(|i| json!(format!("u{i}"))).chain((0..100).map(|i| json!(i))).collect();
    twins(In, NotIn, json!(many), &[json!("u99"), json!(99), json!("7")], &[json!("u100"), json!(100)], &shapes());
    twins(In, NotIn, json!([]), &[], &[json!("x"), json!(0)], &shapes());
}

#[test]
fn contains_looks_for_text_in_a_string_and_for_an_element_in_a_list() {
    let neither = [json!(7), json!(17.5), json!(true), json!({"7": 7})];
    let contains = |value, yes: &[Value], no: &[Value]| twins(Contains, NotContains, value, yes, no, &neither);
    contains(
        json!("beta"),
        &[json!("beta"), json!("alphabeta"), json!(["x", "beta"])],
        &[json!("Beta"), json!(["alphabeta"]), json!([])],
    );
    contains(
        json!(7),
        &[json!("17"), json!([7]), json!(["7"]), json!([7.0])],
        &[json!("1"), json!([17]), json!([[7]]), json!([null])],
    );
    contains(json!("7"), &[json!("7.0"), json!([7]), json!(["7"])], &[json!(["7.0"]), json!([{"7": 7}])]);
    contains(json!(true), &[json!("untrue"), json!([true]), json!(["true"])], &[json!("True"), json!([1])]);
    contains(json!(""), &[json!(""), json!("x"), json!([""])], &[json!(["x"]), json!([])]);
    let as_written = Comparison::Scalar(Scalar { text: "2.10".into(), kind: ScalarKind::Number });
    assert!(asks(Contains, &as_written, &json!("v2.10")));
    assert!(!asks(Contains, &as_written, &json!("v2.1")));
    assert!(asks(Contains, &as_written, &json!([2.1])));
}

#[test]
fn affixes_and_patterns_are_for_strings_alone() {
    let others = [json!(12), json!(true), json!(["ab"]), json!({"ab": 1})];
    table(StartsWith, json!("ab"), &[json!("ab"), json!("abc")], &[json!("a"), json!("cab"), json!("")]);
    table(EndsWith, json!("ab"), &[json!("ab"), json!("cab")], &[json!("b"), json!("abc"), json!("")]);
    table(StartsWith, json!(["x", "ab"]), &[json!("abc"), json!("x")], &[json!("b")]);
    table(EndsWith, json!(["x", "ab"]), &[json!("cab"), json!("x")], &[json!("a")]);
    table(StartsWith, json!(["1", "t"]), &[], &others);
    table(EndsWith, json!(["2", "e"]), &[], &others);
    table(StartsWith, json!([]), &[], &[json!("a"), json!("")]);
    table(Matches, json!("a+b"), &[json!("xaab"), json!("ab")], &[json!("b"), json!("")]);
    table(Matches, json!("^\\d+$"), &[json!("12")], &[json!("12a"), json!(12)]);
    table(Matches, json!(""), &[json!(""), json!("x")], &others);
}

#[test]
fn orderings_of_numbers_take_numbers_and_plain_decimal_strings() {
    let never =
        [json!("31 "), json!("+31"), json!("0x1f"), json!("inf"), json!("NaN"), json!(""), json!("x"), json!(true)];
    for (operator, below, at, above) in [
        (GreaterThan, false, false, true),
        (AtLeast, false, true, true),
        (LessThan, true, false, false),
        (AtMost, true, true, false),
    ] {
        for (actuals, expected) in [
            ([json!(29.5), json!(-400), json!("29.999"), json!("-1e3")], below),
            ([json!(30), json!(30.0), json!("30"), json!("3e1")], at),
            ([json!(31), json!(30.001), json!("31"), json!("1e300")], above),
        ] {
            for actual in actuals {
                assert_eq!(asks(operator, &written(&json!(30)), &actual), expected, "{actual} {operator} 30");
            }
        }
        table(operator, json!(30), &[], &never);
        table(operator, json!(30), &[], &shapes());
    }
    table(
        GreaterThan,
        json!(9_007_199_254_740_992_u64),
        &[json!("9007199254740993")],
        &[json!(9_007_199_254_740_992_u64)],
    );
}

#[test]
fn dates_and_times_compare_strictly_by_instant() {
    let never = [json!(20260601), json!("2026-06-01T00:00:00"), json!("June"), json!(""), json!(true)];
    for operator in [Before, After] {
        table(operator, json!("2026-06-01"), &[], &never);
        table(operator, json!("2026-06-01"), &[], &shapes());
    }
    let same = [json!("2026-06-01"), json!("2026-06-01T00:00:00Z"), json!("2026-06-01T02:00:00+02:00")];
    let earlier = [json!("2026-05-31"), json!("2026-05-31T23:59:59.999Z"), json!("2026-06-01T01:00:00+02:00")];
    let later = [json!("2026-06-02"), json!("2026-06-01T00:00:00.001Z"), json!("2026-05-31T23:00:00-05:00")];
    table(Before, json!("2026-06-01"), &earlier, &[&same[..], &later].concat());
    table(After, json!("2026-06-01"), &later, &[&same[..], &earlier].concat());
    table(
        After,
        json!("2026-06-01T12:00:00+02:00"),
        &[json!("2026-06-01T10:00:00.5Z")],
        &[json!("2026-06-01T10:00:00Z")],
    );
}

#[test]
fn versions_compare_by_precedence_and_are_read_from_strings_alone() {
    let older = [json!("2.9"), json!("v2.9.99"), json!("2.10.0-rc.1"), json!("0")];
    let same = [json!("2.10"), json!("v2.10.0"), json!("2.10.0+build.7")];
    let newer = [json!("2.10.1"), json!("2.11"), json!("3"), json!("3.0.0-alpha")];
    let never = [json!(2.10), json!(3), json!("x"), json!(""), json!("2.10."), json!("2.10.0.0"), json!(true)];
    for (operator, of_older, of_same, of_newer) in [
        (SemverEquals, false, true, false),
        (SemverGreaterThan, false, false, true),
        (SemverAtLeast, false, true, true),
        (SemverLessThan, true, false, false),
        (SemverAtMost, true, true, false),
    ] {
        for (versions, expected) in [(&older[..], of_older), (&same[..], of_same), (&newer[..], of_newer)] {
            let (yes, no): (&[Value], &[Value]) = if expected { (versions, &[]) } else { (&[], versions) };
            table(operator, json!("2.10.0+b7"), yes, no);
        }
        table(operator, json!("2.10.0"), &[], &never);
        table(operator, json!("2.10.0"), &[], &shapes());
    }
    table(SemverLessThan, json!("3.0.0-beta.11"), &[json!("3.0.0-beta.2")], &[json!("3.0.0-beta.11"), json!("3.0.0")]);
}

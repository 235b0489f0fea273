//! `operator-value`, `invalid-regex`, `invalid-version`, `invalid-time`: a value suits its operator.

use super::places::each_condition;
use super::{Rule, Scope, Subject};
use crate::model::{Comparison, Condition, Diagnostic, Level, OperandError, Operator, Path, ValueType};

pub(super) const RULES: &[Rule] = &[
    Rule { name: "operator-value", level: Level::Error, about: "a condition's value has the type its operator takes" },
    Rule { name: "invalid-regex", level: Level::Error, about: "`matches` takes a linear-time regular expression" },
    Rule { name: "invalid-version", level: Level::Error, about: "the semver operators take a version" },
    Rule { name: "invalid-time", level: Level::Error, about: "`before` and `after` take a date or an RFC 3339 time" },
];

pub(super) fn check(subject: Subject<'_>, _: Scope<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    each_condition(subject, &mut |path, condition| {
        if let Condition::Attribute { operator, value, .. } = condition
            && let Err(error) = operator.operand(value)
        {
            found.push(complaint(path.clone().key("value"), *operator, value, error));
        }
    });
    found
}

fn complaint(path: Path, operator: Operator, value: &Comparison, error: OperandError) -> Diagnostic {
    let (rule, message, help) = match error {
        OperandError::WrongType(expected) => {
            let message = format!("`{operator}` takes {expected}, not {value}");
            ("operator-value", message, type_help(operator, expected, value))
        }
        OperandError::InvalidRegex(reason) => {
            ("invalid-regex", format!("not a regular expression: {reason}"), regex_help(&reason))
        }
        OperandError::InvalidDate => (
            "invalid-time",
            format!("{value} is not a date or an RFC 3339 time"),
            Some("write YYYY-MM-DD, or a time such as 2026-11-01T12:00:00Z".to_owned()),
        ),
        OperandError::InvalidVersion => (
            "invalid-version",
            format!("{value} is not a version"),
            Some("write a version such as 2.10 or 3.0.0-beta.1".to_owned()),
        ),
    };
    Diagnostic::error(rule, path, message).help(help)
}

fn type_help(operator: Operator, expected: ValueType, value: &Comparison) -> Option<String> {
    match (expected, value) {
        (ValueType::ScalarList, Comparison::Scalar(_)) => Some(format!("write [{value}]")),
        (ValueType::Scalar, Comparison::List(_)) => match operator {
            Operator::Equals => Some("use `in` for a list".to_owned()),
            Operator::NotEquals => Some("use `not_in` for a list".to_owned()),
            _ => Some("use `any` or `all` with a condition for each value".to_owned()),
        },
        (ValueType::Number, Comparison::Scalar(scalar)) => {
            let is_number = crate::model::Number::parse(&scalar.text).is_some();
            is_number.then(|| "remove the quotes".to_owned())
        }
        (ValueType::Texts | ValueType::Pattern, Comparison::Scalar(scalar)) => {
            Some(format!("put it in quotes: \"{}\"", scalar.text))
        }
        _ => None,
    }
}

fn regex_help(reason: &str) -> Option<String> {
    let unsupported = reason.contains("look-around") || reason.contains("backreferences");
    unsupported.then(|| "matching takes linear time: no look-around and no backreferences".to_owned())
}

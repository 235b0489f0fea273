//! Values on either side of a comparison.

use super::super::neighbours::neighbours;
use super::pattern;
use crate::model::{AttributeType, Comparison, Operator, Scalar, ScalarKind};
use serde_json::Value;

/// Values worth trying on a comparison, the nearest to its boundary first; which of them make it hold is for the
/// evaluation to say.
pub(super) fn samples(operator: Operator, value: &Comparison, declared: Option<AttributeType>) -> Vec<Value> {
    let scalars = match value {
        Comparison::Scalar(scalar) => std::slice::from_ref(scalar),
        Comparison::List(list) => list.as_slice(),
    };
    let each = |samples: &dyn Fn(&Scalar) -> Vec<Value>| scalars.iter().flat_map(samples).collect::<Vec<_>>();
    let other = |like: &Value| another(like, scalars);
    match operator {
        Operator::Equals | Operator::NotEquals | Operator::In | Operator::NotIn => {
            let mut values = each(&|scalar| vec![scalar.to_json()]);
            values.push(other(values.first().unwrap_or(&Value::Null)));
            values
        }
        Operator::Contains | Operator::NotContains => {
            let values = each(&|scalar| vec![scalar.to_json()]);
            let other = other(values.first().unwrap_or(&Value::Null));
            let is_list = declared == Some(AttributeType::List) || values.iter().any(|value| !value.is_string());
            let shaped = |value| if is_list { Value::Array(vec![value]) } else { value };
            values.into_iter().chain([other]).map(shaped).collect()
        }
        Operator::StartsWith => {
            texts(each(&|scalar| vec![scalar.text.clone().into(), without_last(&scalar.text).into()]))
        }
        Operator::EndsWith => {
            texts(each(&|scalar| vec![addressed(&scalar.text).into(), addressed(&without_last(&scalar.text)).into()]))
        }
        Operator::Matches => {
            texts(each(&|scalar| pattern::samples(&scalar.text).into_iter().map(Value::from).collect()))
        }
        Operator::Exists => vec![of_type(declared)],
        _ => each(&|scalar| {
            let beside = neighbours(operator, scalar).map(|(below, above)| [above, below]);
            let beside = beside.into_iter().flatten().map(|scalar| scalar.to_json());
            std::iter::once(scalar.to_json()).chain(beside).collect()
        }),
    }
}

fn texts(mut values: Vec<Value>) -> Vec<Value> {
    values.push("other".into());
    values
}

/// A value like this one that is none of those listed.
fn another(like: &Value, listed: &[Scalar]) -> Value {
    let listed: Vec<Value> = listed.iter().map(Scalar::to_json).collect();
    let is_free = |value: &Value| !listed.contains(value);
    match like {
        Value::Bool(boolean) => Value::Bool(!boolean),
        Value::Number(number) => {
            let first = number.as_i64().unwrap_or_default();
            let mut above = (1..=1000).map(|step| Value::from(first.saturating_add(step)));
            above.find(is_free).unwrap_or(Value::Null)
        }
        _ => {
            let words = ["other", "another"].map(Value::from);
            let numbered = (1..=1000).map(|number| Value::from(format!("other-{number}")));
            words.into_iter().chain(numbered).find(is_free).unwrap_or(Value::Null)
        }
    }
}

fn without_last(text: &str) -> String {
    let mut text = text.to_owned();
    text.pop();
    text
}

/// The end of an address is put behind a name: nobody is called `@example.com`.
pub(super) fn addressed(text: &str) -> String {
    if text.starts_with('@') { format!("someone{text}") } else { text.to_owned() }
}

fn of_type(declared: Option<AttributeType>) -> Value {
    match declared {
        Some(AttributeType::Number) => 1.into(),
        Some(AttributeType::Boolean) => true.into(),
        Some(AttributeType::Date) => "2026-01-01".into(),
        Some(AttributeType::Version) => "1.0.0".into(),
        Some(AttributeType::List) => Value::Array(vec!["any".into()]),
        Some(AttributeType::String) | None => "any".into(),
    }
}

/// The scalar that lists a user by id.
pub(super) fn id(text: &str) -> Scalar {
    Scalar { text: text.to_owned(), kind: ScalarKind::Text }
}

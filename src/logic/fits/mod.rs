//! Whether one value of an attribute can answer all that is asked of it. Each shape that a value can have is tried.

mod list;
mod number;
mod order;
mod string;

use super::literal::Literal;
use serde_json::{Map, Value};

/// Whether no value, nor a missing one, answers all of these comparisons of one attribute.
pub(super) fn nothing_fits(asked: &[&Literal<'_>]) -> bool {
    if let [only] = asked {
        return only.finds_nothing();
    }
    let listed = asked.iter().filter(|literal| literal.affirmed).filter_map(|literal| literal.users());
    if let Some(shortest) = listed.min_by_key(|users| users.len()) {
        return !shortest.iter().flat_map(|id| spellings(id)).any(|id| fits(asked, Some(&id)));
    }
    !(fits(asked, None)
        || string::fits(asked)
        || number::fits(asked)
        || [true, false].map(Value::Bool).iter().any(|boolean| fits(asked, Some(boolean)))
        || list::fits(asked)
        // No operator looks into an object: they are all alike.
        || fits(asked, Some(&Value::Object(Map::new()))))
}

/// Whether one question is to be answered with yes and with no.
pub(super) fn has_opposites(asked: &[&Literal<'_>]) -> bool {
    let has_opposite = |i: usize| asked[..i].iter().any(|other| asked[i].is_opposite_of(other));
    (1..asked.len()).any(has_opposite)
}

/// The values that are this id: the text, and the integer that is written so.
fn spellings(id: &str) -> impl Iterator<Item = Value> {
    let integer = id.parse::<i64>().map(Value::from).or_else(|_| id.parse::<u64>().map(Value::from));
    [Some(id.into()), integer.ok()].into_iter().flatten()
}

fn fits(asked: &[&Literal<'_>], actual: Option<&Value>) -> bool {
    asked.iter().all(|literal| literal.allows(actual))
}

//! Lists: `contains` finds an element, `not_contains` misses it.

use super::Literal;
use crate::model::{Operator, ScalarKind};
use serde_json::Value;

/// Whether a list answers all.
pub(super) fn fits(asked: &[&Literal<'_>]) -> bool {
    let is_search = |literal: &&&Literal<'_>| matches!(literal.operator, Operator::Contains | Operator::NotContains);
    let empty = Value::Array(Vec::new());
    // All other operators say the same of every list.
    if asked.iter().filter(|literal| !is_search(literal)).any(|literal| !literal.allows(Some(&empty))) {
        return false;
    }
    let searches = asked.iter().filter(is_search);
    let (wanted, unwanted): (Vec<&Literal<'_>>, Vec<_>) = searches.partition(|literal| literal.wants_a_member());
    wanted.iter().all(|literal| can_be_there(literal, &unwanted))
}

/// Whether some element is what one search finds and none of the others.
fn can_be_there(wanted: &Literal<'_>, unwanted: &[&Literal<'_>]) -> bool {
    let is_free = |element: Value| {
        let list = Value::Array(vec![element]);
        unwanted.iter().all(|literal| literal.allows(Some(&list)))
    };
    wanted.members().into_iter().any(|member| {
        let number_is_free = |number| !unwanted.iter().any(|literal| literal.numbers(true).contains(&number));
        let a_spelling_is_free = |number| !unwanted.iter().any(|literal| literal.numbers(false).contains(&number));
        match member.kind {
            // Any other text that reads as the number would do.
            ScalarKind::Number => member.number.is_none_or(a_spelling_is_free),
            _ => {
                member.as_string().is_some_and(is_free)
                    || member.as_boolean().is_some_and(is_free)
                    || member.number.is_some_and(number_is_free)
            }
        }
    })
}

//! When two conditions are the same question.

use crate::model::{Comparison, Condition};

/// The condition with its lists sorted, without repetitions, and no `all` or `any` around a single condition: nothing of
/// that bears on what is asked. Two conditions that differ in no more come out equal.
pub fn canonical(condition: &Condition) -> Condition {
    match condition {
        Condition::Attribute { attribute, operator, value: Comparison::List(list) } => {
            let mut list = list.clone();
            list.sort_by(|a, b| (&a.text, a.kind as u8).cmp(&(&b.text, b.kind as u8)));
            list.dedup();
            Condition::Attribute { attribute: attribute.clone(), operator: *operator, value: Comparison::List(list) }
        }
        Condition::All(list) => group(list, Condition::All),
        Condition::Any(list) => group(list, Condition::Any),
        Condition::Not(inner) => Condition::Not(Box::new(canonical(inner))),
        other => other.clone(),
    }
}

fn group(list: &[Condition], wrap: fn(Vec<Condition>) -> Condition) -> Condition {
    let mut list: Vec<Condition> = list.iter().map(canonical).collect();
    list.sort_by_cached_key(ToString::to_string);
    list.dedup();
    match list.pop() {
        Some(only) if list.is_empty() => only,
        last => wrap(list.into_iter().chain(last).collect()),
    }
}

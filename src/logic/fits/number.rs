//! Numbers: those that a list names, and the line that they are on.

use super::Literal;
use super::order::{Bound, has_place};
use crate::model::{Number, Operand, ValueType};
use serde_json::Value;

/// Whether a number answers all.
pub(super) fn fits(asked: &[&Literal<'_>]) -> bool {
    let about_numbers = |literal: &&&Literal<'_>| literal.is_of_a_set() || is_ordering(literal);
    let zero = Value::from(0);
    // All other operators say the same of every number.
    if asked.iter().filter(|literal| !about_numbers(literal)).any(|literal| !literal.allows(Some(&zero))) {
        return false;
    }
    let sets = asked.iter().filter(|literal| literal.is_of_a_set());
    let (wanted, unwanted): (Vec<&Literal<'_>>, Vec<_>) = sets.partition(|literal| literal.wants_a_member());
    // The user 5 is listed as "5", and 5.0 is no id: a list of users excludes no number for certain.
    let unwanted = unwanted.iter().filter(|literal| literal.users().is_none());
    let excluded: Vec<_> = unwanted.map(|literal| literal.numbers(true)).collect();
    let is_excluded = |number: &Number| excluded.iter().any(|numbers| numbers.contains(number));
    let wanted: Vec<_> = wanted.iter().map(|literal| literal.numbers(true)).collect();
    match wanted.split_first() {
        None => has_place(&bounds(asked, is_on_a_line), is_excluded),
        Some((first, others)) => {
            let bounds = bounds(asked, |_| true);
            first.iter().any(|number| {
                others.iter().all(|numbers| numbers.contains(number))
                    && !is_excluded(number)
                    && bounds.iter().all(|bound| bound.takes(number))
            })
        }
    }
}

fn is_ordering(literal: &Literal<'_>) -> bool {
    literal.operator.value_type() == ValueType::Number
}

/// The orderings among what is asked, against the numbers that are counted.
pub(super) fn bounds(asked: &[&Literal<'_>], counts: impl Fn(&Number) -> bool) -> Vec<Bound<Number>> {
    let bound = |literal: &&Literal<'_>| match literal.operand()? {
        Operand::Number(point) => Some(Bound { operator: literal.operator, affirmed: literal.affirmed, point: *point }),
        _ => None,
    };
    asked.iter().filter(|literal| is_ordering(literal)).filter_map(bound).filter(|bound| counts(&bound.point)).collect()
}

/// Whether a number has its one place among all others: beyond 2^126 integers compare as floats, where several are equal.
pub(super) fn is_on_a_line(number: &Number) -> bool {
    let limit = (1u128 << 126) as f64;
    let within = |low: Option<Number>, high: Option<Number>| Some(low? < *number && *number < high?);
    within(Number::from_f64(-limit), Number::from_f64(limit)) == Some(true)
}

//! Whether a context's value and an operator's operand compare as the operator says.

use crate::model::{Number, Operand, Operator, ScalarSet, parse_instant, parse_version};
use serde_json::Value;
use std::cmp::Ordering;

/// Whether the comparison holds; a missing value (or null) holds for `exists: false` alone.
pub(super) fn holds(operator: Operator, operand: &Operand, actual: Option<&Value>) -> bool {
    let Some(actual) = actual else {
        return matches!(operand, Operand::Presence(false));
    };
    let ordered = |ordering: Option<Ordering>| ordering.map(|ordering| accepts(operator, ordering));
    let affirmed = match operand {
        Operand::Presence(wanted) => Some(*wanted),
        Operand::Set(set) => set.contains(actual),
        Operand::Element(element, text) => contains(element, text, actual),
        Operand::Affixes(affixes) => actual.as_str().map(|text| has_affix(operator, text, affixes)),
        Operand::Pattern(pattern) => actual.as_str().map(|text| pattern.is_match(text)),
        Operand::Number(number) => ordered(Number::read(actual).map(|actual| actual.cmp(number))),
        Operand::Instant(instant) => ordered(actual.as_str().and_then(parse_instant).map(|actual| actual.cmp(instant))),
        Operand::Version(version) => ordered(actual.as_str().and_then(parse_version).map(|actual| actual.cmp(version))),
    };
    // A shape that the operator does not take (`None`) is refused by it and by its opposite.
    affirmed.is_some_and(|affirmed| affirmed != is_negative(operator))
}

fn is_negative(operator: Operator) -> bool {
    matches!(operator, Operator::NotEquals | Operator::NotIn | Operator::NotContains)
}

/// Whether an ordering operator takes an attribute that stands so to the operand.
fn accepts(operator: Operator, ordering: Ordering) -> bool {
    use Operator::*;
    match operator {
        GreaterThan | After | SemverGreaterThan => ordering.is_gt(),
        AtLeast | SemverAtLeast => ordering.is_ge(),
        LessThan | Before | SemverLessThan => ordering.is_lt(),
        AtMost | SemverAtMost => ordering.is_le(),
        SemverEquals => ordering.is_eq(),
        _ => false,
    }
}

fn contains(element: &ScalarSet, text: &str, actual: &Value) -> Option<bool> {
    match actual {
        Value::String(actual) => Some(actual.contains(text)),
        Value::Array(list) => Some(list.iter().any(|item| element.contains(item) == Some(true))),
        _ => None,
    }
}

fn has_affix(operator: Operator, text: &str, affixes: &[String]) -> bool {
    let at_start = operator == Operator::StartsWith;
    affixes.iter().any(|affix| if at_start { text.starts_with(affix.as_str()) } else { text.ends_with(affix.as_str()) })
}

#[cfg(test)]
mod tests;

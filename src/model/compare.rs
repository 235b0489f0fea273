//! Whether a context's value and an operator's operand compare as the operator says.

use super::{Number, Operand, Operator, ScalarSet, parse_instant, parse_version};
use serde_json::Value;
use std::cmp::Ordering;

impl Operator {
    /// Whether the comparison holds; a missing value (or null) holds for `exists: false` alone.
    pub fn holds(self, operand: &Operand, actual: Option<&Value>) -> bool {
        let Some(actual) = actual else {
            return matches!(operand, Operand::Presence(false));
        };
        let ordered = |ordering: Option<Ordering>| ordering.map(|ordering| self.accepts(ordering));
        let affirmed = match operand {
            Operand::Presence(wanted) => Some(*wanted),
            Operand::Set(set) => set.contains(actual),
            Operand::Element(element, text) => contains(element, text, actual),
            Operand::Affixes(affixes) => actual.as_str().map(|text| has_affix(self, text, affixes)),
            Operand::Pattern(pattern) => actual.as_str().map(|text| pattern.is_match(text)),
            Operand::Number(number) => ordered(Number::read(actual).map(|actual| actual.cmp(number))),
            Operand::Instant(instant) => ordered(actual.as_str().and_then(parse_instant).map(|it| it.cmp(instant))),
            Operand::Version(version) => ordered(actual.as_str().and_then(parse_version).map(|it| it.cmp(version))),
        };
        // A shape that the operator does not take (`None`) is refused by it and by its opposite.
        affirmed.is_some_and(|affirmed| affirmed != self.is_negative())
    }

    /// Whether it says the opposite of another operator: `not_equals`, `not_in` and `not_contains`.
    pub fn is_negative(self) -> bool {
        matches!(self, Operator::NotEquals | Operator::NotIn | Operator::NotContains)
    }

    /// Whether an operator that orders takes an attribute that stands so to the operand; no other operator does.
    pub fn accepts(self, ordering: Ordering) -> bool {
        use Operator::*;
        match self {
            GreaterThan | After | SemverGreaterThan => ordering.is_gt(),
            AtLeast | SemverAtLeast => ordering.is_ge(),
            LessThan | Before | SemverLessThan => ordering.is_lt(),
            AtMost | SemverAtMost => ordering.is_le(),
            SemverEquals => ordering.is_eq(),
            _ => false,
        }
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

//! One comparison that has to hold, or has to fail.

use crate::model::{Comparison, Number, Operand, Operator, Scalar, ScalarKind, ValueType};
use serde_json::Value;
use std::cell::OnceCell;
use std::collections::HashSet;

/// A comparison of an attribute, affirmed or denied.
#[derive(Debug)]
pub(super) struct Literal<'a> {
    pub(super) attribute: &'a str,
    pub(super) operator: Operator,
    pub(super) affirmed: bool,
    values: Values<'a>,
    /// Read when it is first asked for: most comparisons meet no other of their attribute.
    operand: OnceCell<Option<Operand>>,
}

/// What an attribute is compared with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Values<'a> {
    /// What stands in the condition.
    Written(&'a Comparison),
    /// The ids that a segment lists: texts, and integers by their digits.
    Users(&'a [String]),
}

/// One of the values that an attribute is compared with.
pub(super) struct Member<'a> {
    pub(super) text: &'a str,
    pub(super) kind: ScalarKind,
    /// The number that it is or, as a text, reads as.
    pub(super) number: Option<Number>,
}

impl<'a> Literal<'a> {
    pub(super) fn new(attribute: &'a str, operator: Operator, values: Values<'a>, affirmed: bool) -> Literal<'a> {
        Literal { attribute, operator, affirmed, values, operand: OnceCell::new() }
    }

    /// The operand; `None` where the value does not suit the operator, which is an error elsewhere.
    pub(super) fn operand(&self) -> Option<&Operand> {
        let read = || match self.values {
            Values::Written(value) => self.operator.operand(value).ok(),
            Values::Users(users) => {
                let ids: Vec<Scalar> = users.iter().filter(|id| !id.is_empty()).map(Scalar::text).collect();
                Some(Operand::Set(ids.iter().collect()))
            }
        };
        self.operand.get_or_init(read).as_ref()
    }

    /// Whether the comparison comes out as it has to for this value: exact, but for numbers held against users.
    pub(super) fn allows(&self, actual: Option<&Value>) -> bool {
        let is_text = matches!(actual, Some(Value::String(_)));
        let takes_texts_alone = self.operator == Operator::Matches || self.is_about_users();
        if takes_texts_alone && !is_text {
            return !self.affirmed;
        }
        self.operand().is_none_or(|operand| self.operator.holds(operand, actual) == self.affirmed)
    }

    /// Whether it asks for one of its values, or else for none of them, from an attribute that it can compare.
    pub(super) fn wants_a_member(&self) -> bool {
        self.affirmed != self.operator.is_negative()
    }

    /// `equals`, `in`, their opposites, and being listed.
    pub(super) fn is_of_a_set(&self) -> bool {
        let is_search = matches!(self.operator, Operator::Contains | Operator::NotContains);
        matches!(self.operator.value_type(), ValueType::Scalar | ValueType::ScalarList) && !is_search
    }

    pub(super) fn is_about_users(&self) -> bool {
        matches!(self.values, Values::Users(_))
    }

    /// Affirmed, and there is nothing that it could find.
    pub(super) fn finds_nothing(&self) -> bool {
        let is_empty = matches!(self.values, Values::Written(value) if value.is_empty());
        is_empty && self.affirmed && !self.operator.is_negative()
    }

    /// Whether it is the other's question with the opposite answer.
    pub(super) fn is_opposite_of(&self, other: &Literal<'_>) -> bool {
        self.affirmed != other.affirmed && self.operator == other.operator && self.values == other.values
    }

    /// How many values there are to look at.
    pub(super) fn weight(&self) -> usize {
        match self.values {
            Values::Written(Comparison::Scalar(_)) => 1,
            Values::Written(Comparison::List(list)) => list.len().max(1),
            Values::Users(users) => users.len(),
        }
    }

    pub(super) fn members(&self) -> Vec<Member<'a>> {
        match self.values {
            Values::Written(Comparison::Scalar(scalar)) => vec![Member::of(scalar)],
            Values::Written(Comparison::List(list)) => list.iter().map(Member::of).collect(),
            Values::Users(users) => users.iter().map(|id| Member::of_text(id)).collect(),
        }
    }

    /// The numbers among its values, with those that texts read as or without.
    pub(super) fn numbers(&self, also_of_texts: bool) -> HashSet<Number> {
        let members = self.members().into_iter();
        let counted = members.filter(|member| also_of_texts || member.kind == ScalarKind::Number);
        counted.filter_map(|member| member.number).collect()
    }
}

impl<'a> Member<'a> {
    fn of(scalar: &'a Scalar) -> Member<'a> {
        match scalar.kind {
            ScalarKind::Text => Member::of_text(&scalar.text),
            kind => Member { text: &scalar.text, kind, number: scalar.number() },
        }
    }

    fn of_text(text: &'a str) -> Member<'a> {
        Member { text, kind: ScalarKind::Text, number: Number::parse(text) }
    }

    /// The string that equals it; for a number there are many, and none is given.
    pub(super) fn as_string(&self) -> Option<Value> {
        match self.kind {
            ScalarKind::Text => Some(self.text.into()),
            ScalarKind::Boolean => Some(self.text.to_ascii_lowercase().into()),
            ScalarKind::Number => None,
        }
    }

    /// The boolean that equals it.
    pub(super) fn as_boolean(&self) -> Option<Value> {
        match (self.kind, self.text) {
            (ScalarKind::Boolean, text) => Some(text.eq_ignore_ascii_case("true").into()),
            (ScalarKind::Text, "true") => Some(true.into()),
            (ScalarKind::Text, "false") => Some(false.into()),
            _ => None,
        }
    }
}

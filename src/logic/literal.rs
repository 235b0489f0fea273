//! One comparison that has to hold, or has to fail.

use crate::model::{Comparison, Number, Operand, Operator, Scalar, ScalarKind, ValueType, id_text};
use serde_json::Value;
use std::cell::{Cell, OnceCell};
use std::collections::HashSet;

/// How often a list of users is looked through before it is made a set.
const MOST_SCANS: usize = 8;

/// How many listed ids are the work of one value: they are looked up, not compared.
const IDS_A_VALUE: usize = 50;

/// A comparison of an attribute, affirmed or denied.
#[derive(Debug)]
pub(super) struct Literal<'a> {
    pub(super) attribute: &'a str,
    pub(super) operator: Operator,
    pub(super) affirmed: bool,
    values: Values<'a>,
    /// Read when it is first asked for: most comparisons meet no other of their attribute.
    operand: OnceCell<Option<Box<Operand>>>,
    /// The users, once they have been asked about often enough to be worth a set.
    user_set: OnceCell<HashSet<&'a str>>,
    times_asked: Cell<usize>,
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
        let (operand, user_set, times_asked) = (OnceCell::new(), OnceCell::new(), Cell::new(0));
        Literal { attribute, operator, affirmed, values, operand, user_set, times_asked }
    }

    /// The operand; `None` where the value does not suit the operator, which is an error elsewhere, and for users.
    pub(super) fn operand(&self) -> Option<&Operand> {
        let Values::Written(value) = self.values else { return None };
        self.operand.get_or_init(|| self.operator.operand(value).ok().map(Box::new)).as_deref()
    }

    /// Whether the comparison comes out as it has to for this value.
    pub(super) fn allows(&self, actual: Option<&Value>) -> bool {
        if let Some(users) = self.users() {
            let mut digits = itoa::Buffer::new();
            return id_text(actual, &mut digits).is_some_and(|id| self.lists(users, id)) == self.affirmed;
        }
        if self.operator == Operator::Matches && !matches!(actual, Some(Value::String(_))) {
            return !self.affirmed;
        }
        self.operand().is_none_or(|operand| self.operator.holds(operand, actual) == self.affirmed)
    }

    fn lists(&self, users: &'a [String], id: &str) -> bool {
        if self.times_asked.replace(self.times_asked.get() + 1) < MOST_SCANS {
            return users.iter().any(|user| user == id);
        }
        self.user_set.get_or_init(|| users.iter().map(String::as_str).collect()).contains(id)
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

    /// The ids, where it is about being listed.
    pub(super) fn users(&self) -> Option<&'a [String]> {
        match self.values {
            Values::Users(users) => Some(users),
            Values::Written(_) => None,
        }
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

    /// Whether it is the same question with the same answer.
    pub(super) fn is_same_as(&self, other: &Literal<'_>) -> bool {
        self.affirmed == other.affirmed && self.operator == other.operator && self.values == other.values
    }

    /// How much there is to look at, in values.
    pub(super) fn weight(&self) -> usize {
        match self.values {
            Values::Written(Comparison::Scalar(_)) => 1,
            Values::Written(Comparison::List(list)) => list.len().max(1),
            Values::Users(users) => 1 + users.len() / IDS_A_VALUE,
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

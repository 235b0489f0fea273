//! What is known of one context, and which facts cannot both be.

use super::values::{disjoint, within};
use crate::model::{Comparison, Operator, Scalar};

/// One thing that is known of a context.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fact<'s> {
    /// The user's id.
    User(&'s str),
    /// The user's id is one of these, or none of them.
    Listed { users: &'s [String], holds: bool },
    /// How a comparison turns out.
    Compared { attribute: &'s str, test: Test<'s>, holds: bool },
}

/// What an attribute is held against.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Test<'s> {
    pub(super) operator: Operator,
    pub(super) value: &'s Comparison,
}

impl<'s> Fact<'s> {
    pub(super) fn of(attribute: &'s str, operator: Operator, value: &'s Comparison, holds: bool) -> Fact<'s> {
        Fact::Compared { attribute, test: Test { operator, value }, holds }
    }

    /// Whether this cannot be beside these, or not at all.
    pub(super) fn contradicts(&self, known: &[Fact<'s>]) -> bool {
        match self {
            Fact::Compared { .. } => self.is_impossible() || known.iter().any(|other| self.excludes(other)),
            _ => nobody_is_left(known.iter().chain([self])),
        }
    }

    /// `in []`
    fn is_impossible(&self) -> bool {
        match self {
            Fact::Compared { test, holds: true, .. } => {
                let takes_any_of = matches!(test.operator, Operator::In | Operator::StartsWith | Operator::EndsWith);
                takes_any_of && test.items().is_empty()
            }
            _ => false,
        }
    }

    fn excludes(&self, other: &Fact<'_>) -> bool {
        let (
            Fact::Compared { attribute: a, test, holds },
            Fact::Compared { attribute: b, test: other, holds: other_holds },
        ) = (self, other)
        else {
            return false;
        };
        a == b
            && match (*holds, *other_holds) {
                (true, true) => disjoint(test, other),
                (true, false) => within(test, other),
                (false, true) => within(other, test),
                (false, false) => opposite(test, other),
            }
    }
}

impl<'s> Test<'s> {
    /// The values, be it one or a list.
    pub(super) fn items(&self) -> &'s [Scalar] {
        match self.value {
            Comparison::Scalar(scalar) => std::slice::from_ref(scalar),
            Comparison::List(list) => list,
        }
    }

    /// Whether it asks for an attribute that is there, or for one that is not; `None` for any other comparison.
    pub(super) fn presence(&self) -> Option<bool> {
        match (self.operator, self.items()) {
            (Operator::Exists, [wanted]) => Some(wanted.text.eq_ignore_ascii_case("true")),
            _ => None,
        }
    }
}

/// One of the two always holds.
fn opposite(a: &Test<'_>, b: &Test<'_>) -> bool {
    a.presence().zip(b.presence()).is_some_and(|(a, b)| a != b)
}

/// Whether no id is in all the lists that it has to be in, and in none of the others.
fn nobody_is_left<'f, 's: 'f>(facts: impl Iterator<Item = &'f Fact<'s>> + Clone) -> bool {
    let allowed = facts.clone().filter_map(|fact| match fact {
        Fact::User(id) => Some(vec![*id]),
        Fact::Listed { users, holds: true } => Some(users.iter().map(String::as_str).collect()),
        _ => None,
    });
    let Some(shortest) = allowed.min_by_key(Vec::len) else { return false };
    let fits = |id: &str| {
        facts.clone().all(|fact| match fact {
            Fact::User(user) => *user == id,
            Fact::Listed { users, holds } => users.iter().any(|user| user == id) == *holds,
            Fact::Compared { .. } => true,
        })
    };
    !shortest.into_iter().any(fits)
}

//! Sets of a few members or of many.

use std::borrow::Borrow;
use std::collections::HashSet;
use std::hash::Hash;

/// A set that is scanned while it is small: comparing a few members costs less than hashing what is looked for.
#[derive(Clone, Debug)]
pub(super) enum Members<T> {
    /// In the order inserted.
    Few(Vec<T>),
    /// Hashed.
    Many(HashSet<T>),
}

impl<T> Default for Members<T> {
    fn default() -> Self {
        Members::Few(Vec::new())
    }
}

impl<T: Eq + Hash> Members<T> {
    /// The most that are scanned.
    const FEW: usize = 8;

    pub(super) fn insert(&mut self, member: T) {
        match self {
            Members::Few(few) if few.len() < Self::FEW => few.push(member),
            Members::Few(few) => *self = Members::Many(few.drain(..).chain([member]).collect()),
            Members::Many(many) => {
                many.insert(member);
            }
        }
    }

    pub(super) fn contains<Q: Eq + Hash + ?Sized>(&self, wanted: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        match self {
            Members::Few(few) => few.iter().any(|member| member.borrow() == wanted),
            Members::Many(many) => many.contains(wanted),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Members::Few(few) if few.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_and_many_answer_alike() {
        for size in 0..40 {
            let mut members = Members::default();
            (0..size).chain(0..size).for_each(|number: i32| members.insert(number.to_string()));
            assert_eq!(members.is_empty(), size == 0);
            for number in 0..50 {
                assert_eq!(members.contains(number.to_string().as_str()), number < size, "{number} of {size}");
            }
        }
    }
}

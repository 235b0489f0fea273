//! What can be proven about conditions without asking anybody: that nobody can fulfil them, that everybody does, that one
//! lies within another.
//!
//! Everything is one question: can somebody be inside these conditions and outside those? Conditions are taken apart
//! until only comparisons of attributes are left (`formula`), every way in which they could hold together is walked
//! (`search`), and each attribute is asked whether a value can answer all of its comparisons (`fits`). Every step
//! errs on the side of "perhaps": a claim is a proof, and silence says nothing. What would take too long is left open.
//!
//! Who is before a change in one rule and after it in another is asked in the same way: each condition is a [`Claim`] that
//! knows the segments of its own time.
//!
//! ```
//! use ffctl::logic::Logic;
//! use ffctl::model::{Comparison, Condition, Operator, Scalar};
//! # use std::collections::BTreeMap;
//! let country = |name: &str| Condition::Attribute {
//!     attribute: "country".into(),
//!     operator: Operator::In,
//!     value: Comparison::List(vec![Scalar::text(name)]),
//! };
//! let segments = BTreeMap::new();
//! let logic = Logic::new(&segments);
//! assert!(logic.is_impossible(&Condition::All(vec![country("US"), country("DE")])));
//! assert!(logic.implies(&country("US"), &Condition::Any(vec![country("DE"), country("US")])));
//! ```

mod claim;
mod fits;
mod formula;
mod literal;
mod search;

pub use claim::{Claim, contradict};

use crate::model::{Condition, Segment};
use claim::About;
use std::collections::{BTreeMap, BTreeSet};

/// Proofs about conditions, with what their segments ask for.
#[derive(Clone, Copy, Debug)]
pub struct Logic<'a> {
    segments: Segments<'a>,
    doubtful: Option<&'a BTreeSet<String>>,
}

/// Segments by name, as whoever asks has them.
#[derive(Clone, Copy, Debug)]
enum Segments<'a> {
    Owned(&'a BTreeMap<String, Segment>),
    Borrowed(&'a BTreeMap<&'a str, &'a Segment>),
}

impl<'a> Logic<'a> {
    /// With these segments. Of one that is not there, or that leads back to itself, nothing is claimed.
    pub fn new(segments: &'a BTreeMap<String, Segment>) -> Logic<'a> {
        Logic { segments: Segments::Owned(segments), doubtful: None }
    }

    /// The same with segments that others own.
    pub fn borrowing(segments: &'a BTreeMap<&'a str, &'a Segment>) -> Logic<'a> {
        Logic { segments: Segments::Borrowed(segments), doubtful: None }
    }

    /// The same, claiming nothing of these segments either.
    pub fn doubting(self, doubtful: &'a BTreeSet<String>) -> Logic<'a> {
        Logic { doubtful: Some(doubtful), ..self }
    }

    /// Whether the condition holds for no context.
    pub fn is_impossible(&self, condition: &Condition) -> bool {
        self.nobody_is(&[condition], &[])
    }

    /// Whether the condition holds for every context.
    pub fn is_certain(&self, condition: &Condition) -> bool {
        self.nobody_is(&[], &[condition])
    }

    /// Whether `wide` holds wherever `narrow` does.
    pub fn implies(&self, narrow: &Condition, wide: &Condition) -> bool {
        self.nobody_is(&[narrow], &[wide])
    }

    /// Whether no context is inside all of the first conditions and outside all of the second.
    pub fn nobody_is(&self, inside: &[&Condition], outside: &[&Condition]) -> bool {
        // Most conditions are a single comparison, and nearly all of them can both hold and fail.
        match (inside, outside) {
            ([Condition::Attribute { value, .. }], []) if !value.is_empty() => return false,
            ([], [Condition::Attribute { .. }]) => return false,
            _ => {}
        }
        let held = inside.iter().map(|condition| self.claim(condition, true));
        contradict(held.chain(outside.iter().map(|condition| self.claim(condition, false))))
    }

    /// That the condition holds, or that it does not.
    pub fn claim<'c>(&self, condition: &'c Condition, holds: bool) -> Claim<'c>
    where
        'a: 'c,
    {
        Claim { about: About::Condition(condition, *self), holds }
    }

    /// The segment of this name, where it is known what it asks for.
    fn segment(&self, name: &str) -> Option<&'a Segment> {
        let is_doubtful = self.doubtful.is_some_and(|doubtful| doubtful.contains(name));
        let segment = match self.segments {
            Segments::Owned(segments) => segments.get(name),
            Segments::Borrowed(segments) => segments.get(name).copied(),
        };
        segment.filter(|_| !is_doubtful)
    }

    /// Whether a name stands for the same segment in both.
    fn means_the_same_as(&self, other: Logic<'_>) -> bool {
        let same_segments = match (self.segments, other.segments) {
            (Segments::Owned(one), Segments::Owned(other)) => std::ptr::eq(one, other),
            (Segments::Borrowed(one), Segments::Borrowed(other)) => std::ptr::eq(one, other),
            _ => false,
        };
        same_segments && self.doubtful.map(std::ptr::from_ref) == other.doubtful.map(std::ptr::from_ref)
    }
}

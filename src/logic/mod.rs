//! What can be proven about conditions without asking anybody: that nobody can fulfil them, that everybody does, that one
//! lies within another.
//!
//! Everything is one question: can somebody be inside these conditions and outside those? Conditions are taken apart
//! until only comparisons of attributes are left (`formula`), every way in which they could hold together is walked
//! (`search`), and each attribute is asked whether a value can answer all of its comparisons (`fits`). Every step
//! errs on the side of "perhaps": a claim is a proof, and silence says nothing. What would take too long is left open.
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

mod fits;
mod formula;
mod literal;
mod search;

use crate::model::{Condition, Segment};
use formula::Writer;
use std::collections::{BTreeMap, BTreeSet};

/// Proofs about conditions, with what their segments ask for.
#[derive(Clone, Copy, Debug)]
pub struct Logic<'a> {
    segments: &'a BTreeMap<String, Segment>,
    doubtful: Option<&'a BTreeSet<String>>,
}

impl<'a> Logic<'a> {
    /// With these segments. Of one that is not there, or that leads back to itself, nothing is claimed.
    pub fn new(segments: &'a BTreeMap<String, Segment>) -> Logic<'a> {
        Logic { segments, doubtful: None }
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
        let mut writer = Writer::new(self);
        let affirmed: Vec<_> = inside.iter().map(|condition| writer.write(condition, true)).collect();
        let denied: Vec<_> = outside.iter().map(|condition| writer.write(condition, false)).collect();
        search::no_way(affirmed.iter().chain(&denied))
    }

    /// The segment of this name, where it is known what it asks for.
    fn segment(&self, name: &str) -> Option<&'a Segment> {
        let is_doubtful = self.doubtful.is_some_and(|doubtful| doubtful.contains(name));
        self.segments.get(name).filter(|_| !is_doubtful)
    }
}

//! Who watches an evaluation: nobody, or the recorder of a trace.

use super::bucket::Draw;
use super::flag::{CompiledClause, Variant};
use super::predicate::Predicate;

/// Told of each step as it is taken.
///
/// Evaluation is generic over it, so that one code both answers and explains, and unwatched it pays nothing.
pub(super) trait Observer {
    /// The overrides were searched for this id.
    fn overrides(&mut self, _id: Option<&str>, _variant: Option<&Variant>) {}
    /// A condition is about to be looked at; those inside it follow.
    fn opens(&mut self) {}
    /// The condition opened last was answered.
    fn closes(&mut self, _predicate: &Predicate, _held: bool) {}
    /// A rule's condition was answered.
    fn rule(&mut self, _index: usize, _name: Option<&str>) {}
    /// This clause decides.
    fn clause(&mut self, _clause: &CompiledClause) {}
    /// The clause drew for this id, or found none.
    fn drew(&mut self, _clause: &CompiledClause, _drawn: Option<(&str, Draw)>) {}
}

/// Nobody watches.
pub(super) struct Unobserved;

impl Observer for Unobserved {}

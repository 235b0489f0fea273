//! A condition by itself, outside of any rule.

use super::asker::Asker;
use super::compile::CompileError;
use super::observe::Unobserved;
use super::predicate::Predicate;
use super::segment::Segments;
use crate::model::{Attribute, Condition, Context, id_text};

/// A condition, ready to be asked of any number of contexts.
#[derive(Debug)]
pub struct CompiledCondition {
    predicate: Predicate,
    user_id: Attribute,
}

impl CompiledCondition {
    /// Compiles a condition.
    ///
    /// # Errors
    /// Where it is invalid: an unknown segment, or a value that does not suit its operator.
    pub fn compile(condition: &Condition, segments: &Segments) -> Result<CompiledCondition, CompileError> {
        let predicate = Predicate::compile(condition, segments)?;
        Ok(CompiledCondition { predicate, user_id: Attribute::new("user_id") })
    }

    /// Whether it holds for a context.
    pub fn holds(&self, context: &Context) -> bool {
        let mut digits = itoa::Buffer::new();
        let user_id = id_text(context.lookup(&self.user_id), &mut digits);
        self.predicate.holds(Asker { context, user_id }, &mut Unobserved)
    }
}

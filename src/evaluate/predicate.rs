//! Conditions, compiled: their operands are read, their segments at hand.

use super::asker::Asker;
use super::compile::CompileError;
use super::observe::Observer;
use super::segment::{Audience, Segments};
use crate::model::{Attribute, Comparison, Condition, Operand, OperandError, Operator};
use std::sync::Arc;

/// A [`Condition`] that is ready to be asked.
#[derive(Debug)]
pub(super) enum Predicate {
    /// Compares an attribute.
    Attribute(Box<AttributeTest>),
    /// Holds where all of these hold.
    All(Vec<Predicate>),
    /// Holds where one of these holds.
    Any(Vec<Predicate>),
    /// Holds where this does not.
    Not(Box<Predicate>),
    /// Holds for the members of a segment.
    Segment(Arc<Audience>),
}

/// The comparison of an attribute, with its value as written beside the operand it was read as.
#[derive(Debug)]
pub(super) struct AttributeTest {
    pub(super) attribute: Attribute,
    pub(super) operator: Operator,
    pub(super) written: Comparison,
    operand: Operand,
}

impl Predicate {
    /// Compiles a condition.
    pub(super) fn compile(condition: &Condition, segments: &Segments) -> Result<Predicate, CompileError> {
        Predicate::compile_within(condition, segments, Condition::MAX_DEPTH)
    }

    /// Compiles a condition that may be this deep.
    fn compile_within(condition: &Condition, segments: &Segments, depth: usize) -> Result<Predicate, CompileError> {
        let too_deep =
            || CompileError::new(format!("conditions are nested more than {} levels deep", Condition::MAX_DEPTH));
        let depth = depth.checked_sub(1).ok_or_else(too_deep)?;
        let compile = |condition: &Condition| Predicate::compile_within(condition, segments, depth);
        let compile_list = |name: &str, list: &[Condition]| match list {
            [] => Err(CompileError::new(format!("'{name}' has no condition"))),
            list => list.iter().map(compile).collect(),
        };
        Ok(match condition {
            Condition::Attribute { attribute, operator, value } => {
                Predicate::Attribute(Box::new(AttributeTest::compile(attribute, *operator, value)?))
            }
            Condition::All(inner) => Predicate::All(compile_list("all", inner)?),
            Condition::Any(inner) => Predicate::Any(compile_list("any", inner)?),
            Condition::Not(inner) => Predicate::Not(Box::new(compile(inner)?)),
            Condition::Segment(name) => {
                let audience = segments.get(name)?;
                Predicate::Segment(if audience.depth <= depth { audience } else { return Err(too_deep()) })
            }
        })
    }

    /// How many levels there are, this one included.
    pub(super) fn depth(&self) -> usize {
        1 + match self {
            Predicate::Attribute(_) => 0,
            Predicate::All(inner) | Predicate::Any(inner) => inner.iter().map(Predicate::depth).max().unwrap_or(0),
            Predicate::Not(inner) => inner.depth(),
            Predicate::Segment(audience) => audience.depth,
        }
    }

    /// Whether the condition holds for whoever asks. `all` and `any` stop where the answer is known.
    pub(super) fn holds<O: Observer>(&self, asker: Asker<'_>, observer: &mut O) -> bool {
        observer.opens();
        let held = match self {
            Predicate::Attribute(test) => test.holds(asker),
            Predicate::All(inner) => inner.iter().all(|predicate| predicate.holds(asker, observer)),
            Predicate::Any(inner) => inner.iter().any(|predicate| predicate.holds(asker, observer)),
            Predicate::Not(inner) => !inner.holds(asker, observer),
            Predicate::Segment(audience) => audience.has(asker, observer),
        };
        observer.closes(self, held);
        held
    }
}

impl AttributeTest {
    fn compile(attribute: &str, operator: Operator, value: &Comparison) -> Result<AttributeTest, CompileError> {
        let operand = operator.operand(value).map_err(|error| bad_operand(operator, value, error))?;
        Ok(AttributeTest { attribute: Attribute::new(attribute), operator, written: value.clone(), operand })
    }

    fn holds(&self, asker: Asker<'_>) -> bool {
        self.operator.holds(&self.operand, asker.context.lookup(&self.attribute))
    }
}

fn bad_operand(operator: Operator, value: &Comparison, error: OperandError) -> CompileError {
    CompileError::new(match error {
        OperandError::WrongType(wanted) => format!("'{operator}' takes {wanted}, not {value}"),
        OperandError::InvalidRegex(reason) => format!("{value} is no regular expression: {reason}"),
        OperandError::InvalidDate => format!("'{operator}' takes a date or an RFC 3339 time, not {value}"),
        OperandError::InvalidVersion => format!("'{operator}' takes a version, not {value}"),
    })
}

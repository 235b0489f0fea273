//! Conditions as they are reasoned about: every `not` moved inward to the comparisons, every segment written out.

use super::Logic;
use super::literal::{Literal, Values};
use crate::model::{Condition, Operator, Segment};

/// The most comparisons that a question is written out to; what is beyond is taken as fulfilled.
const MOST_LITERALS: usize = 2_000;

/// What has to hold. Unlike a condition it has no negation above its comparisons, so whoever takes a part of it as
/// fulfilled makes the whole easier to fulfil, never harder.
#[derive(Debug)]
pub(super) enum Formula<'a> {
    Literal(Literal<'a>),
    /// All of these; of none, always.
    All(Vec<Formula<'a>>),
    /// One of these; of none, never.
    Any(Vec<Formula<'a>>),
}

impl Formula<'_> {
    /// What nothing is known of could always hold.
    const UNKNOWN: Self = Formula::All(Vec::new());
}

/// Writes conditions out as formulas.
pub(super) struct Writer<'a> {
    logic: &'a Logic<'a>,
    literals_left: usize,
    depth_left: usize,
    /// The segments that are being written out, to notice a circle.
    within: Vec<&'a str>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(logic: &'a Logic<'a>) -> Writer<'a> {
        Writer { logic, literals_left: MOST_LITERALS, depth_left: Condition::MAX_DEPTH, within: Vec::new() }
    }

    /// What has to hold for the condition to hold, or, denied, for it not to hold.
    pub(super) fn write(&mut self, condition: &'a Condition, affirmed: bool) -> Formula<'a> {
        if self.depth_left == 0 || self.literals_left == 0 {
            return Formula::UNKNOWN;
        }
        self.depth_left -= 1;
        let formula = match condition {
            Condition::Attribute { attribute, operator, value } => {
                self.literals_left -= 1;
                Formula::Literal(Literal::new(attribute, *operator, Values::Written(value), affirmed))
            }
            // The parser refuses an empty one: whatever stands here stands for something else.
            Condition::All(list) | Condition::Any(list) if list.is_empty() => Formula::UNKNOWN,
            Condition::All(list) => group(self.write_each(list, affirmed), affirmed),
            Condition::Any(list) => group(self.write_each(list, affirmed), !affirmed),
            Condition::Not(inner) => self.write(inner, !affirmed),
            Condition::Segment(name) => self.write_segment(name, affirmed),
        };
        self.depth_left += 1;
        formula
    }

    fn write_each(&mut self, list: &'a [Condition], affirmed: bool) -> Vec<Formula<'a>> {
        list.iter().map(|condition| self.write(condition, affirmed)).collect()
    }

    fn write_segment(&mut self, name: &'a str, affirmed: bool) -> Formula<'a> {
        match self.logic.segment(name) {
            Some(segment) if !self.within.contains(&name) => {
                self.within.push(name);
                let members = self.write_members(segment, affirmed);
                self.within.pop();
                members
            }
            _ => Formula::UNKNOWN,
        }
    }

    fn write_members(&mut self, segment: &'a Segment, affirmed: bool) -> Formula<'a> {
        let mut ways: Vec<_> = segment.condition.iter().map(|condition| self.write(condition, affirmed)).collect();
        if !segment.users.is_empty() {
            self.literals_left = self.literals_left.saturating_sub(1);
            let users = Values::Users(&segment.users);
            ways.push(Formula::Literal(Literal::new("user_id", Operator::In, users, affirmed)));
        }
        group(ways, !affirmed)
    }
}

fn group(formulas: Vec<Formula<'_>>, all: bool) -> Formula<'_> {
    if all { Formula::All(formulas) } else { Formula::Any(formulas) }
}

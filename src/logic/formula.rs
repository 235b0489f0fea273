//! Conditions as they are reasoned about: every `not` moved inward to the comparisons, every segment written out.

use super::Logic;
use super::claim::{About, Claim};
use super::literal::{Literal, Values};
use crate::model::{Condition, Operator};

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

/// Writes claims out as formulas.
pub(super) struct Writer<'a> {
    literals_left: usize,
    depth_left: usize,
    /// The segments that are being written out, to notice a circle.
    within: Vec<&'a str>,
}

impl Default for Writer<'_> {
    fn default() -> Self {
        Writer { literals_left: MOST_LITERALS, depth_left: Condition::MAX_DEPTH, within: Vec::new() }
    }
}

impl<'a> Writer<'a> {
    /// What has to hold for the claim to be true.
    pub(super) fn claim(&mut self, claim: Claim<'a>) -> Formula<'a> {
        match claim.about {
            About::Condition(condition, logic) => self.write(condition, logic, claim.holds),
            About::Users(users) => group(self.write_users(users, claim.holds), !claim.holds),
        }
    }

    /// What has to hold for the condition to hold, or, denied, for it not to hold.
    fn write(&mut self, condition: &'a Condition, logic: Logic<'a>, affirmed: bool) -> Formula<'a> {
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
            Condition::All(list) => group(self.write_each(list, logic, affirmed), affirmed),
            Condition::Any(list) => group(self.write_each(list, logic, affirmed), !affirmed),
            Condition::Not(inner) => self.write(inner, logic, !affirmed),
            Condition::Segment(name) => self.write_segment(name, logic, affirmed),
        };
        self.depth_left += 1;
        formula
    }

    fn write_each(&mut self, list: &'a [Condition], logic: Logic<'a>, affirmed: bool) -> Vec<Formula<'a>> {
        list.iter().map(|condition| self.write(condition, logic, affirmed)).collect()
    }

    fn write_segment(&mut self, name: &'a str, logic: Logic<'a>, affirmed: bool) -> Formula<'a> {
        match logic.segment(name) {
            Some(segment) if !self.within.contains(&name) => {
                self.within.push(name);
                let condition = segment.condition.iter().map(|condition| self.write(condition, logic, affirmed));
                let mut ways: Vec<_> = condition.collect();
                ways.extend(self.write_users(&segment.users, affirmed));
                self.within.pop();
                group(ways, !affirmed)
            }
            _ => Formula::UNKNOWN,
        }
    }

    /// Being listed; nobody is where there is no id.
    fn write_users(&mut self, users: &'a [String], affirmed: bool) -> Vec<Formula<'a>> {
        if users.is_empty() {
            return Vec::new();
        }
        self.literals_left = self.literals_left.saturating_sub(1);
        vec![Formula::Literal(Literal::new("user_id", Operator::In, Values::Users(users), affirmed))]
    }
}

fn group(formulas: Vec<Formula<'_>>, all: bool) -> Formula<'_> {
    if all { Formula::All(formulas) } else { Formula::Any(formulas) }
}

//! The few ways in which a flag answers, and something kept for each of them.

use super::evaluation::Evaluation;
use crate::model::{ErrorCode, Reason, VariantName};

/// Something for each way in which one flag answered: all that an answer says but for its bucket.
///
/// Of a million answers there are only a handful, so what is costly to make is made once for each.
#[derive(Debug)]
pub struct Outcomes<'a, T> {
    /// By rule, where none stands first.
    by_rule: Vec<Vec<Outcome<'a, T>>>,
}

#[derive(Debug)]
struct Outcome<'a, T> {
    variant: &'a VariantName,
    reason: Reason,
    error: Option<ErrorCode>,
    kept: T,
}

impl<'a, T> Default for Outcomes<'a, T> {
    fn default() -> Self {
        Outcomes { by_rule: Vec::new() }
    }
}

impl<'a, T> Outcomes<'a, T> {
    /// What is kept for answers like this one of the flag; made where it is the first.
    pub fn of(&mut self, answer: &Evaluation<'a>, make: impl FnOnce() -> T) -> &mut T {
        let rule = answer.rule.map_or(0, |rule| rule.index + 1);
        if self.by_rule.len() <= rule {
            self.by_rule.resize_with(rule + 1, Vec::new);
        }
        let known = &mut self.by_rule[rule];
        let is_like = |outcome: &Outcome<'a, T>| {
            // The names are borrowed from one flag: the same name is the same place.
            std::ptr::eq(outcome.variant, answer.variant)
                && (outcome.reason, outcome.error) == (answer.reason, answer.error)
        };
        let place = known.iter().position(is_like).unwrap_or_else(|| {
            known.push(Outcome { variant: answer.variant, reason: answer.reason, error: answer.error, kept: make() });
            known.len() - 1
        });
        &mut known[place].kept
    }

    /// All that was kept, in the order of the rules, and of what came first.
    pub fn into_kept(self) -> impl Iterator<Item = T> {
        self.by_rule.into_iter().flatten().map(|outcome| outcome.kept)
    }
}

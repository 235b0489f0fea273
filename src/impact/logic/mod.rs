//! Whether anybody can be of two audiences at once: what is claimed of a context, taken apart until it contradicts itself.
//!
//! Only what is certain is claimed. Where the search has no answer, or none in time, somebody may fulfil all claims.

mod fact;
mod order;
mod values;

pub(crate) use fact::Fact;

use crate::model::{Condition, Segment};
use std::collections::BTreeMap;

/// Segments by name, as conditions of one side mean them.
pub(crate) type Segments<'s> = BTreeMap<&'s str, &'s Segment>;

/// How many claims are looked at before the search gives up.
const BUDGET: usize = 4_000;

/// That a condition holds for somebody, or does not.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Claim<'s> {
    pub(crate) condition: &'s Condition,
    pub(crate) segments: &'s Segments<'s>,
    pub(crate) holds: bool,
}

/// What is to be taken apart.
#[derive(Clone, Copy, Debug)]
enum Goal<'s> {
    Claim(Claim<'s>),
    Fact(Fact<'s>),
}

/// What a claim comes to.
enum Parts<'s> {
    /// All of these.
    All(Vec<Goal<'s>>),
    /// At least one of these.
    Any(Vec<Goal<'s>>),
    /// Nothing that is known.
    Unknown,
}

/// Whether nobody at all fulfils these claims and facts.
pub(crate) fn contradict<'s>(claims: impl IntoIterator<Item = Claim<'s>>, facts: &[Fact<'s>]) -> bool {
    let claims: Vec<Claim<'s>> = claims.into_iter().collect();
    if claims.iter().any(|claim| claim.holds && claims.iter().any(|other| claim.is_denied_by(other))) {
        return true;
    }
    let goals = facts.iter().copied().map(Goal::Fact).chain(claims.into_iter().map(Goal::Claim)).collect();
    Search { left: BUDGET }.closes(goals, Vec::new(), Vec::new())
}

struct Search {
    left: usize,
}

impl Search {
    /// Takes goals apart into facts and choices, then tries each way of the narrowest choice.
    fn closes<'s>(
        &mut self,
        mut goals: Vec<Goal<'s>>,
        mut facts: Vec<Fact<'s>>,
        mut choices: Vec<Vec<Goal<'s>>>,
    ) -> bool {
        while let Some(goal) = goals.pop() {
            self.left = self.left.saturating_sub(1);
            if self.left == 0 {
                return false;
            }
            match goal {
                Goal::Fact(fact) if fact.contradicts(&facts) => return true,
                Goal::Fact(fact) => facts.push(fact),
                Goal::Claim(claim) => match claim.parts() {
                    Parts::All(parts) => goals.extend(parts),
                    Parts::Any(parts) => choices.push(parts),
                    Parts::Unknown => {}
                },
            }
        }
        let is_open = |goal: &Goal<'_>| !matches!(goal, Goal::Fact(fact) if fact.contradicts(&facts));
        choices.iter_mut().for_each(|choice| choice.retain(is_open));
        let Some(narrowest) = (0..choices.len()).min_by_key(|&at| choices[at].len()) else { return false };
        let choice = choices.swap_remove(narrowest);
        choice.into_iter().all(|goal| self.closes(vec![goal], facts.clone(), choices.clone()))
    }
}

impl<'s> Claim<'s> {
    /// Whether the other says of the same condition that it does not hold. Rules that stay as they are meet here, however
    /// long a search would take.
    fn is_denied_by(&self, other: &Claim<'s>) -> bool {
        !other.holds && std::ptr::eq(self.segments, other.segments) && self.condition == other.condition
    }

    fn parts(self) -> Parts<'s> {
        let Claim { condition, segments, holds } = self;
        let goal = |condition: &'s Condition, holds| match condition {
            Condition::Attribute { attribute, operator, value } => {
                Goal::Fact(Fact::of(attribute, *operator, value, holds))
            }
            condition => Goal::Claim(Claim { condition, segments, holds }),
        };
        let parts = |list: &'s [Condition]| list.iter().map(|condition| goal(condition, holds)).collect();
        match (condition, holds) {
            (Condition::Attribute { .. }, _) => Parts::All(vec![goal(condition, holds)]),
            (Condition::Not(inner), _) => Parts::All(vec![goal(inner, !holds)]),
            (Condition::All(list), true) | (Condition::Any(list), false) => Parts::All(parts(list)),
            (Condition::All(list), false) | (Condition::Any(list), true) => Parts::Any(parts(list)),
            (Condition::Segment(name), _) => {
                let Some(segment) = segments.get(name.as_str()) else { return Parts::Unknown };
                let listed = Goal::Fact(Fact::Listed { users: &segment.users, holds });
                let either = segment.condition.iter().map(|condition| goal(condition, holds)).chain([listed]).collect();
                if holds { Parts::Any(either) } else { Parts::All(either) }
            }
        }
    }
}

#[cfg(test)]
mod tests;

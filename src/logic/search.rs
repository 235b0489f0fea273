//! The ways in which formulas could hold together, walked one after the other until one stays open.

use super::fits::{has_opposites, nothing_fits};
use super::formula::Formula;
use super::literal::Literal;

/// How many values and steps are looked at before a question is left open.
const MOST_STEPS: usize = 20_000;

/// Whether these formulas can never hold together. `false` where they can, and where that would take too long to say.
pub(super) fn no_way<'f, 'a: 'f>(formulas: impl Iterator<Item = &'f Formula<'a>>) -> bool {
    let mut search = Search { facts: Vec::new(), steps_left: MOST_STEPS };
    search.is_closed(formulas.collect(), &[])
}

/// A way through the choices: what has to hold on it.
struct Search<'f, 'a> {
    facts: Vec<&'f Literal<'a>>,
    steps_left: usize,
}

impl<'f, 'a> Search<'f, 'a> {
    /// Whether the facts, with what is still to do and one alternative of each choice, contradict each other.
    fn is_closed(&mut self, todo: Vec<&'f Formula<'a>>, choices: &[&'f [Formula<'a>]]) -> bool {
        let known = self.facts.len();
        let closed = self.is_closed_beyond(known, todo, choices.to_vec());
        self.facts.truncate(known);
        closed
    }

    fn is_closed_beyond(
        &mut self,
        known: usize,
        mut todo: Vec<&'f Formula<'a>>,
        mut choices: Vec<&'f [Formula<'a>]>,
    ) -> bool {
        while let Some(formula) = todo.pop() {
            match formula {
                Formula::Literal(literal) => self.facts.push(literal),
                Formula::All(inner) => todo.extend(inner),
                Formula::Any(inner) => match inner.as_slice() {
                    [] => return true,
                    [only] => todo.push(only),
                    several => choices.push(several),
                },
            }
        }
        if self.contradicts_itself(known) {
            return true;
        }
        let fewest = choices.iter().enumerate().min_by_key(|(_, alternatives)| alternatives.len());
        let Some(first) = fewest.map(|(first, _)| first) else { return false };
        let alternatives = choices.swap_remove(first);
        alternatives.iter().all(|alternative| self.spend(1) && self.is_closed(vec![alternative], &choices))
    }

    /// Whether an attribute that the facts beyond the first `known` ask about has no value to answer all facts.
    fn contradicts_itself(&mut self, known: usize) -> bool {
        for new in known..self.facts.len() {
            let attribute = self.facts[new].attribute;
            if self.facts[known..new].iter().any(|fact| fact.attribute == attribute) {
                continue;
            }
            let asked: Vec<_> = self.facts.iter().copied().filter(|fact| fact.attribute == attribute).collect();
            let weight = asked.iter().map(|literal| literal.weight()).sum();
            if has_opposites(&asked) || self.spend(weight) && nothing_fits(&asked) {
                return true;
            }
        }
        false
    }

    /// Takes steps off what is left; without any left, nothing is closed any more.
    fn spend(&mut self, steps: usize) -> bool {
        self.steps_left = self.steps_left.saturating_sub(steps);
        self.steps_left > 0
    }
}

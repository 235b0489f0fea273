//! The ways in which formulas could hold together, walked one after the other until one stays open.

use super::fits::{has_opposites, nothing_fits};
use super::formula::Formula;
use super::literal::Literal;
use std::rc::Rc;

/// How many values and steps are looked at before a question is left open.
const MOST_STEPS: usize = 200_000;

/// How many values of one attribute are held against each other.
const MOST_VALUES: usize = 20_000;

/// Whether these formulas can never hold together. `false` where they can, and where that would take too long to say.
pub(super) fn no_way<'f, 'a: 'f>(formulas: impl Iterator<Item = &'f Formula<'a>>) -> bool {
    let mut search = Search { facts: Vec::new(), steps_left: MOST_STEPS };
    search.is_closed(formulas.collect(), &[])
}

/// Alternatives of which one has to hold.
type Choice<'f, 'a> = Rc<[&'f Formula<'a>]>;

/// A way through the choices: what has to hold on it.
struct Search<'f, 'a> {
    facts: Vec<&'f Literal<'a>>,
    steps_left: usize,
}

impl<'f, 'a> Search<'f, 'a> {
    /// Whether the facts, with what is still to do and one alternative of each choice, contradict each other.
    fn is_closed(&mut self, todo: Vec<&'f Formula<'a>>, choices: &[Choice<'f, 'a>]) -> bool {
        let known = self.facts.len();
        let closed = self.is_closed_beyond(todo, choices.to_vec());
        self.facts.truncate(known);
        closed
    }

    fn is_closed_beyond(&mut self, mut todo: Vec<&'f Formula<'a>>, mut choices: Vec<Choice<'f, 'a>>) -> bool {
        while !todo.is_empty() {
            let (known, seen) = (self.facts.len(), choices.len());
            if self.take_apart(todo, &mut choices) || self.contradicts_itself(known) {
                return true;
            }
            todo = self.settle(&mut choices, seen, known);
        }
        let fewest = choices.iter().enumerate().min_by_key(|(_, alternatives)| alternatives.len());
        let Some(first) = fewest.map(|(first, _)| first) else { return false };
        let alternatives = choices.swap_remove(first);
        alternatives.iter().all(|alternative| self.spend(1) && self.is_closed(vec![alternative], &choices))
    }

    /// Turns what is to do into facts and choices; `true` where there is nothing to choose from.
    fn take_apart(&mut self, mut todo: Vec<&'f Formula<'a>>, choices: &mut Vec<Choice<'f, 'a>>) -> bool {
        while let Some(formula) = todo.pop() {
            match formula {
                Formula::Literal(literal) => self.facts.push(literal),
                Formula::All(inner) => todo.extend(inner),
                Formula::Any(inner) => match inner.as_slice() {
                    [] => return true,
                    [only] => todo.push(only),
                    several => choices.push(several.iter().collect()),
                },
            }
        }
        false
    }

    /// Leaves of each choice what the facts allow. Where that is one alternative, it is to be done; where it is none, the
    /// first will do to contradict the facts. The first `seen` choices were held against the first `known` facts before.
    fn settle(&mut self, choices: &mut Vec<Choice<'f, 'a>>, seen: usize, known: usize) -> Vec<&'f Formula<'a>> {
        let mut settled = Vec::new();
        // A single choice is tried out at once.
        if choices.len() < 2 {
            return settled;
        }
        let mut place = 0..;
        choices.retain_mut(|choice| {
            let is_new = place.next() >= Some(seen);
            if !is_new && !self.concerns_one_of(choice, known) {
                return true;
            }
            if choice.iter().any(|alternative| self.is_known(alternative)) {
                return false;
            }
            let open: Vec<_> = choice.iter().copied().filter(|alternative| !self.excludes(alternative)).collect();
            if let [] | [_] = open.as_slice() {
                settled.extend(open.first().or(choice.first()));
                return false;
            }
            if open.len() < choice.len() {
                *choice = open.into();
            }
            true
        });
        settled
    }

    /// Whether the facts beyond the first `known` are about what one of these compares.
    fn concerns_one_of(&self, alternatives: &[&Formula<'_>], known: usize) -> bool {
        let is_new = |attribute: &str| self.facts[known..].iter().any(|fact| fact.attribute == attribute);
        alternatives.iter().any(|formula| matches!(formula, Formula::Literal(literal) if is_new(literal.attribute)))
    }

    /// Whether a comparison is one of the facts.
    fn is_known(&self, formula: &Formula<'_>) -> bool {
        matches!(formula, Formula::Literal(literal) if self.about(literal.attribute).any(|fact| fact.is_same_as(literal)))
    }

    /// Whether a comparison cannot come out so beside the facts.
    fn excludes(&mut self, formula: &'f Formula<'a>) -> bool {
        let Formula::Literal(literal) = formula else { return false };
        let asked: Vec<_> = self.about(literal.attribute).chain([literal]).collect();
        self.clash(&asked)
    }

    /// Whether an attribute that the facts beyond the first `known` ask about has no value to answer all facts.
    fn contradicts_itself(&mut self, known: usize) -> bool {
        (known..self.facts.len()).any(|new| {
            let attribute = self.facts[new].attribute;
            let is_asked_already = self.facts[known..new].iter().any(|fact| fact.attribute == attribute);
            !is_asked_already && {
                let asked: Vec<_> = self.about(attribute).collect();
                self.clash(&asked)
            }
        })
    }

    fn about(&self, attribute: &str) -> impl Iterator<Item = &'f Literal<'a>> {
        self.facts.iter().copied().filter(move |fact| fact.attribute == attribute)
    }

    /// Whether no value answers all of these comparisons of one attribute.
    fn clash(&mut self, asked: &[&Literal<'_>]) -> bool {
        let weight = asked.iter().map(|literal| literal.weight()).sum();
        has_opposites(asked) || weight <= MOST_VALUES && self.spend(weight) && nothing_fits(asked)
    }

    /// Takes steps off what is left; without any left, nothing is closed any more.
    fn spend(&mut self, steps: usize) -> bool {
        self.steps_left = self.steps_left.saturating_sub(steps);
        self.steps_left > 0
    }
}

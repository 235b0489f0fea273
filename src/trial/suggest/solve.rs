//! Finding attributes for which some conditions hold and others do not, by search.

use super::universe::{Choice, Formula, Universe};

/// A condition that has to hold, or must not.
pub(super) type Goal<'u> = (&'u Formula, bool);

/// How many steps a search may take: who nests conditions more deeply than this gets no suggestion.
const STEPS: u32 = 50_000;

/// One comparison of a rule that decides alone: with the rest as the goals say, the rule holds just where it is so.
pub(super) struct Critical<'u> {
    /// The comparison.
    pub(super) leaf: usize,
    /// Whether the rule holds where it does, or where it does not.
    pub(super) when: bool,
    /// What must be so of the rest.
    pub(super) rest: Vec<Goal<'u>>,
}

/// For each comparison of a condition, what makes it the one that decides.
pub(super) fn criticals(formula: &Formula) -> Vec<Critical<'_>> {
    let mut found = Vec::new();
    descend(formula, true, &mut Vec::new(), &mut found);
    found
}

fn descend<'u>(formula: &'u Formula, when: bool, rest: &mut Vec<Goal<'u>>, found: &mut Vec<Critical<'u>>) {
    match formula {
        Formula::Leaf(leaf) => found.push(Critical { leaf: *leaf, when, rest: rest.clone() }),
        Formula::Not(inner) => descend(inner, !when, rest, found),
        Formula::All(list) | Formula::Any(list) => {
            let neutral = matches!(formula, Formula::All(_));
            for (at, inner) in list.iter().enumerate() {
                let length = rest.len();
                let others = list.iter().enumerate().filter(|(other, _)| *other != at);
                rest.extend(others.map(|(_, formula)| (formula, neutral)));
                descend(inner, when, rest, found);
                rest.truncate(length);
            }
        }
    }
}

impl Universe {
    /// A choice of values with which every goal is met, and nothing is chosen that no goal asks for.
    pub(super) fn solve(&self, goals: &[Goal<'_>], chosen: Choice) -> Option<Choice> {
        // The last goal is met first.
        self.satisfy(goals.iter().rev().copied().collect(), chosen, &mut STEPS.clone())
    }

    fn satisfy<'u>(&self, mut goals: Vec<Goal<'u>>, chosen: Choice, steps: &mut u32) -> Option<Choice> {
        *steps = steps.checked_sub(1)?;
        let Some((formula, wanted)) = goals.pop() else { return Some(chosen) };
        let needs_all = matches!(formula, Formula::All(_)) == wanted;
        match formula {
            Formula::Not(inner) => {
                goals.push((inner, !wanted));
                self.satisfy(goals, chosen, steps)
            }
            Formula::All(list) | Formula::Any(list) if needs_all => {
                goals.extend(list.iter().rev().map(|inner| (inner, wanted)));
                self.satisfy(goals, chosen, steps)
            }
            Formula::All(list) | Formula::Any(list) => list.iter().find_map(|inner: &'u Formula| {
                let mut goals = goals.clone();
                goals.push((inner, wanted));
                self.satisfy(goals, chosen.clone(), steps)
            }),
            Formula::Leaf(leaf) => self.ways(*leaf, wanted, &chosen).into_iter().find_map(|value| {
                let mut chosen = chosen.clone();
                chosen[self.leaves[*leaf].attribute] = Some(value);
                self.satisfy(goals.clone(), chosen, steps)
            }),
        }
    }

    /// The values that give a comparison the answer wanted, the plainest first.
    fn ways(&self, leaf: usize, wanted: bool, chosen: &Choice) -> Vec<usize> {
        let leaf = &self.leaves[leaf];
        let fits = |value: &usize| leaf.holds[*value] == wanted;
        if let Some(value) = chosen[leaf.attribute] {
            return Some(value).filter(fits).into_iter().collect();
        }
        // Leaving an attribute out says no to nearly everything, and keeps the context short.
        let usual = self.attributes[leaf.attribute].usual;
        let order = [usual, 0].into_iter().filter(|_| !wanted).chain(leaf.own.iter().copied());
        let mut ways = Vec::new();
        for value in order.chain(0..leaf.holds.len()).filter(fits) {
            if !ways.contains(&value) {
                ways.push(value);
            }
        }
        ways
    }

    /// Whether a condition holds with the values chosen; what is not chosen is as usual.
    pub(super) fn holds(&self, formula: &Formula, chosen: &Choice) -> bool {
        match formula {
            Formula::All(list) => list.iter().all(|inner| self.holds(inner, chosen)),
            Formula::Any(list) => list.iter().any(|inner| self.holds(inner, chosen)),
            Formula::Not(inner) => !self.holds(inner, chosen),
            Formula::Leaf(leaf) => {
                let leaf = &self.leaves[*leaf];
                leaf.holds[chosen[leaf.attribute].unwrap_or(self.attributes[leaf.attribute].usual)]
            }
        }
    }
}

//! Finding attributes for which some conditions hold and others do not, by search.

use super::universe::{Choice, Formula, Universe};

/// A condition that has to hold, or must not.
pub(super) type Goal<'u> = (&'u Formula, bool);

/// How many steps a search may take, and how many decisions may rest on each other: it recurses for each of them.
const STEPS: u32 = 20_000;
const DECISIONS: u32 = 500;
/// How often goals that turned out not to be met are added to a search.
const ROUNDS: usize = 50;

/// What is left of these.
struct Limits<'l> {
    steps: &'l mut u32,
    decisions: u32,
}

impl Limits<'_> {
    fn one_decision_less(&mut self) -> Option<Limits<'_>> {
        Some(Limits { decisions: self.decisions.checked_sub(1)?, steps: self.steps })
    }

    fn again(&mut self) -> Limits<'_> {
        Limits { decisions: self.decisions, steps: self.steps }
    }
}

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
    ///
    /// Most goals are met by themselves, as that no earlier rule holds: only those that are not are searched for.
    pub(super) fn solve(&self, goals: &[Goal<'_>], chosen: Choice) -> Option<Choice> {
        let mut asked: Vec<usize> = Vec::new();
        for _ in 0..ROUNDS {
            // The last goal is met first.
            let search = asked.iter().rev().map(|goal| goals[*goal]).collect();
            let choice =
                self.satisfy(search, chosen.clone(), Limits { steps: &mut STEPS.clone(), decisions: DECISIONS })?;
            let is_met = |goal: &usize| self.holds(goals[*goal].0, &choice) == goals[*goal].1;
            let unmet: Vec<usize> = (0..goals.len()).filter(|goal| !is_met(goal)).collect();
            if unmet.is_empty() {
                return Some(choice);
            }
            asked.extend(unmet);
            asked.sort_unstable();
            asked.dedup();
        }
        None
    }

    fn satisfy<'u>(&self, mut goals: Vec<Goal<'u>>, mut chosen: Choice, mut limits: Limits<'_>) -> Option<Choice> {
        while let Some((formula, wanted)) = goals.pop() {
            *limits.steps = limits.steps.checked_sub(1)?;
            match formula {
                Formula::Not(inner) => goals.push((inner, !wanted)),
                Formula::All(list) | Formula::Any(list) if matches!(formula, Formula::All(_)) == wanted => {
                    goals.extend(list.iter().rev().map(|inner| (inner, wanted)));
                }
                Formula::All(list) | Formula::Any(list) => {
                    let mut limits = limits.one_decision_less()?;
                    return list.iter().find_map(|inner| {
                        let goals = goals.iter().copied().chain([(inner, wanted)]).collect();
                        self.satisfy(goals, chosen.clone(), limits.again())
                    });
                }
                Formula::Leaf(leaf) => {
                    let attribute = self.leaves[*leaf].attribute;
                    let ways = self.ways(*leaf, wanted, &chosen);
                    if let [only] = ways[..] {
                        chosen[attribute] = Some(only);
                        continue;
                    }
                    let mut limits = limits.one_decision_less()?;
                    return ways.into_iter().find_map(|value| {
                        let mut chosen = chosen.clone();
                        chosen[attribute] = Some(value);
                        self.satisfy(goals.clone(), chosen, limits.again())
                    });
                }
            }
        }
        Some(chosen)
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

//! The rules of one place.

use super::clause;
use super::compare::optional;
use super::condition::canonical;
use super::reorder::moved;
use super::{Field, RuleTitle, Turn, What};
use crate::model::{Clause, Condition, Rule, Variants};

/// A rule with the defaults of its clause written out.
pub(super) struct SettledRule<'f> {
    rule: &'f Rule,
    title: RuleTitle,
    asks: Condition,
    clause: Clause,
}

impl PartialEq for SettledRule<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.rule.name == other.rule.name && self.asks == other.asks && self.clause == other.clause
    }
}

pub(super) fn settled<'f>(rules: &'f [Rule], variants: &Variants) -> Vec<SettledRule<'f>> {
    let settle = |(index, rule): (usize, &'f Rule)| SettledRule {
        rule,
        title: RuleTitle::of(index, rule),
        asks: canonical(&rule.condition),
        clause: clause::settled(&rule.clause, variants),
    };
    rules.iter().enumerate().map(settle).collect()
}

/// The rules that went, then for each rule as it stands now what is new about it.
pub(super) fn diff(old: &[SettledRule<'_>], new: &[SettledRule<'_>]) -> Vec<What> {
    let was = matched(old, new);
    let moved = moved(&was.iter().copied().flatten().collect::<Vec<_>>());
    let gone = (0..old.len()).filter(|i| !was.contains(&Some(*i)));
    let mut changes: Vec<What> = gone.map(|i| old[i].whole(Turn::Removed(old[i].text()))).collect();
    for (index, rule) in new.iter().enumerate() {
        let Some(was) = was[index] else {
            changes.push(rule.whole(Turn::Added(rule.text())));
            continue;
        };
        if moved.contains(&was) {
            let after = index.checked_sub(1).map(|before| new[before].title.clone());
            changes.push(rule.whole(Turn::Moved { from: was + 1, to: index + 1, after }));
        }
        changes.extend(within(&old[was], rule));
    }
    changes
}

/// For each new rule the old one that it was: the one of its name, else one with its condition, else, of those without
/// a name, the one in its place.
fn matched(old: &[SettledRule<'_>], new: &[SettledRule<'_>]) -> Vec<Option<usize>> {
    let named = |rule: &SettledRule<'_>| rule.rule.name.is_some();
    let by_name = |i: usize, j: usize| named(&new[j]) && old[i].rule.name == new[j].rule.name;
    let by_condition = |i: usize, j: usize| old[i].asks == new[j].asks;
    let by_place = |i: usize, j: usize| i == j && !named(&old[i]) && !named(&new[j]);
    let ways: [&dyn Fn(usize, usize) -> bool; 3] = [&by_name, &by_condition, &by_place];
    let mut was = vec![None; new.len()];
    let mut free = vec![true; old.len()];
    for way in ways {
        for (j, was) in was.iter_mut().enumerate().filter(|(_, was)| was.is_none()) {
            *was = (0..old.len()).find(|&i| free[i] && way(i, j));
            was.iter().for_each(|&i| free[i] = false);
        }
    }
    was
}

/// What changed inside one rule.
fn within(old: &SettledRule<'_>, new: &SettledRule<'_>) -> impl Iterator<Item = What> {
    // A new name is told of the rule as it was called before.
    let renamed =
        optional(Field::Name, old.rule.name.clone(), new.rule.name.clone()).map(|what| what.in_rule(&old.title));
    let (from, to) = (old.rule.condition.to_string(), new.rule.condition.to_string());
    let condition = (old.asks != new.asks).then(|| What::new(Field::Condition, Turn::Set { from, to }));
    let changes = condition.into_iter().chain(clause::diff(&old.clause, &new.clause));
    renamed.into_iter().chain(changes.map(|what| what.in_rule(&new.title)))
}

impl SettledRule<'_> {
    /// A turn of the rule as a whole.
    fn whole(&self, turn: Turn) -> What {
        What::new(Field::Rules, turn).in_rule(&self.title)
    }

    /// `if segment employees: 25% true`
    fn text(&self) -> String {
        format!("if {}: {}", self.rule.condition, clause::text(&self.clause))
    }
}

/// What the rules are called, in order.
pub(super) fn titles(rules: &[SettledRule<'_>]) -> String {
    rules.iter().map(|rule| rule.title.to_string()).collect::<Vec<_>>().join(", ")
}

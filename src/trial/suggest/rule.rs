//! The cases of one rule.

use super::Writer;
use super::solve::{Critical, Goal, criticals};
use super::universe::{Choice, Universe};
use crate::change::RuleTitle;
use crate::evaluate::Trace;
use crate::model::{Clause, Context, Percent, Rule, Serving};
use serde_json::{Map, Value};

/// How many values are tried on either side of a comparison.
const TRIES: usize = 24;

/// One comparison and the values with which it decides.
struct Boundary {
    leaf: usize,
    holds: Option<Choice>,
    fails: Option<Choice>,
    /// With each member of a short list, and whether the rule then holds.
    members: Vec<(Choice, bool)>,
    /// Without the attribute, where the rule then holds, or might be thought to.
    missing: Option<Choice>,
}

impl Writer<'_> {
    /// Cases that a rule is for and cases that it just is not for; then those of its draw.
    pub(super) fn rule(&mut self, index: usize, title: &RuleTitle, clause: &Clause) {
        let boundaries: Vec<Boundary> =
            criticals(&self.universe.rules[index]).iter().map(|c| self.universe.boundary(index, c)).collect();
        let holds = move |trace: &Trace| trace.clause.as_ref().is_some_and(|clause| clause.rule == Some(index));
        let fails = move |trace: &Trace| trace.rules.get(index).is_some_and(|rule| !rule.condition.held);
        let mut is_met = false;
        if let Some(choice) = boundaries.iter().find_map(|boundary| boundary.holds.as_ref())
            && Self::draws(clause)
        {
            is_met = self.sides(&title.to_string(), clause, choice, &holds);
        }
        let telling = self.telling_id(clause);
        for boundary in &boundaries {
            let mut offer = |choice: Option<&Choice>, held: bool| {
                let Some(choice) = choice else { return false };
                let context = self.context(choice, Some(self.given_id(choice).as_ref().unwrap_or(&telling)));
                let words = self.words(boundary.leaf, &context);
                match held {
                    true => self.desk.offer(format!("{title} holds {words}"), context, holds),
                    false => self.desk.offer(format!("{title} does not hold {words}"), context, fails),
                }
            };
            let offered = [offer(boundary.holds.as_ref(), true), offer(boundary.fails.as_ref(), false)];
            for (choice, held) in &boundary.members {
                offer(Some(choice), *held);
            }
            let missing = boundary.missing.as_ref();
            let _ = offer(missing, true) || offer(missing, false);
            is_met |= offered[0];
            if offered != [true, true] {
                let asks = &self.universe.leaves[boundary.leaf].asks;
                self.unsaid.push(format!("{title}: no pair of contexts was found between which `{asks}` decides"));
            }
        }
        if !is_met {
            self.unsaid.push(format!("{title}: no context was found that it is for"));
        }
    }

    /// An id that shows whether a rule holds, where nothing asks for another: one that its clause admits, or that gets
    /// something else by default.
    fn telling_id(&self, clause: &Clause) -> String {
        let resolved = clause.resolve(&self.flag.variants);
        let served = match resolved.map(|clause| (clause.rollout, clause.serving)) {
            Some((Percent::ZERO, _)) => self.flag.fallback(),
            Some((Percent::FULL, Serving::Variant(name))) => Some(name),
            _ => None,
        };
        let drawn = self.points(clause, &self.universe.nothing_chosen()).into_iter().find_map(|point| point.id);
        let other = self.by_default.iter().find(|(_, variant)| Some(variant) != served).map(|(id, _)| id.clone());
        drawn.or(other).unwrap_or_else(|| self.usual_id.clone())
    }

    /// A case that this rule and the next one are both for: the order decides.
    pub(super) fn order(&mut self, index: usize, rules: &[Rule]) {
        let [rule, next] = [&rules[index], &rules[index + 1]];
        let goals: Vec<Goal<'_>> = {
            let earlier = self.universe.rules[..index].iter().map(|rule| (rule, false));
            self.universe.rules[index..=index + 1].iter().map(|rule| (rule, true)).chain(earlier).collect()
        };
        let Some(choice) = self.universe.solve(&goals, self.universe.nothing_chosen()) else { return };
        let name = format!("{} goes before {}", RuleTitle::of(index, rule), RuleTitle::of(index + 1, next));
        let id = self.given_id(&choice).unwrap_or_else(|| self.telling_id(&rule.clause));
        let context = self.context(&choice, Some(&id));
        self.desk.offer(name, context, |trace| trace.clause.as_ref().is_some_and(|clause| clause.rule == Some(index)));
    }

    /// `with plan premium`, `without plan`
    fn words(&self, leaf: usize, context: &Map<String, Value>) -> String {
        let name = &self.universe.attributes[self.universe.leaves[leaf].attribute].name;
        match Context::new(context.clone()).get(name) {
            Some(Value::String(text)) if text.is_empty() => format!("with an empty {name}"),
            Some(Value::String(text)) => format!("with {name} {text}"),
            Some(value) => format!("with {name} {value}"),
            None => format!("without {name}"),
        }
    }
}

impl Universe {
    /// The contexts between which one comparison of a rule decides; no earlier rule is for them.
    fn boundary(&self, index: usize, critical: &Critical<'_>) -> Boundary {
        let leaf = &self.leaves[critical.leaf];
        let attribute = leaf.attribute;
        let earlier = self.rules[..index].iter().map(|rule| (rule, false));
        let goals: Vec<Goal<'_>> = critical.rest.iter().copied().chain(earlier).collect();
        let with = |value: usize| {
            let mut choice = self.nothing_chosen();
            choice[attribute] = Some(value);
            choice
        };
        let values = |held: bool| {
            let all = leaf.own.iter().copied().chain(0..leaf.holds.len());
            all.filter(move |value| leaf.holds[*value] == held).take(TRIES)
        };
        let solved = |held: bool| values(held).map(with).find_map(|choice| self.solve(&goals, choice));
        let holds = solved(critical.when);
        // The same context but for one attribute shows most.
        let beside = |value: usize, held: bool| {
            let mut choice = holds.clone()?;
            choice[attribute] = Some(value);
            let is_alike = self.rules[..index].iter().all(|rule| !self.holds(rule, &choice));
            (is_alike && self.holds(&self.rules[index], &choice) == held).then_some(choice)
        };
        let fails = values(!critical.when).find_map(|value| beside(value, false)).or_else(|| solved(!critical.when));
        let members = leaf.own.iter().filter(|value| leaf.is_short_list && leaf.holds[**value] != leaf.is_negative);
        let held = critical.when != leaf.is_negative;
        let members = members.filter_map(|value| Some((beside(*value, held)?, held))).collect();
        let is_surprising = leaf.is_negative || !critical.when;
        let missing = is_surprising.then(|| beside(0, true).or_else(|| beside(0, false))).flatten();
        Boundary { leaf: critical.leaf, holds, fails, members, missing }
    }
}

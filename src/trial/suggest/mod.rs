//! Cases on the boundaries of a flag's rules, for a person to accept.
//!
//! For each comparison of a rule there is a context in which it decides alone, and the rule holds; and the same context
//! with that one attribute changed as little as possible, and the rule does not hold. Of what draws there are ids on
//! either side of the border. What is expected is what the flag answers now.

mod desk;
mod ids;
mod pattern;
mod rule;
mod samples;
mod solve;
mod universe;

use crate::change::RuleTitle;
use crate::evaluate::{CompileError, CompiledFlag, Segments, Trace};
use crate::model::{Clause, Flag, Percent, Segment, Settings, TestCase, VariantName};
use desk::{Desk, insert};
use ids::{AT_MOST, Ids, Point};
use serde_json::{Map, Value};
use solve::Goal;
use std::collections::BTreeMap;
use universe::{Choice, Directory, Universe};

/// Cases that a flag lacks.
#[derive(Debug, Default)]
pub struct Suggestions {
    /// The cases.
    pub cases: Vec<TestCase>,
    /// How many more there would be, if the flag did not have them already.
    pub known: usize,
    /// What no case was found for, a line each.
    pub unsaid: Vec<String>,
}

/// Cases for a flag in one environment, or for its top level.
///
/// # Errors
/// Where the flag is invalid there.
pub fn suggest(
    flag: &Flag,
    environment: Option<&str>,
    segments: &BTreeMap<String, Segment>,
    settings: &Settings,
) -> Result<Suggestions, CompileError> {
    let compiled_segments = Segments::compile(segments);
    let compiled = CompiledFlag::compile(flag, environment, &compiled_segments)?;
    let targeting = flag.targeting(environment);
    let pinned = targeting.overrides.iter().flat_map(|entry| &entry.ids);
    let listed = segments.values().flat_map(|segment| &segment.users);
    let ids = Ids::new(flag, pinned.chain(listed).map(String::as_str));
    let usual_id = ids.any();
    let directory = Directory { segments, compiled: &compiled_segments, settings };
    let universe = Universe::of(targeting.rules, directory, (ids.attribute, &usual_id))?;
    let desk = Desk::new(flag, environment, compiled);
    let mut writer = Writer { flag, universe, ids, usual_id, by_default: Vec::new(), desk, unsaid: Vec::new() };
    if targeting.enabled {
        writer.by_default = writer.ids_by_default(&targeting.clause);
        for entry in targeting.overrides {
            writer.pinned(&entry.variant.0, entry.ids.first());
        }
        for (index, rule) in targeting.rules.iter().enumerate() {
            writer.rule(index, &RuleTitle::of(index, rule), &rule.clause);
        }
        for index in 1..targeting.rules.len() {
            writer.order(index - 1, targeting.rules);
        }
        writer.default(&targeting.clause);
    } else {
        let context = writer.context(&writer.universe.nothing_chosen(), Some(&writer.usual_id));
        writer.desk.offer("switched off".to_owned(), context, |trace| !trace.enabled);
    }
    Ok(Suggestions { cases: writer.desk.cases, known: writer.desk.known, unsaid: writer.unsaid })
}

/// Writes the cases of one flag in one place.
struct Writer<'f> {
    flag: &'f Flag,
    universe: Universe,
    ids: Ids<'f>,
    /// The id of whoever needs none in particular.
    usual_id: String,
    /// Ids on either side of what the default draws, and what they get there.
    by_default: Vec<(String, VariantName)>,
    desk: Desk<'f>,
    unsaid: Vec<String>,
}

impl Writer<'_> {
    fn pinned(&mut self, variant: &str, id: Option<&String>) {
        let Some(id) = id else { return };
        let context = Map::from_iter([("user_id".to_owned(), Value::from(id.as_str()))]);
        let is_pinned = |trace: &Trace| trace.clause.is_none() && trace.enabled;
        self.desk.offer(format!("{id} is pinned to {variant}"), context, is_pinned);
    }

    /// A choice that no rule is for.
    fn no_rule(&self) -> Option<Choice> {
        let goals: Vec<Goal<'_>> = self.universe.rules.iter().map(|rule| (rule, false)).collect();
        self.universe.solve(&goals, self.universe.nothing_chosen())
    }

    fn ids_by_default(&self, clause: &Clause) -> Vec<(String, VariantName)> {
        let Some(choice) = self.no_rule() else { return Vec::new() };
        let points = self.points(clause, &choice).into_iter().filter_map(|point| point.id);
        let served = |id: String| {
            let variant = self.desk.variant(self.context(&choice, Some(&id)));
            (id, variant)
        };
        std::iter::once(self.usual_id.clone()).chain(points).map(served).collect()
    }

    /// Those whom no rule names.
    fn default(&mut self, clause: &Clause) {
        let choice = self.no_rule();
        let is_default = |trace: &Trace| trace.clause.as_ref().is_some_and(|clause| clause.rule.is_none());
        let offered = choice.is_some_and(|choice| self.sides("the default", clause, &choice, &is_default));
        if !offered {
            self.unsaid.push("the default: no context was found that no rule is for".to_owned());
        }
    }

    /// A case for each side of what a clause draws, and one without an id; or just one, where it draws nothing.
    fn sides(&mut self, title: &str, clause: &Clause, choice: &Choice, aim: &dyn Fn(&Trace) -> bool) -> bool {
        let points = self.points(clause, choice);
        let given = self.given_id(choice);
        if points.is_empty() {
            let context = self.context(choice, Some(given.as_ref().unwrap_or(&self.usual_id)));
            return self.desk.offer(title.to_owned(), context, aim);
        }
        let mut offered = false;
        for point in &points {
            let Some(id) = &point.id else {
                self.unsaid.push(format!("{title}: none of the first {AT_MOST} ids is {}", point.words));
                continue;
            };
            let context = self.context(choice, Some(id));
            offered |= self.desk.offer(format!("{title}, {}", point.words), context, aim);
        }
        if given.is_none() {
            let context = self.context(choice, None);
            self.desk.offer(format!("{title}, without {}", self.ids.attribute), context, aim);
        }
        offered
    }

    fn draws(clause: &Clause) -> bool {
        let rollout = clause.rollout.unwrap_or(Percent::FULL);
        rollout != Percent::ZERO && (rollout != Percent::FULL || clause.split.is_some())
    }

    fn points(&self, clause: &Clause, choice: &Choice) -> Vec<Point> {
        let resolved = clause.resolve(&self.flag.variants);
        resolved.map(|clause| self.ids.points(clause, self.given_id(choice).as_deref())).unwrap_or_default()
    }

    /// The id that the rules ask for, where they do.
    fn given_id(&self, choice: &Choice) -> Option<String> {
        let attributes = self.universe.attributes.iter().zip(choice);
        let mut ids = attributes.filter(|(attribute, _)| attribute.name == self.ids.attribute);
        let (attribute, chosen) = ids.next()?;
        let value = chosen.filter(|value| *value != attribute.usual)?;
        attribute.values[value].as_ref()?.as_str().map(str::to_owned)
    }

    /// The context of a choice, with an id or without.
    fn context(&self, choice: &Choice, id: Option<&str>) -> Map<String, Value> {
        let mut context = Map::new();
        let attribute = self.ids.attribute;
        if let Some(id) = id {
            insert(&mut context, attribute, &Value::from(id));
        }
        let chosen = self.universe.chosen(choice).filter(|(name, _)| *name != attribute);
        chosen.for_each(|(name, value)| insert(&mut context, name, value));
        context
    }
}

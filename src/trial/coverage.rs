//! What no case reaches.

use super::cases::Outcome;
use super::places::{Place, answering, path, places};
use crate::change::RuleTitle;
use crate::evaluate::{Admission, ClauseTrace};
use crate::model::{Clause, Flag, Path, Percent, Settings, VariantName};
use std::fmt;

/// A part of a flag that a case can reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The part.
    pub part: Part,
    /// The environment that says it for itself; `None` for the top level.
    pub environment: Option<String>,
    /// Which outcome of its draw, where a rollout admits some and not others.
    pub side: Option<Side>,
    /// Where it stands.
    pub path: Path,
    /// Whether a case reaches it.
    pub reached: bool,
}

/// What can be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A case is about this place; at the top level, it stands for these environments.
    Place(Vec<String>),
    /// The condition of this rule, counted from 0, held for a case.
    Rule(usize, RuleTitle),
    /// A case got what those get whom no rule names.
    Default,
    /// A case got this variant.
    Variant(VariantName),
}

/// An outcome of a draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Inside the rollout.
    Admitted,
    /// Outside of it.
    LeftOut,
}

/// The parts of a flag, each with whether one of these outcomes reaches it.
///
/// What environments inherit counts once, for all of them together; what they say for themselves counts there. Rules
/// and the default of a place that is switched off are no parts: nobody reaches them.
pub fn coverage(flag: &Flag, settings: &Settings, outcomes: &[Outcome<'_>], only: Option<&str>) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    for place in places(flag, settings, only) {
        for target in in_place(flag, &place) {
            if !targets.iter().any(|known| known.is_same(&target)) {
                targets.push(target);
            }
        }
    }
    // Who asks about one environment asks for what it serves, not for what the flag could.
    if only.is_none() {
        targets.extend(flag.variants.list.iter().map(|(name, _)| variant(flag, name)));
    }
    for target in &mut targets {
        target.reached = outcomes.iter().any(|outcome| reaches(flag, outcome, target));
    }
    targets
}

fn in_place(flag: &Flag, place: &Place<'_>) -> Vec<Target> {
    let targeting = flag.targeting(place.environment);
    let layer = place.environment.and_then(|name| flag.layer(name));
    let stands_for = place.stands_for.iter().map(|name| (*name).to_owned()).collect();
    let mut targets = vec![target(Part::Place(stands_for), place.environment, None, path(place.environment))];
    if !targeting.enabled {
        return targets;
    }
    let own = |has_own: bool| place.environment.filter(|_| has_own);
    let environment = own(layer.is_some_and(|layer| layer.rules.is_some()));
    for (index, rule) in targeting.rules.iter().enumerate() {
        let title = RuleTitle::of(index, rule);
        let path = path(environment).key("rules").index(index);
        let part = |side| target(Part::Rule(index, title.clone()), environment, side, path.clone());
        targets.extend(sides(&rule.clause).iter().map(|side| part(*side)));
    }
    let environment = own(layer.is_some_and(|layer| !layer.clause.is_empty()));
    let path = clause_path(flag, environment);
    targets.extend(sides(&targeting.clause).iter().map(|side| target(Part::Default, environment, *side, path.clone())));
    targets
}

fn target(part: Part, environment: Option<&str>, side: Option<Side>, path: Path) -> Target {
    Target { part, environment: environment.map(str::to_owned), side, path, reached: false }
}

fn variant(flag: &Flag, name: &VariantName) -> Target {
    let path = if flag.variants.declared { Path::root().key("variants").key(&name.0) } else { Path::root() };
    target(Part::Variant(name.clone()), None, None, path)
}

/// The outcomes that a clause can have.
fn sides(clause: &Clause) -> &'static [Option<Side>] {
    match clause.rollout {
        Some(rollout) if rollout != Percent::ZERO && rollout != Percent::FULL => {
            &[Some(Side::Admitted), Some(Side::LeftOut)]
        }
        _ => &[None],
    }
}

/// The field that says the default clause of a place.
fn clause_path(flag: &Flag, environment: Option<&str>) -> Path {
    let layer = environment.and_then(|name| flag.layer(name)).unwrap_or(&flag.base);
    let place = path(environment);
    match &layer.clause {
        Clause { rollout: Some(_), .. } => place.key("rollout"),
        Clause { split: Some(_), .. } => place.key("split"),
        Clause { serve: Some(_), .. } => place.key("serve"),
        _ => place,
    }
}

fn reaches(flag: &Flag, outcome: &Outcome<'_>, target: &Target) -> bool {
    let place = answering(flag, outcome.case.environment.as_deref());
    let layer = place.and_then(|name| flag.layer(name));
    let clause = outcome.trace.clause.as_ref().filter(|clause| ended_so(clause, target.side));
    let said_by = |has_own: bool| place.filter(|_| has_own) == target.environment.as_deref();
    match &target.part {
        Part::Place(_) => place == target.environment.as_deref(),
        Part::Variant(name) => outcome.evaluation.variant == name,
        Part::Rule(index, _) => {
            clause.is_some_and(|clause| clause.rule == Some(*index))
                && said_by(layer.is_some_and(|layer| layer.rules.is_some()))
        }
        Part::Default => {
            clause.is_some_and(|clause| clause.rule.is_none())
                && said_by(layer.is_some_and(|layer| !layer.clause.is_empty()))
        }
    }
}

/// Whether a draw ended on a side; without a side, every end will do.
fn ended_so(clause: &ClauseTrace, side: Option<Side>) -> bool {
    let drawn = matches!(clause.admission, Admission::Drawn { .. });
    match side {
        None => true,
        Some(Side::Admitted) => drawn && clause.admitted,
        Some(Side::LeftOut) => drawn && !clause.admitted,
    }
}

impl Target {
    fn is_same(&self, other: &Target) -> bool {
        (&self.part, &self.environment, self.side) == (&other.part, &other.environment, other.side)
    }
}

impl fmt::Display for Target {
    /// `rule 'employees', left out`, `the default of production`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.part, &self.environment) {
            (Part::Place(_), Some(name)) => write!(f, "environment {name}")?,
            (Part::Place(names), None) if names.is_empty() => write!(f, "the top level")?,
            (Part::Place(names), None) => write!(f, "the top level, which answers for {}", names.join(", "))?,
            (Part::Rule(_, title), Some(name)) => write!(f, "{title} of {name}")?,
            (Part::Rule(_, title), None) => write!(f, "{title}")?,
            (Part::Default, Some(name)) => write!(f, "the default of {name}")?,
            (Part::Default, None) => write!(f, "the default")?,
            (Part::Variant(name), _) => write!(f, "variant {name}")?,
        }
        match self.side {
            Some(Side::Admitted) => write!(f, ", admitted"),
            Some(Side::LeftOut) => write!(f, ", left out"),
            None => Ok(()),
        }
    }
}

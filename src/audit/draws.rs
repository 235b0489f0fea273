//! Where a flag still draws lots: some of an audience get one variant, and some another.

use super::settled::sole_of_clause;
use crate::model::{Clause, Flag, Path, Percent, Serving, Settings, TargetingLayer};

/// A clause in force under which two users may get different variants.
pub(super) struct Draw<'a> {
    /// Where; `None` where no environment is declared.
    pub(super) environment: Option<&'a str>,
    /// Whether it is a rule's; else it is the default.
    pub(super) of_rule: bool,
    /// The share admitted.
    pub(super) rollout: Percent,
    /// Whether the admitted are divided.
    pub(super) is_split: bool,
    /// Where it is written.
    pub(super) path: Path,
}

impl Draw<'_> {
    /// Whether a share of everybody is admitted.
    pub(super) fn is_ramp(&self) -> bool {
        !self.of_rule && self.rollout > Percent::ZERO && self.rollout < Percent::FULL
    }
}

/// Every draw of a flag, in each environment of the settings in which it is on; without any, at the top level.
pub(super) fn draws<'a>(flag: &'a Flag, settings: &'a Settings) -> Vec<Draw<'a>> {
    let names: Vec<Option<&str>> = match &settings.environments[..] {
        [] => vec![None],
        names => names.iter().map(|name| Some(name.as_str())).collect(),
    };
    names.into_iter().flat_map(|environment| draws_in(flag, environment)).collect()
}

fn draws_in<'a>(flag: &'a Flag, environment: Option<&'a str>) -> Vec<Draw<'a>> {
    let targeting = flag.targeting(environment);
    if !targeting.enabled || targeting.lacks_default() {
        return Vec::new();
    }
    let rules = targeting.rules.iter().enumerate().map(|(index, rule)| (Some(index), &rule.clause));
    let clauses = std::iter::once((None, &targeting.clause)).chain(rules);
    clauses.filter_map(|(rule, clause)| draw(flag, environment, rule, clause)).collect()
}

fn draw<'a>(flag: &Flag, environment: Option<&'a str>, rule: Option<usize>, clause: &Clause) -> Option<Draw<'a>> {
    let resolved = clause.resolve(&flag.variants)?;
    if sole_of_clause(clause, flag, flag.fallback()?).is_some() {
        return None;
    }
    let is_split = match resolved.serving {
        Serving::Variant(_) => false,
        Serving::Split(split) => split.0.iter().filter(|(_, weight)| *weight > Percent::ZERO).count() > 1,
    };
    let path = match rule {
        Some(index) => written(flag, environment, "rules", |layer| layer.rules.is_some()).index(index),
        None if is_split => written(flag, environment, "split", |layer| layer.clause.split.is_some()),
        None => written(flag, environment, "rollout", |layer| layer.clause.rollout.is_some()),
    };
    Some(Draw { environment, of_rule: rule.is_some(), rollout: resolved.rollout, is_split, path })
}

/// Where a field that holds in an environment is written: there, or at the top level.
fn written(flag: &Flag, environment: Option<&str>, field: &str, has: fn(&TargetingLayer) -> bool) -> Path {
    let own = environment.filter(|name| flag.layer(name).is_some_and(has));
    own.map_or_else(Path::root, |name| Path::root().key("environments").key(name)).key(field)
}

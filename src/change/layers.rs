//! The targeting: at the top level, and in environments as far as they do not just follow it.

use super::overrides::{self, Pinned};
use super::rules::{self, SettledRule};
use super::{Change, Field, Turn, What, clause, compare};
use crate::model::{Clause, Flag, TargetingLayer};

/// The targeting of one place, inheritance applied and defaults written out.
struct Place<'f> {
    enabled: bool,
    overrides: Pinned<'f>,
    rules: Vec<SettledRule<'f>>,
    /// `None` where nothing says what those get whom no rule names.
    default: Option<Clause>,
}

impl<'f> Place<'f> {
    fn of(flag: &'f Flag, environment: Option<&str>) -> Place<'f> {
        let targeting = flag.targeting(environment);
        Place {
            enabled: targeting.enabled,
            overrides: overrides::pinned(targeting.overrides),
            rules: rules::settled(targeting.rules, &flag.variants),
            default: (!targeting.lacks_default()).then(|| clause::settled(&targeting.clause, &flag.variants)),
        }
    }
}

/// Whether an environment has this field for itself.
pub(super) fn names(layer: &TargetingLayer, field: Field) -> bool {
    match field {
        Field::Enabled => layer.enabled.is_some(),
        Field::Overrides => layer.overrides.is_some(),
        Field::Rules => layer.rules.is_some(),
        Field::Rollout => layer.clause.rollout.is_some(),
        Field::Serve | Field::Split => layer.clause.serve.is_some() || layer.clause.split.is_some(),
        Field::Default => names(layer, Field::Rollout) && names(layer, Field::Serve),
        _ => false,
    }
}

/// The changes of the top level, then those of each environment.
pub(super) fn diff(old: &Flag, new: &Flag) -> Vec<Change> {
    let mut changes = Vec::new();
    // From one version to the next most places stay as they are, to the letter.
    let same_base = (&old.base, &old.variants) == (&new.base, &new.variants);
    if !same_base {
        let before = Place::of(old, None);
        changes.extend(told(&before, &before, &Place::of(new, None)).into_iter().map(Change::top));
    }
    // Who has read the changes of the top level expects them wherever they are inherited.
    let expected = (!changes.is_empty()).then(|| with_layers_of(old, new));
    let is_same = |name: &&str| same_base && old.layer(name) == new.layer(name);
    for name in environments(old, new).filter(|name| !is_same(name)) {
        let place = |flag| Place::of(flag, Some(name));
        let (before, after) = (place(old), place(new));
        let own = |flag: &Flag, field| flag.layer(name).is_some_and(|layer| names(layer, field));
        let told = told(&before, expected.as_ref().map(place).as_ref().unwrap_or(&before), &after);
        changes.extend(told.into_iter().map(|what| {
            let inherited = own(old, what.setting()) && !own(new, what.setting());
            Change { environment: Some(name.to_owned()), what: What { inherited, ..what } }
        }));
    }
    changes
}

/// The new flag if no environment had changed for itself.
fn with_layers_of(old: &Flag, new: &Flag) -> Flag {
    let mut environments = old.environments.clone();
    for rule in environments.iter_mut().flat_map(|(_, layer)| layer.rules.iter_mut().flatten()) {
        // What a rule leaves out depends on the variants of its own time.
        rule.clause = clause::settled(&rule.clause, &old.variants);
    }
    Flag { environments, ..new.clone() }
}

fn environments<'f>(old: &'f Flag, new: &'f Flag) -> impl Iterator<Item = &'f str> {
    let gone = old.environments.iter().filter(|(name, _)| new.layer(name).is_none());
    new.environments.iter().chain(gone).map(|(name, _)| name.as_str())
}

/// What a place became, but for what is as expected.
fn told(before: &Place<'_>, expected: &Place<'_>, after: &Place<'_>) -> Vec<What> {
    let kept = |field, text: String| What::new(field, Turn::Kept(text));
    let mut changes = Vec::new();
    changes.extend(unless(
        expected.enabled == after.enabled,
        compare::value(Field::Enabled, before.enabled.to_string(), after.enabled.to_string()),
        || kept(Field::Enabled, after.enabled.to_string()),
    ));
    changes.extend(unless(
        expected.overrides == after.overrides,
        overrides::diff(&before.overrides, &after.overrides),
        || kept(Field::Overrides, overrides::text(&after.overrides)),
    ));
    changes.extend(unless(expected.rules == after.rules, rules::diff(&before.rules, &after.rules), || {
        kept(Field::Rules, rules::titles(&after.rules))
    }));
    changes.extend(default(before, expected, after));
    changes
}

/// Rollout and serving are inherited each for itself, so they are told each for itself where there is a clause.
fn default(before: &Place<'_>, expected: &Place<'_>, after: &Place<'_>) -> Vec<What> {
    let text = |clause: &Option<Clause>| clause.as_ref().map(clause::text);
    let (Some(was), Some(is)) = (&before.default, &after.default) else {
        let (was, is) = (text(&before.default), text(&after.default));
        let kept = || What::new(Field::Default, Turn::Kept("none".to_owned()));
        return unless(expected.default == after.default, compare::optional(Field::Default, was, is), kept);
    };
    let expected = expected.default.as_ref().unwrap_or(was);
    let rollout = unless(expected.rollout == is.rollout, clause::rollout(was, is), || {
        What::new(Field::Rollout, Turn::Kept(clause::rollout_text(is)))
    });
    let as_served = (&expected.serve, &expected.split) == (&is.serve, &is.split);
    let serving = unless(as_served, clause::serving(was, is), || {
        let (field, text) = clause::serving_text(is).unwrap_or((Field::Serve, "none".to_owned()));
        What::new(field, Turn::Kept(text))
    });
    rollout.into_iter().chain(serving).collect()
}

/// Nothing if all is as expected; else the changes, or, without one, that this stayed while it was expected to change.
fn unless(as_expected: bool, changes: impl IntoIterator<Item = What>, kept: impl FnOnce() -> What) -> Vec<What> {
    if as_expected {
        return Vec::new();
    }
    let changes: Vec<What> = changes.into_iter().collect();
    if changes.is_empty() { vec![kept()] } else { changes }
}

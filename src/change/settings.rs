//! What changed from one version of the settings to the next.

use super::compare::{optional, value};
use super::{Change, Field, What};
use crate::model::{AttributeType, Percent, Policy, Settings};
use std::collections::BTreeSet;
use std::fmt::Display;

/// The changes of meaning from one version of the settings to another. Where there is no file, the defaults hold.
pub fn diff_settings(old: &Settings, new: &Settings) -> Vec<Change> {
    let ramp = |settings: &Settings| percentages(&settings.ramp);
    let mut changes = Vec::new();
    changes.extend(list(Field::Environments, &old.environments, &new.environments));
    changes.extend(set(Field::Protected, &old.protected, &new.protected));
    changes.extend(optional(Field::Ramp, ramp(old), ramp(new)));
    changes.extend(attributes(old.attributes.as_deref(), new.attributes.as_deref()));
    changes.extend(policy(&old.policy, &new.policy));
    changes.extend(set(Field::CodePaths, &old.code.paths, &new.code.paths));
    changes.extend(set(Field::CodeExclude, &old.code.exclude, &new.code.exclude));
    changes.extend(set(Field::CodeAliases, &aliases(old), &aliases(new)));
    changes.extend(set(Field::CodePatterns, &old.code.patterns, &new.code.patterns));
    changes.into_iter().map(Change::top).collect()
}

fn policy(old: &Policy, new: &Policy) -> Vec<What> {
    let of_policy = [
        value(Field::MaxStep, old.max_step.to_string(), new.max_step.to_string()),
        value(Field::ExpiringWithin, old.expiring_within.to_string(), new.expiring_within.to_string()),
        value(Field::StaleAfter, old.stale_after.to_string(), new.stale_after.to_string()),
        value(Field::RampStuckAfter, old.ramp_stuck_after.to_string(), new.ramp_stuck_after.to_string()),
        value(Field::UnusedAfter, old.unused_after.to_string(), new.unused_after.to_string()),
    ];
    let mut changes: Vec<What> = of_policy.into_iter().flatten().collect();
    changes.extend(entries(Field::MaxAge, &old.max_age, &new.max_age));
    changes.extend(set(Field::Require, &old.require, &new.require));
    changes.extend(set(Field::Owners, &old.owners, &new.owners));
    changes.extend(entries(Field::RuleLevels, &levels(old), &levels(new)));
    changes
}

fn levels(policy: &Policy) -> Vec<(String, &'static str)> {
    policy.rules.iter().map(|set| (set.to_string(), set.word())).collect()
}

/// Without a vocabulary every attribute goes, with an empty one none: that is told apart from single attributes.
fn attributes(old: Option<&[(String, AttributeType)]>, new: Option<&[(String, AttributeType)]>) -> Vec<What> {
    let names = |(name, kind): &(String, AttributeType)| (name.clone(), kind.name());
    let named = |list: &[(String, AttributeType)]| list.iter().map(names).collect::<Vec<_>>();
    let text = |list: Vec<(String, &str)>| {
        let entries: Vec<String> = list.iter().map(|(name, kind)| format!("{name}: {kind}")).collect();
        if entries.is_empty() { "none".to_owned() } else { entries.join(", ") }
    };
    match (old.map(named), new.map(named)) {
        (Some(old), Some(new)) => entries(Field::Attributes, &old, &new),
        (old, new) => optional(Field::Attributes, old.map(text), new.map(text)).into_iter().collect(),
    }
}

/// Compares a mapping, entry by entry; the order means nothing.
fn entries<K: Display + PartialEq, V: Display>(field: Field, old: &[(K, V)], new: &[(K, V)]) -> Vec<What> {
    let value =
        |list: &[(K, V)], key: &K| list.iter().find(|(known, _)| known == key).map(|(_, value)| value.to_string());
    let gone = old.iter().filter(|(key, _)| value(new, key).is_none());
    gone.chain(new)
        .filter_map(|(key, _)| optional(field, value(old, key), value(new, key)).map(|what| what.item(key.to_string())))
        .collect()
}

/// Compares a list whose order counts.
fn list(field: Field, old: &[String], new: &[String]) -> Option<What> {
    let text = |list: &[String]| (!list.is_empty()).then(|| list.join(", "));
    optional(field, text(old), text(new))
}

/// Compares a list whose order does not count.
fn set(field: Field, old: &[String], new: &[String]) -> Option<What> {
    let differ = old.iter().collect::<BTreeSet<_>>() != new.iter().collect::<BTreeSet<_>>();
    list(field, old, new).filter(|_| differ)
}

fn aliases(settings: &Settings) -> Vec<String> {
    settings.code.aliases.iter().map(|alias| alias.name().to_owned()).collect()
}

fn percentages(list: &[Percent]) -> Option<String> {
    let texts: Vec<String> = list.iter().map(ToString::to_string).collect();
    (!texts.is_empty()).then(|| texts.join(", "))
}

//! What changed from one version of a flag to the next.

use super::compare::{optional, value};
use super::{Change, Field, Turn, What, layers, metadata, variants};
use crate::model::Flag;

/// The changes of meaning from one version of a flag to another; `None` where there was, or is, no such flag.
///
/// Without a change the two mean the same: the same answers to everyone everywhere, and the same metadata.
///
/// ```
/// use ffctl::{change::diff, yaml::read_flag};
///
/// let read = |rollout: &str| {
///     let text = "{description: d, owner: o, type: ops, created: 2026-11-01, enabled: true, rollout: ROLLOUT}";
///     read_flag("new-checkout", &text.replace("ROLLOUT", rollout)).valid()
/// };
/// let changes = diff(read("10").as_ref(), read("25.0").as_ref());
/// assert_eq!(changes.len(), 1);
/// assert_eq!(changes[0].what.to_string(), "rollout 10% → 25%");
/// assert!(diff(read("25").as_ref(), read("25.0").as_ref()).is_empty());
/// ```
pub fn diff(old: Option<&Flag>, new: Option<&Flag>) -> Vec<Change> {
    let whole = |turn| vec![Change::top(What::new(Field::Flag, turn))];
    match (old, new) {
        (None, Some(flag)) => whole(Turn::Added(state(flag))),
        (Some(flag), None) => whole(Turn::Removed(state(flag))),
        (Some(old), Some(new)) if old != new => between(old, new),
        _ => Vec::new(),
    }
}

fn between(old: &Flag, new: &Flag) -> Vec<Change> {
    let variant = |flag: &Flag| flag.fallback().map(ToString::to_string);
    let renamed = value(Field::Flag, &old.key, &new.key);
    let answers = [
        optional(Field::Fallback, variant(old), variant(new)),
        value(Field::BucketBy, old.bucket_by(), new.bucket_by()),
        value(Field::Salt, old.salt(), new.salt()),
    ];
    let whole = renamed
        .into_iter()
        .chain(metadata::diff(old, new))
        .chain(variants::diff(&old.variants, &new.variants))
        .chain(answers.into_iter().flatten());
    let mut changes: Vec<Change> = whole.map(Change::top).collect();
    changes.extend(layers::diff(old, new));
    changes.extend(metadata::tests(&old.tests, &new.tests).map(Change::top));
    changes
}

/// Where a flag that came or went is on: `disabled`, `enabled`, `enabled in staging`.
fn state(flag: &Flag) -> String {
    let on = |name: &str| flag.targeting(Some(name)).enabled;
    let places: Vec<&str> = flag.environments.iter().map(|(name, _)| name.as_str()).filter(|name| on(name)).collect();
    match flag.targeting(None).enabled {
        true => "enabled".to_owned(),
        false if places.is_empty() => "disabled".to_owned(),
        false => format!("enabled in {}", places.join(", ")),
    }
}

//! What changed from one version of a whole directory to the next.

use super::{Change, Field, diff, diff_segments, diff_settings};
use crate::model::{Flag, Segment, Settings};
use std::collections::{BTreeMap, BTreeSet};

/// What a change is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The flag of this key; of its new one, where it was renamed.
    Flag(String),
    /// The segment of this name.
    Segment(String),
    /// The settings.
    Settings,
}

/// What stands in a directory, or in as much of it as is compared.
#[derive(Clone, Debug, Default)]
pub struct TreeModel<'m> {
    /// By key.
    pub flags: BTreeMap<&'m str, &'m Flag>,
    /// By name.
    pub segments: BTreeMap<&'m str, &'m Segment>,
    /// `None` where there is no file: the defaults hold.
    pub settings: Option<&'m Settings>,
}

/// The changes of meaning of everything that stands in either, flags first; what means the same is left out.
///
/// A flag that went and one that came are the same flag under another key where the salt of the new one is the old key, so
/// that everyone keeps their bucket, or where they differ in nothing but the key and the salt.
pub fn diff_trees(old: &TreeModel<'_>, new: &TreeModel<'_>) -> Vec<(Subject, Vec<Change>)> {
    let flags = pair_flags(old, new).into_iter().map(|pair| (Subject::Flag(pair.key().to_owned()), pair.changes()));
    let segments = union(&old.segments, &new.segments).map(|name| {
        let changes = diff_segments(old.segments.get(name).copied(), new.segments.get(name).copied());
        (Subject::Segment(name.to_owned()), changes)
    });
    let defaults = Settings::default();
    let settings = diff_settings(old.settings.unwrap_or(&defaults), new.settings.unwrap_or(&defaults));
    let settings = [(Subject::Settings, settings)];
    flags.chain(segments).chain(settings).filter(|(_, changes)| !changes.is_empty()).collect()
}

/// A flag before and after; at least one of them is there.
#[derive(Clone, Copy, Debug)]
pub struct FlagPair<'m> {
    /// As it was, under whatever key.
    pub before: Option<&'m Flag>,
    /// As it is.
    pub after: Option<&'m Flag>,
}

impl<'m> FlagPair<'m> {
    /// Its key; the new one, where it was renamed.
    pub fn key(&self) -> &'m str {
        self.after.or(self.before).map_or("", |flag| &flag.key)
    }

    /// What changed.
    pub fn changes(&self) -> Vec<Change> {
        diff(self.before, self.after)
    }
}

/// Every flag of either tree with what it was, by key; one that was renamed is one flag.
pub fn pair_flags<'m>(old: &TreeModel<'m>, new: &TreeModel<'m>) -> Vec<FlagPair<'m>> {
    let renamed = renamed(old, new);
    let left: BTreeSet<&str> = renamed.values().map(|flag| flag.key.as_str()).collect();
    let before = |key: &str| renamed.get(key).copied().or(old.flags.get(key).copied());
    let keys = union(&old.flags, &new.flags).filter(|key| !left.contains(key));
    keys.map(|key| FlagPair { before: before(key), after: new.flags.get(key).copied() }).collect()
}

/// The flags that have a new key, by that key, as they were.
fn renamed<'o>(old: &TreeModel<'o>, new: &TreeModel<'_>) -> BTreeMap<String, &'o Flag> {
    let mut gone: Vec<&Flag> = old.flags.values().filter(|flag| !new.flags.contains_key(&*flag.key)).copied().collect();
    let came: Vec<&Flag> = new.flags.values().filter(|flag| !old.flags.contains_key(&*flag.key)).copied().collect();
    let mut renamed = BTreeMap::new();
    // Twins differ in their buckets alone: whoever kept them comes first.
    let ways: [fn(&Flag, &Flag) -> bool; 3] = [
        |old, new| old.salt() == new.salt() && differ_in_key_alone(old, new),
        |old, new| new.salt.as_ref() == Some(&old.key),
        differ_in_key_alone,
    ];
    for is_renamed in ways {
        for flag in &came {
            let was = |old: &&Flag| is_renamed(old, flag);
            if !renamed.contains_key(&flag.key)
                && let Some(found) = gone.iter().position(was)
            {
                renamed.insert(flag.key.clone(), gone.swap_remove(found));
            }
        }
    }
    renamed
}

fn differ_in_key_alone(old: &Flag, new: &Flag) -> bool {
    // Spares most of the comparisons where many flags went and many came.
    (&old.description, old.created) == (&new.description, new.created)
        && diff(Some(old), Some(new)).iter().all(|change| matches!(change.what.field, Field::Flag | Field::Salt))
}

fn union<'m, T>(old: &BTreeMap<&'m str, T>, new: &BTreeMap<&'m str, T>) -> impl Iterator<Item = &'m str> {
    old.keys().chain(new.keys()).copied().collect::<BTreeSet<_>>().into_iter()
}

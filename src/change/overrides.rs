//! Users who always get one variant.

use super::{Field, Turn, What};
use crate::model::Override;
use std::collections::BTreeMap;

/// Which id gets which variant. Where an id is listed twice, the first counts.
pub(super) type Pinned<'f> = BTreeMap<&'f str, &'f str>;

pub(super) fn pinned(overrides: &[Override]) -> Pinned<'_> {
    let mut pinned = Pinned::new();
    for Override { variant, ids } in overrides {
        for id in ids {
            pinned.entry(id).or_insert(&variant.0);
        }
    }
    pinned
}

/// What came and went by variant, then the ids that moved from one variant to another.
pub(super) fn diff(old: &Pinned<'_>, new: &Pinned<'_>) -> Vec<What> {
    let mut members: BTreeMap<&str, (Vec<String>, Vec<String>)> = BTreeMap::new();
    let mut moved: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for (&id, &variant) in new {
        match old.get(id) {
            None => members.entry(variant).or_default().0.push(id.to_owned()),
            Some(&was) if was != variant => moved.entry((was, variant)).or_default().push(id),
            Some(_) => {}
        }
    }
    for (&id, &variant) in old.iter().filter(|(id, _)| !new.contains_key(*id)) {
        members.entry(variant).or_default().1.push(id.to_owned());
    }
    let members =
        members.into_iter().map(|(variant, (added, removed))| (variant.to_owned(), Turn::Members { added, removed }));
    let moved = moved
        .into_iter()
        .map(|((from, to), ids)| (ids.join(", "), Turn::Set { from: from.to_owned(), to: to.to_owned() }));
    members.chain(moved).map(|(item, turn)| What::new(Field::Overrides, turn).item(item)).collect()
}

/// `user-1: true, user-2: false`
pub(super) fn text(pinned: &Pinned<'_>) -> String {
    let entries: Vec<String> = pinned.iter().map(|(id, variant)| format!("{id}: {variant}")).collect();
    entries.join(", ")
}

//! What people know of a flag: who, why, until when.

use super::compare::{members, optional, value};
use super::{Field, Turn, What};
use crate::model::{Flag, TestCase};

pub(super) fn diff(old: &Flag, new: &Flag) -> impl Iterator<Item = What> {
    let day = |date: Option<chrono::NaiveDate>| date.map(|date| date.to_string());
    [
        value(Field::Description, &old.description, &new.description),
        value(Field::Owner, &old.owner, &new.owner),
        value(Field::Type, old.flag_type.name(), new.flag_type.name()),
        value(Field::Created, old.created.to_string(), new.created.to_string()),
        optional(Field::Expires, day(old.expires), day(new.expires)),
        optional(Field::Ticket, old.ticket.clone(), new.ticket.clone()),
        members(Field::Tags, &old.tags, &new.tags),
        members(Field::Links, &old.links, &new.links),
        members(Field::Waivers, &waivers(old), &waivers(new)),
    ]
    .into_iter()
    .flatten()
}

pub(super) fn waivers(flag: &Flag) -> Vec<String> {
    flag.waivers.iter().map(ToString::to_string).collect()
}

/// The test cases that came and went; their order means nothing.
pub(super) fn tests(old: &[TestCase], new: &[TestCase]) -> Option<What> {
    let (added, removed) = (missing_from(old, new), missing_from(new, old));
    let changed = !(added.is_empty() && removed.is_empty());
    changed.then(|| What::new(Field::Tests, Turn::Members { added, removed }))
}

/// The titles of the cases that are in `list` more often than in `other`.
fn missing_from(other: &[TestCase], list: &[TestCase]) -> Vec<String> {
    let mut left: Vec<&TestCase> = other.iter().collect();
    let mut titles = Vec::new();
    for (i, case) in list.iter().enumerate() {
        match left.iter().position(|known| *known == case) {
            Some(found) => drop(left.swap_remove(found)),
            None => titles.push(case.name.clone().unwrap_or_else(|| (i + 1).to_string())),
        }
    }
    titles
}

//! The three comparisons that most fields need: a value, one that may be missing, a set.

use super::{Field, Turn, What};
use std::collections::HashSet;

/// Compares a value that is always there.
pub(super) fn value(field: Field, old: impl Into<String>, new: impl Into<String>) -> Option<What> {
    optional(field, Some(old.into()), Some(new.into()))
}

/// Compares a value that may be missing.
pub(super) fn optional(field: Field, old: Option<String>, new: Option<String>) -> Option<What> {
    let turn = match (old, new) {
        (Some(from), Some(to)) if from != to => Turn::Set { from, to },
        (None, Some(value)) => Turn::Added(value),
        (Some(value), None) => Turn::Removed(value),
        _ => return None,
    };
    Some(What::new(field, turn))
}

/// Compares lists whose order and repetitions mean nothing.
pub(super) fn members(field: Field, old: &[String], new: &[String]) -> Option<What> {
    let (added, removed) = (missing_from(old, new), missing_from(new, old));
    let changed = !(added.is_empty() && removed.is_empty());
    changed.then(|| What::new(field, Turn::Members { added, removed }))
}

/// What of `list` is not in `other`, each once.
fn missing_from(other: &[String], list: &[String]) -> Vec<String> {
    let mut seen: HashSet<&String> = other.iter().collect();
    list.iter().filter(|item| seen.insert(item)).cloned().collect()
}

//! Where a new field goes.

use super::super::read::{FLAG_FIELDS, RULE_FIELDS, TARGETING_FIELDS, WAIVER_FIELDS};
use crate::model::Step;

/// The order of the fields of the mapping at a path; empty where keys are free, and new ones go to the end.
pub type KeyOrder = fn(&[Step]) -> &'static [&'static str];

/// The order of a flag's fields.
pub fn flag_key_order(at: &[Step]) -> &'static [&'static str] {
    match at {
        [] => FLAG_FIELDS,
        [Step::Key(environments), Step::Key(_)] if environments == "environments" => TARGETING_FIELDS,
        [.., Step::Key(rules), Step::Index(_)] if rules == "rules" => RULE_FIELDS,
        [Step::Key(waivers), Step::Index(_)] if waivers == "waivers" => WAIVER_FIELDS,
        _ => &[],
    }
}

/// A new key's neighbour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Right after this entry.
    After(usize),
    /// Right before this one.
    Before(usize),
}

/// Where a key goes among others: after the nearest that precedes it in the order, else before the nearest that
/// follows it, else at the end. `None` among none.
pub(super) fn place(order: &[&str], present: &[Option<&str>], key: &str) -> Option<Place> {
    let end = present.len().checked_sub(1)?;
    let rank = |key: &str| order.iter().position(|known| *known == key);
    let Some(own) = rank(key) else { return Some(Place::After(end)) };
    let ranked = || present.iter().enumerate().filter_map(|(at, key)| Some((rank((*key)?)?, at)));
    let before = ranked().filter(|(rank, _)| *rank < own).max().map(|(_, at)| Place::After(at));
    let after = || ranked().filter(|(rank, _)| *rank > own).min().map(|(_, at)| Place::Before(at));
    Some(before.or_else(after).unwrap_or(Place::After(end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_key_stands_beside_its_nearest_neighbour_in_the_order() {
        let order = ["a", "b", "c", "d"];
        let place = |present: &[&str], key: &str| {
            super::place(&order, &present.iter().map(|key| Some(*key)).collect::<Vec<_>>(), key)
        };
        assert_eq!(place(&["a", "d"], "c"), Some(Place::After(0)));
        assert_eq!(place(&["d", "b", "a"], "c"), Some(Place::After(1)));
        assert_eq!(place(&["d", "c"], "b"), Some(Place::Before(1)));
        assert_eq!(place(&["x", "y"], "b"), Some(Place::After(1)));
        assert_eq!(place(&["a", "b"], "new"), Some(Place::After(1)));
        assert_eq!(place(&[], "a"), None);
    }
}

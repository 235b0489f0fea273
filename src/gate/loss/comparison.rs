//! What two audiences are given, and what of it is lost.

use super::kept::{is_gone, is_kept, is_something};
use crate::impact::{Cell, Gives, Point, Side, WHOLE, cells};
use std::collections::BTreeSet;

/// How what was given stands to what is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Comparison {
    /// For how many pairs of bucket and draw there was something.
    pub(super) had: u64,
    /// For how many of them it is gone.
    pub(super) lost: u64,
    /// Whether those without an id lose what they had.
    pub(super) without_id: bool,
    /// What is lost.
    pub(super) variants: BTreeSet<String>,
}

impl Comparison {
    pub(super) fn loses(&self) -> bool {
        self.lost > 0 || self.without_id
    }

    /// Wherever somebody falls.
    pub(super) fn loses_all(&self) -> bool {
        self.lost == WHOLE
    }

    fn add(&mut self, old: Side<'_>, new: Side<'_>, cell: Cell<'_>) {
        let (Some(had), Some(gets)) = (cell.from, cell.to) else { return };
        if !is_something(old.flag, had) {
            return;
        }
        let is_lost = !is_kept(old.flag, had, new.flag, gets) && !is_gone(old.flag, had, new.flag);
        self.had += cell.weight;
        if is_lost {
            self.lost += cell.weight;
            self.without_id |= cell.point == Point::WithoutId;
            self.variants.insert(had.0.clone());
        }
    }
}

/// Compares what is given on the two sides, as if both drew alike.
pub(super) fn compare(old: Side<'_>, was: &Gives<'_>, new: Side<'_>, is: &Gives<'_>) -> Comparison {
    let mut comparison = Comparison::default();
    cells(was, is).into_iter().for_each(|cell| comparison.add(old, new, cell));
    comparison
}

/// The same for one user, whose draw is known where it is made for their id.
pub(super) fn compare_for(id: &str, old: Side<'_>, was: &Gives<'_>, new: Side<'_>, is: &Gives<'_>) -> Comparison {
    let (Some(before), Some(after)) = (old.point_of(id), new.point_of(id)) else { return compare(old, was, new, is) };
    let mut comparison = Comparison::default();
    let cell = Cell { point: before, weight: WHOLE, from: was.at(before), to: is.at(after) };
    comparison.add(old, new, cell);
    comparison
}

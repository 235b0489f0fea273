//! Places on a line: before, at, between and behind the points that values are ordered against.

use crate::model::Operator;
use std::cmp::Ordering;

/// An ordering that has to hold, or has to fail, against a point.
pub(super) struct Bound<T> {
    pub(super) operator: Operator,
    pub(super) affirmed: bool,
    pub(super) point: T,
}

impl<T: Ord> Bound<T> {
    /// Whether a value that stands so to the point is on the right side of it.
    fn accepts(&self, ordering: Ordering) -> bool {
        self.operator.accepts(ordering) == self.affirmed
    }

    pub(super) fn takes(&self, value: &T) -> bool {
        self.accepts(value.cmp(&self.point))
    }
}

/// Whether there is a place that all bounds accept, other than the points that are excluded.
///
/// Between two points there is always taken to be another value.
pub(super) fn has_place<T: Ord>(bounds: &[Bound<T>], is_excluded: impl Fn(&T) -> bool) -> bool {
    let before_all = || bounds.iter().all(|bound| bound.accepts(Ordering::Less));
    let at = |place: &T| !is_excluded(place) && bounds.iter().all(|bound| bound.takes(place));
    let just_after = |place: &T| {
        let stands = |point: &T| if point <= place { Ordering::Greater } else { Ordering::Less };
        bounds.iter().all(|bound| bound.accepts(stands(&bound.point)))
    };
    before_all() || bounds.iter().any(|bound| at(&bound.point) || just_after(&bound.point))
}

//! A flag as it holds in one environment, before or after.

use super::gives::Point;
use crate::model::{EffectiveTargeting, Flag, Segment};
use std::collections::BTreeMap;

/// Segments by name, as conditions of one side mean them.
pub(crate) type Segments<'s> = BTreeMap<&'s str, &'s Segment>;

/// A flag in an environment, with the segments of its time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Side<'s> {
    pub(crate) flag: &'s Flag,
    pub(crate) targeting: &'s EffectiveTargeting<'s>,
    pub(crate) segments: &'s Segments<'s>,
}

impl<'s> Side<'s> {
    pub(crate) fn new(flag: &'s Flag, targeting: &'s EffectiveTargeting<'s>, segments: &'s Segments<'s>) -> Side<'s> {
        Side { flag, targeting, segments }
    }

    /// Where one user falls, if the draw is made for their id.
    pub(crate) fn point_of(self, id: &str) -> Option<Point> {
        (self.flag.bucket_by() == "user_id").then(|| Point::of(self.flag.salt(), id))
    }

    /// Whether both draw alike: an id falls into the same bucket on both sides.
    pub(super) fn draws_like(self, other: Side<'_>) -> bool {
        (self.flag.salt(), self.flag.bucket_by()) == (other.flag.salt(), other.flag.bucket_by())
    }
}

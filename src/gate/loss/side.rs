//! A flag as it holds in one environment, before or after.

use super::audience::Gives;
use super::offer::Point;
use crate::evaluate::draw;
use crate::gate::logic::Segments;
use crate::model::{EffectiveTargeting, Flag, VariantName};
use serde_json::Value;

/// A flag in an environment, with the segments of its time.
#[derive(Clone, Copy, Debug)]
pub(in crate::gate) struct Side<'s> {
    pub(in crate::gate) flag: &'s Flag,
    pub(in crate::gate) targeting: &'s EffectiveTargeting<'s>,
    pub(in crate::gate) segments: &'s Segments<'s>,
    /// Where the one user falls who is looked at; unknown for any others.
    pub(super) point: Option<Point>,
}

impl<'s> Side<'s> {
    pub(in crate::gate) fn new(
        flag: &'s Flag,
        targeting: &'s EffectiveTargeting<'s>,
        segments: &'s Segments<'s>,
    ) -> Side<'s> {
        Side { flag, targeting, segments, point: None }
    }

    /// The same for one user, whose draw is known where it is made for their id.
    pub(super) fn for_user(self, id: &str) -> Side<'s> {
        let drawn = || {
            let draw = draw(self.flag.salt(), id);
            Point::Drawn { bucket: draw.bucket, split: draw.split }
        };
        Side { point: (self.flag.bucket_by() == "user_id").then(drawn), ..self }
    }

    /// Whether some of those who are given this get more than the fallback.
    pub(super) fn gives_something(&self, gives: &Gives<'_>) -> bool {
        gives.variants(self.flag).iter().any(|variant| is_something(self.flag, variant))
    }
}

/// Whether to have a variant is to have something: of a boolean flag it is true, of another anything but the fallback.
pub(in crate::gate) fn is_something(flag: &Flag, variant: &VariantName) -> bool {
    match is_boolean(flag) {
        true => flag.variants.value(variant) == Some(&Value::Bool(true)),
        false => flag.fallback() != Some(variant),
    }
}

/// Whether a variant does for its user what another one of the earlier flag did: it has its name, or its value.
pub(super) fn is_kept(old: &Flag, had: &VariantName, new: &Flag, gets: &VariantName) -> bool {
    let (before, after) = (old.variants.value(had), new.variants.value(gets));
    if is_boolean(old) { before == after } else { had == gets || before == after }
}

/// Whether no variant of a flag does what this one of the earlier flag did; then more than these users is concerned.
pub(in crate::gate) fn is_gone(old: &Flag, variant: &VariantName, new: &Flag) -> bool {
    !new.variants.list.iter().any(|(name, _)| name == variant || is_kept(old, variant, new, name))
}

fn is_boolean(flag: &Flag) -> bool {
    flag.variants.list.iter().all(|(_, value)| value.is_boolean())
}

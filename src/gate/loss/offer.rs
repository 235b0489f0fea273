//! What two audiences are given, held against each other for all buckets and draws at once.

use super::Side;
use super::audience::Gives;
use super::side::{is_gone, is_kept, is_something};
use crate::model::{Percent, ResolvedClause, Serving, VariantName};
use std::collections::BTreeSet;

/// Where somebody falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Point {
    /// Their id's bucket and draw, in thousandths of a percent.
    Drawn { bucket: u32, split: u32 },
    /// They have no id to draw for.
    WithoutId,
}

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
        self.lost == super::Share::WHOLE
    }
}

/// Compares what is given on the two sides, as if both drew alike.
pub(super) fn compare(old: Side<'_>, was: &Gives<'_>, new: Side<'_>, is: &Gives<'_>) -> Comparison {
    let mut comparison = Comparison::default();
    let mut at = |before: Point, after: Point, weight: u64| {
        let (Some(had), Some(gets)) = (given(old, was, before), given(new, is, after)) else { return };
        if !is_something(old.flag, had) {
            return;
        }
        let is_lost = !is_kept(old.flag, had, new.flag, gets) && !is_gone(old.flag, had, new.flag);
        comparison.had += weight;
        if is_lost {
            comparison.lost += weight;
            comparison.without_id |= before == Point::WithoutId;
            comparison.variants.insert(had.0.clone());
        }
    };
    match (old.point, new.point) {
        (Some(before), Some(after)) => at(before, after, super::Share::WHOLE),
        _ => {
            for (bucket, width) in steps([was, is].into_iter().flat_map(Gives::buckets)) {
                for (split, height) in steps([was, is].into_iter().flat_map(Gives::draws)) {
                    let point = Point::Drawn { bucket, split };
                    at(point, point, width * height);
                }
            }
            at(Point::WithoutId, Point::WithoutId, 0);
        }
    }
    comparison
}

/// The stretches into which these bounds divide 0 to 99,999: where each begins, and how long it is.
fn steps(bounds: impl Iterator<Item = u32>) -> impl Iterator<Item = (u32, u64)> {
    let whole = Percent::FULL.thousandths();
    let bounds: BTreeSet<u32> = bounds.filter(|&bound| bound < whole).chain([0]).collect();
    let ends: Vec<u32> = bounds.iter().copied().skip(1).chain([whole]).collect();
    bounds.into_iter().zip(ends).map(|(begin, end)| (begin, u64::from(end - begin)))
}

/// What somebody is given.
fn given<'s>(side: Side<'s>, gives: &Gives<'s>, point: Point) -> Option<&'s VariantName> {
    let clause = match gives {
        Gives::Unknown => return None,
        Gives::Always(variant) => return Some(variant),
        Gives::Clause(clause) => clause,
    };
    match (clause.serving, point) {
        _ if clause.rollout == Percent::ZERO => side.flag.fallback(),
        (Serving::Variant(variant), _) if clause.rollout == Percent::FULL => Some(variant),
        (_, Point::WithoutId) => side.flag.fallback(),
        (_, Point::Drawn { bucket, .. }) if bucket >= clause.rollout.thousandths() => side.flag.fallback(),
        (Serving::Variant(variant), _) => Some(variant),
        (Serving::Split(split), Point::Drawn { split: drawn, .. }) => {
            let mut end = 0;
            let mut shares = split.0.iter();
            let share = shares.find(|(_, weight)| {
                end += weight.thousandths();
                drawn < end
            });
            share.map(|(variant, _)| variant)
        }
    }
}

impl Gives<'_> {
    /// The bounds of buckets between which all are given alike.
    fn buckets(&self) -> impl Iterator<Item = u32> + use<> {
        let rollout = match self {
            Gives::Clause(ResolvedClause { rollout, .. }) => Some(rollout.thousandths()),
            Gives::Always(_) | Gives::Unknown => None,
        };
        rollout.into_iter()
    }

    /// The same of draws.
    fn draws(&self) -> impl Iterator<Item = u32> + use<> {
        let mut end = 0;
        let bounds: Vec<u32> = match self {
            Gives::Clause(ResolvedClause { serving: Serving::Split(split), .. }) => {
                let ends = split.0.iter().map(|(_, weight)| {
                    end += weight.thousandths();
                    end
                });
                ends.collect()
            }
            _ => Vec::new(),
        };
        bounds.into_iter()
    }
}

//! What an audience is given, by where its users fall.

use crate::evaluate::draw;
use crate::model::{Clause, Flag, Percent, ResolvedClause, Serving, VariantName};
use std::collections::BTreeSet;

/// What an audience is given.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Gives<'s> {
    /// One variant, without a draw.
    Always(&'s VariantName),
    /// What a clause says, and who is not admitted the fallback.
    Clause(ResolvedClause<'s>, Option<&'s VariantName>),
    /// Nothing: the flag is not there, or invalid.
    Nothing,
}

/// Where somebody falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Point {
    /// Their id's bucket and draw, in thousandths of a percent.
    Drawn { bucket: u32, split: u32 },
    /// They have no id to draw for.
    WithoutId,
}

impl Point {
    pub(super) fn of(salt: &str, id: &str) -> Point {
        let draw = draw(salt, id);
        Point::Drawn { bucket: draw.bucket, split: draw.split }
    }
}

impl<'s> Gives<'s> {
    pub(super) fn of(clause: &'s Clause, flag: &'s Flag) -> Gives<'s> {
        let resolved = clause.resolve(&flag.variants);
        resolved.map_or(Gives::Nothing, |clause| Gives::Clause(clause, flag.fallback()))
    }

    /// What somebody is given who falls there.
    pub(crate) fn at(&self, point: Point) -> Option<&'s VariantName> {
        let (clause, fallback) = match *self {
            Gives::Nothing => return None,
            Gives::Always(variant) => return Some(variant),
            Gives::Clause(clause, fallback) => (clause, fallback),
        };
        match (clause.serving, point) {
            _ if clause.rollout == Percent::ZERO => fallback,
            (Serving::Variant(variant), _) if clause.rollout == Percent::FULL => Some(variant),
            (_, Point::WithoutId) => fallback,
            (_, Point::Drawn { bucket, .. }) if bucket >= clause.rollout.thousandths() => fallback,
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

    /// Everything that somebody is given, wherever they fall.
    pub(crate) fn variants(&self) -> BTreeSet<&'s VariantName> {
        super::cells::cells(self, self).into_iter().filter_map(|cell| cell.from).collect()
    }

    /// Whether a draw decides.
    pub(super) fn draws(&self) -> bool {
        match self {
            Gives::Clause(clause, _) => match clause.serving {
                Serving::Variant(_) => clause.rollout > Percent::ZERO && clause.rollout < Percent::FULL,
                Serving::Split(_) => clause.rollout > Percent::ZERO,
            },
            Gives::Always(_) | Gives::Nothing => false,
        }
    }

    /// The bounds of buckets between which all are given alike.
    pub(super) fn bucket_bounds(&self) -> impl Iterator<Item = u32> + use<> {
        let rollout = match self {
            Gives::Clause(ResolvedClause { rollout, .. }, _) => Some(rollout.thousandths()),
            Gives::Always(_) | Gives::Nothing => None,
        };
        rollout.into_iter()
    }

    /// The same of draws.
    pub(super) fn draw_bounds(&self) -> impl Iterator<Item = u32> + use<> {
        let mut end = 0;
        let bounds: Vec<u32> = match self {
            Gives::Clause(ResolvedClause { serving: Serving::Split(split), .. }, _) => {
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

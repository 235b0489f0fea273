//! From one variant to another, and for how many.

use super::cells::{WHOLE, cells};
use super::gives::{Gives, Point};
use super::{Share, Side};
use crate::model::VariantName;
use std::collections::{BTreeMap, BTreeSet};

/// What somebody was given and is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    /// Before; `None` where the flag was not there.
    pub from: Option<String>,
    /// After; `None` where it is gone.
    pub to: Option<String>,
    /// Whether that is something else: another variant, or another value of it.
    pub moves: bool,
    /// How many.
    pub share: Share,
}

/// What somebody is given, before and after.
pub(super) type Given<'s> = (Option<&'s VariantName>, Option<&'s VariantName>);

/// The transitions of those who were given one thing and are given another; then those of whoever has no
/// id to draw for, where they move.
pub(super) fn between(
    old: Option<Side<'_>>,
    was: &Gives<'_>,
    new: Option<Side<'_>>,
    is: &Gives<'_>,
    is_drawn_anew: bool,
) -> (Vec<Transition>, Vec<Transition>) {
    let transition = |from: Option<&VariantName>, to: Option<&VariantName>, share| Transition {
        from: from.map(ToString::to_string),
        to: to.map(ToString::to_string),
        moves: moves(old, from, new, to),
        share,
    };
    let mut shares = BTreeMap::new();
    let mut add = |from, to, share| *shares.entry((from, to)).or_insert(Share::default()) += share;
    if is_drawn_anew {
        for before in cells(was, was) {
            for after in cells(is, is) {
                add(before.from, after.to, Share::of_both(before.weight, after.weight));
            }
        }
    } else {
        cells(was, is).into_iter().for_each(|cell| add(cell.from, cell.to, Share::of_cells(cell.weight)));
    }
    let shares = shares.into_iter().filter(|(_, share)| !share.is_zero());
    let transitions: Vec<Transition> = shares.map(|((from, to), share)| transition(from, to, share)).collect();
    let hashes_another = old.zip(new).is_some_and(|(old, new)| old.flag.bucket_by() != new.flag.bucket_by());
    let without_id = without_id(was, is, hashes_another).into_iter();
    let without_id = without_id.map(|(from, to)| transition(from, to, Share::default()));
    (transitions, without_id.filter(|transition| transition.moves && (was.draws() || is.draws())).collect())
}

/// What those are given who have no id to draw for; where another attribute is hashed, also those who have one of the two.
fn without_id<'s>(was: &Gives<'s>, is: &Gives<'s>, hashes_another: bool) -> BTreeSet<Given<'s>> {
    let (from, to) = (was.at(Point::WithoutId), is.at(Point::WithoutId));
    let mut given = BTreeSet::from([(from, to)]);
    if hashes_another {
        given.extend(cells(is, is).into_iter().map(|cell| (from, cell.to)));
        given.extend(cells(was, was).into_iter().map(|cell| (cell.from, to)));
    }
    given
}

/// Whether somebody is given something else: another variant, or another value of the same name.
pub(super) fn moves(
    old: Option<Side<'_>>,
    from: Option<&VariantName>,
    new: Option<Side<'_>>,
    to: Option<&VariantName>,
) -> bool {
    let value = |side: Option<Side<'_>>, name: Option<&VariantName>| {
        side.zip(name).and_then(|(side, name)| side.flag.variants.value(name).cloned())
    };
    from != to || value(old, from) != value(new, to)
}

impl Transition {
    /// Everybody's.
    pub(super) fn is_whole(&self) -> bool {
        self.share == Share::of_cells(WHOLE)
    }
}

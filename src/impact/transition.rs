//! From one variant to another, and for how many.

use super::cells::{WHOLE, cells};
use super::gives::{Gives, Point};
use super::{Share, Side};
use crate::model::VariantName;
use std::collections::BTreeMap;

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

/// The transitions of those who were given one thing and are given another; then that of those without an id, where it
/// moves them and they are not given what all are.
pub(super) fn between(
    old: Option<Side<'_>>,
    was: &Gives<'_>,
    new: Option<Side<'_>>,
    is: &Gives<'_>,
    is_drawn_anew: bool,
) -> (Vec<Transition>, Option<Transition>) {
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
    let draws = was.draws() || is.draws();
    let without_id = transition(was.at(Point::WithoutId), is.at(Point::WithoutId), Share::default());
    (transitions, Some(without_id).filter(|without_id| without_id.moves && draws))
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

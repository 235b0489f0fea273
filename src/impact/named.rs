//! Single users of whom more is known than of others.

use super::audience::Answers;
use super::transition::{Given, moves};
use super::{Audience, Point, Side, cells};
use crate::logic::Claim;
use crate::model::VariantName;
use std::collections::{BTreeMap, BTreeSet};

/// Users who are given something else, by what they were and are given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Their ids.
    pub ids: Vec<String>,
    /// Before; `None` where the flag was not there.
    pub from: Option<String>,
    /// After; `None` where it is gone.
    pub to: Option<String>,
    /// Whether it is certain; else it depends on their attributes.
    pub is_certain: bool,
}

/// Those of these users who get something else, or may.
pub(super) fn moved(special: &[String], old: Option<Side<'_>>, new: Option<Side<'_>>) -> Vec<Named> {
    let (was, is) = (old.map(Answers::of), new.map(Answers::of));
    let mut found: BTreeMap<(bool, Given<'_>), Vec<String>> = BTreeMap::new();
    for id in special {
        let pairs = possible(id, was.as_ref(), is.as_ref());
        let is_certain = pairs.len() == 1;
        for pair in pairs.into_iter().filter(|(from, to)| moves(old, *from, new, *to)) {
            found.entry((!is_certain, pair)).or_default().push(id.clone());
        }
    }
    let named = |((may, (from, to)), ids): ((bool, Given<'_>), Vec<String>)| {
        let name = |variant: Option<&VariantName>| variant.map(ToString::to_string);
        Named { ids, from: name(from), to: name(to), is_certain: !may }
    };
    found.into_iter().map(named).collect()
}

/// All that one user may have been given with what they may be given.
fn possible<'s>(id: &str, was: Option<&Answers<'s>>, is: Option<&Answers<'s>>) -> BTreeSet<Given<'s>> {
    let ids = [id.to_owned()];
    let user = Claim::listed(&ids, true);
    let nothing = Audience::everyone(super::Gives::Nothing);
    let of = |side: Option<&Answers<'s>>| -> Vec<Audience<'s>> {
        side.map_or_else(|| vec![nothing.clone()], |side| side.audiences_of(id).to_vec())
    };
    let point = |side: Option<&Answers<'s>>| side.and_then(|side| side.side.point_of(id));
    let draw_alike = was.zip(is).is_none_or(|(was, is)| was.side.draws_like(is.side));
    let mut pairs = BTreeSet::new();
    let after = of(is);
    for before in of(was) {
        for after in &after {
            if before.may_share(after, user) {
                pairs.extend(given((&before, point(was)), (after, point(is)), draw_alike));
            }
        }
    }
    pairs
}

/// What both give to a user, wherever they may fall on the sides where that is not known.
fn given<'s>(
    (was, before): (&Audience<'s>, Option<Point>),
    (is, after): (&Audience<'s>, Option<Point>),
    draw_alike: bool,
) -> BTreeSet<Given<'s>> {
    if draw_alike && before.is_none() && after.is_none() {
        return cells(&was.gives, &is.gives).into_iter().map(|cell| (cell.from, cell.to)).collect();
    }
    let all = |audience: &Audience<'s>, point: Option<Point>| -> BTreeSet<Option<&'s VariantName>> {
        match point {
            Some(point) => BTreeSet::from([audience.gives.at(point)]),
            None => cells(&audience.gives, &audience.gives).into_iter().map(|cell| cell.from).collect(),
        }
    };
    let to = all(is, after);
    all(was, before).into_iter().flat_map(|from| to.iter().map(move |to| (from, *to))).collect()
}

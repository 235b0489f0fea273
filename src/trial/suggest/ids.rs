//! Ids whose bucket lies where it is wanted.

use crate::evaluate::{Draw, draw};
use crate::model::{Flag, Percent, ResolvedClause, Serving};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashSet;

/// The ids that a flag draws for: `u-1`, `u-2` and so on, but for those that are named somewhere.
pub(super) struct Ids<'f> {
    /// The attribute that holds them.
    pub(super) attribute: &'f str,
    salt: &'f str,
    taken: HashSet<&'f str>,
    /// The first ids with their draws: every border is looked for among them.
    first: OnceCell<Vec<(String, Draw)>>,
}

/// An id on one side of a border.
pub(super) struct Point {
    /// Which side, in words: `just inside 25%`.
    pub(super) words: String,
    /// The id; `None` where none of those looked at lies there.
    pub(super) id: Option<String>,
}

/// How many ids are looked at for the nearest one.
const ENOUGH: usize = 5_000;
/// How many are looked at for any.
pub(super) const AT_MOST: u32 = 200_000;

impl<'f> Ids<'f> {
    pub(super) fn new(flag: &'f Flag, taken: impl Iterator<Item = &'f str>) -> Ids<'f> {
        Ids { attribute: flag.bucket_by(), salt: flag.salt(), taken: taken.collect(), first: OnceCell::new() }
    }

    /// An id that nothing names.
    pub(super) fn any(&self) -> String {
        self.like(None).next().unwrap_or_default()
    }

    /// The ids `u-1`, `u-2` …; those that begin with a given one, where the rules ask for that.
    fn like<'s>(&'s self, given: Option<&'s str>) -> impl Iterator<Item = String> + 's {
        let last = self.attribute.rsplit('.').next().and_then(|name| name.chars().next()).unwrap_or('u');
        let stem = given.map_or_else(|| last.to_string(), str::to_owned);
        let ids = (1..=AT_MOST).map(move |number| format!("{stem}-{number}"));
        ids.filter(|id| !self.taken.contains(id.as_str()))
    }

    /// The same ids with their draws.
    fn drawn<'s>(&'s self, given: Option<&'s str>) -> impl Iterator<Item = (Cow<'s, str>, Draw)> {
        let with_draw = |id: String| {
            let draw = draw(self.salt, &id);
            (id, draw)
        };
        let first = match given {
            None => self.first.get_or_init(|| self.like(None).take(ENOUGH).map(with_draw).collect()).as_slice(),
            Some(_) => &[],
        };
        let others = self.like(given).skip(first.len()).map(with_draw);
        let first = first.iter().map(|(id, draw)| (Cow::Borrowed(id.as_str()), *draw));
        first.chain(others.map(|(id, draw)| (Cow::Owned(id), draw)))
    }

    /// The id with the least distance, among the first ones that have any.
    fn nearest(&self, given: Option<&str>, distance: impl Fn(Draw) -> Option<u32>) -> Option<String> {
        let mut nearest: Option<(u32, Cow<'_, str>)> = None;
        for (number, (id, draw)) in self.drawn(given).enumerate() {
            if number >= ENOUGH && nearest.is_some() {
                break;
            }
            if let Some(distance) = distance(draw)
                && nearest.as_ref().is_none_or(|(least, _)| distance < *least)
            {
                nearest = Some((distance, id));
            }
        }
        nearest.map(|(_, id)| id.into_owned())
    }

    /// On either side of each border that a clause draws; none where it serves without a draw.
    pub(super) fn points(&self, clause: ResolvedClause<'_>, given: Option<&str>) -> Vec<Point> {
        let rollout = clause.rollout;
        let mut points = Vec::new();
        if rollout == Percent::ZERO {
            return points;
        }
        if rollout != Percent::FULL {
            let border = rollout.thousandths();
            let beside = |is_inside: bool| {
                let distance = |draw: Draw| draw.bucket.abs_diff(border);
                self.nearest(given, |draw| (draw.admitted_to(rollout) == is_inside).then(|| distance(draw)))
            };
            points.push(Point { words: format!("just inside {rollout}%"), id: beside(true) });
            points.push(Point { words: format!("just outside {rollout}%"), id: beside(false) });
        }
        if let Serving::Split(split) = clause.serving {
            let mut start = 0;
            for (at, (name, weight)) in split.0.iter().enumerate() {
                let share = start..start + weight.thousandths();
                start = share.end;
                // The last share ends where all do: only its beginning can move.
                let border = if at + 1 < split.0.len() { share.end } else { share.start };
                if !share.is_empty() {
                    let is_drawn = |draw: Draw| draw.admitted_to(rollout) && share.contains(&draw.split);
                    let id = self.nearest(given, |draw| is_drawn(draw).then(|| draw.split.abs_diff(border)));
                    points.push(Point { words: format!("draws {name}"), id });
                }
            }
        }
        points
    }
}

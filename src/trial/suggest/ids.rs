//! Ids whose bucket lies where it is wanted.

use crate::evaluate::draw;
use crate::model::{Flag, Percent, ResolvedClause, Serving};
use std::collections::HashSet;
use std::ops::Range;

/// The ids that a flag draws for: `u-1`, `u-2` and so on, but for those that are named somewhere.
pub(super) struct Ids<'f> {
    /// The attribute that holds them.
    pub(super) attribute: &'f str,
    salt: &'f str,
    taken: HashSet<&'f str>,
}

/// An id on one side of a border.
pub(super) struct Point {
    /// Which side, in words: `just inside 25%`.
    pub(super) words: String,
    /// The id; `None` where none of those looked at lies there.
    pub(super) id: Option<String>,
}

/// How many ids are looked at for the nearest one.
const ENOUGH: u32 = 5_000;
/// How many are looked at for any.
pub(super) const AT_MOST: u32 = 200_000;

impl<'f> Ids<'f> {
    pub(super) fn new(flag: &'f Flag, taken: impl Iterator<Item = &'f str>) -> Ids<'f> {
        Ids { attribute: flag.bucket_by(), salt: flag.salt(), taken: taken.collect() }
    }

    /// An id that nothing names.
    pub(super) fn any(&self) -> String {
        self.like(None, AT_MOST).next().unwrap_or_default()
    }

    /// The ids `u-1`, `u-2` …; those that begin with a given one, where the rules ask for that.
    fn like<'s>(&'s self, given: Option<&'s str>, count: u32) -> impl Iterator<Item = String> + 's {
        let last = self.attribute.rsplit('.').next().and_then(|name| name.chars().next()).unwrap_or('u');
        let stem = given.map_or_else(|| last.to_string(), str::to_owned);
        let ids = (1..=count).map(move |number| format!("{stem}-{number}"));
        ids.filter(|id| !self.taken.contains(id.as_str()))
    }

    /// On either side of each border that a clause draws; none where it serves without a draw.
    pub(super) fn points(&self, clause: ResolvedClause<'_>, given: Option<&str>) -> Vec<Point> {
        let rollout = clause.rollout;
        let mut points = Vec::new();
        if rollout == Percent::ZERO {
            return points;
        }
        if rollout != Percent::FULL {
            let [inside, outside] = self.beside(rollout, given);
            points.push(Point { words: format!("just inside {rollout}%"), id: inside });
            points.push(Point { words: format!("just outside {rollout}%"), id: outside });
        }
        if let Serving::Split(split) = clause.serving {
            let mut start = 0;
            for (at, (name, weight)) in split.0.iter().enumerate() {
                let share = start..start + weight.thousandths();
                start = share.end;
                // The last share ends where all do: only its beginning can move.
                let border = if at + 1 < split.0.len() { share.end } else { share.start };
                if !share.is_empty() {
                    let id = self.in_share(rollout, &share, border, given);
                    points.push(Point { words: format!("draws {name}"), id });
                }
            }
        }
        points
    }

    /// The admitted id that draws a share, and lies nearest to a border of it.
    fn in_share(&self, rollout: Percent, share: &Range<u32>, border: u32, given: Option<&str>) -> Option<String> {
        let mut nearest: Option<(u32, String)> = None;
        for (number, id) in (1..).zip(self.like(given, AT_MOST)) {
            if number > ENOUGH && nearest.is_some() {
                break;
            }
            let draw = draw(self.salt, &id);
            let distance = draw.split.abs_diff(border);
            let is_nearer = nearest.as_ref().is_none_or(|(least, _)| distance < *least);
            if draw.admitted_to(rollout) && share.contains(&draw.split) && is_nearer {
                nearest = Some((distance, id));
            }
        }
        nearest.map(|(_, id)| id)
    }

    /// The ids nearest to a percentage: the last one inside, and the first one outside.
    fn beside(&self, rollout: Percent, given: Option<&str>) -> [Option<String>; 2] {
        let border = rollout.thousandths();
        let mut nearest: [Option<(u32, String)>; 2] = [None, None];
        for (number, id) in (1..).zip(self.like(given, AT_MOST)) {
            let bucket = draw(self.salt, &id).bucket;
            let side = &mut nearest[usize::from(bucket >= border)];
            let distance = bucket.abs_diff(border);
            if side.as_ref().is_none_or(|(least, _)| distance < *least) {
                *side = Some((distance, id));
            }
            if number >= ENOUGH && nearest.iter().all(Option::is_some) {
                break;
            }
        }
        nearest.map(|found| found.map(|(_, id)| id))
    }
}

//! `condition-too-deep`: conditions, with those of their segments, nest no deeper than evaluation goes.

use super::places::asked;
use super::{Rule, Scope, Subject};
use crate::model::{Condition, Diagnostic, Level, Segment};
use std::collections::{BTreeMap, HashMap};

pub(super) const RULES: &[Rule] = &[Rule {
    name: "condition-too-deep",
    level: Level::Error,
    about: "conditions, with those of their segments, nest at most 128 levels deep",
}];

pub(super) fn check(subject: Subject<'_>, scope: Scope<'_>) -> Vec<Diagnostic> {
    let mut depths = Depths { segments: scope.segments, proven: HashMap::new() };
    let mut found = Vec::new();
    for asked in asked(subject) {
        // A segment that is too deep itself is complained of in its own file.
        let mut segments = asked.condition.segments().into_iter();
        if !depths.fits(asked.condition, Condition::MAX_DEPTH) && segments.all(|name| depths.segment_fits(name)) {
            let most = Condition::MAX_DEPTH;
            let message = format!("with those of its segments, the conditions are nested more than {most} levels deep");
            let help = "name fewer segments in a row: let one condition say what several do".to_owned();
            found.push(Diagnostic::error("condition-too-deep", asked.path(), message).at_key().help(help));
        }
    }
    found
}

/// How deep conditions go. No way down is followed further than is allowed, so that a circle ends it too.
struct Depths<'a> {
    segments: &'a BTreeMap<String, Segment>,
    /// The fewest levels that a segment is known to fit in.
    proven: HashMap<&'a str, usize>,
}

impl<'a> Depths<'a> {
    fn fits(&mut self, condition: &'a Condition, levels: usize) -> bool {
        let Some(inner) = levels.checked_sub(1) else { return false };
        match condition {
            Condition::Attribute { .. } => true,
            Condition::All(list) | Condition::Any(list) => list.iter().all(|condition| self.fits(condition, inner)),
            Condition::Not(condition) => self.fits(condition, inner),
            Condition::Segment(name) => self.segment_fits_in(name, inner),
        }
    }

    fn segment_fits(&mut self, name: &'a str) -> bool {
        self.segment_fits_in(name, Condition::MAX_DEPTH)
    }

    fn segment_fits_in(&mut self, name: &'a str, levels: usize) -> bool {
        let Some(condition) = self.segments.get(name).and_then(|segment| segment.condition.as_ref()) else {
            return true;
        };
        if self.proven.get(name).is_some_and(|&enough| enough <= levels) {
            return true;
        }
        let fits = self.fits(condition, levels);
        if fits {
            self.proven.insert(name, levels);
        }
        fits
    }
}

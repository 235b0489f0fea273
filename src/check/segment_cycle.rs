//! `segment-cycle`: a segment cannot depend on itself.

use super::{Rule, Scope};
use crate::model::{Diagnostic, Level, Path, Segment, segment_cycle};

pub(super) const RULES: &[Rule] =
    &[Rule { name: "segment-cycle", level: Level::Error, about: "segments do not name each other in a circle" }];

pub(super) fn check(segment: &Segment, scope: Scope<'_>) -> Vec<Diagnostic> {
    let Some(cycle) = segment_cycle(&segment.name, scope.segments) else { return Vec::new() };
    let message = format!("the segment depends on itself: {}", cycle.join(" → "));
    let help = "take one of the references out".to_owned();
    vec![Diagnostic::error("segment-cycle", Path::root().key("if"), message).at_key().help(help)]
}

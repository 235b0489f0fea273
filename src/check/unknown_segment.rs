//! `unknown-segment`: a segment has a file.

use super::places::each_condition;
use super::{Rule, Scope, Subject};
use crate::model::{Condition, Diagnostic, Level, hint};

pub(super) const RULES: &[Rule] =
    &[Rule { name: "unknown-segment", level: Level::Error, about: "a segment that is named has a file" }];

pub(super) fn check(subject: Subject<'_>, scope: Scope<'_>) -> Vec<Diagnostic> {
    let known = scope.segment_names;
    let mut found = Vec::new();
    each_condition(subject, &mut |path, condition| {
        if let Condition::Segment(name) = condition
            && !known.contains(name)
        {
            let help = hint(name, known.iter().map(String::as_str))
                .or_else(|| Some(format!("there is no segment; make segments/{name}.yaml")));
            let path = path.clone().key("segment");
            found.push(Diagnostic::error("unknown-segment", path, format!("unknown segment '{name}'")).help(help));
        }
    });
    found
}

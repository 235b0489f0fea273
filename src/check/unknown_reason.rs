//! `unknown-reason`: a test can only ask for a reason that evaluation gives.

use super::{Rule, Scope};
use crate::model::{Diagnostic, Flag, Level, Path, Reason, hint};

pub(super) const RULES: &[Rule] =
    &[Rule { name: "unknown-reason", level: Level::Error, about: "a test's `reason` is one that evaluation gives" }];

pub(super) fn check(flag: &Flag, _: Scope<'_>) -> Vec<Diagnostic> {
    let names = || Reason::ANSWERS.iter().map(|reason| reason.name());
    let tests = flag.tests.iter().enumerate().filter_map(|(i, test)| Some((i, test.reason.as_deref()?)));
    tests
        .filter(|(_, reason)| !names().any(|name| name == *reason))
        .map(|(i, reason)| {
            let path = Path::root().key("tests").index(i).key("reason");
            Diagnostic::error("unknown-reason", path, format!("unknown reason '{reason}'")).help(hint(reason, names()))
        })
        .collect()
}

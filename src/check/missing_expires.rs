//! `missing-expires`: releases and experiments are made to end.

use super::{Rule, Scope};
use crate::model::{Diagnostic, Flag, Level, Path};

pub(super) const RULES: &[Rule] = &[Rule {
    name: "missing-expires",
    level: Level::Error,
    about: "a flag of type release or experiment says when it expires",
}];

pub(super) fn check(flag: &Flag, _: Scope<'_>) -> Vec<Diagnostic> {
    if flag.expires.is_some() || !flag.flag_type.must_expire() {
        return Vec::new();
    }
    let message = format!("a flag of type {} needs `expires`", flag.flag_type);
    let help = "add `expires: YYYY-MM-DD`, or choose the type ops, kill-switch or permission".to_owned();
    vec![Diagnostic::error("missing-expires", Path::root().key("type"), message).help(help)]
}

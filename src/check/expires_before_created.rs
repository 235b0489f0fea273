//! `expires-before-created`: a flag that ends before it begins has a mistyped date.

use super::{Rule, Scope};
use crate::model::{Diagnostic, Flag, Level, Path};

pub(super) const RULES: &[Rule] =
    &[Rule { name: "expires-before-created", level: Level::Error, about: "`expires` is not before `created`" }];

pub(super) fn check(flag: &Flag, _: Scope<'_>) -> Vec<Diagnostic> {
    let expires = flag.expires.filter(|expires| *expires < flag.created);
    let complaint = |expires| {
        let message = format!("the flag expires on {expires}, before it was created on {}", flag.created);
        Diagnostic::error("expires-before-created", Path::root().key("expires"), message)
            .help("correct one of the two dates".to_owned())
    };
    expires.map(complaint).into_iter().collect()
}

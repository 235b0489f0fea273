//! `serve-and-split`: a clause serves one variant, or draws among several.

use super::places::clauses;
use super::{Rule, Scope};
use crate::model::{Diagnostic, Flag, Level};

pub(super) const RULES: &[Rule] =
    &[Rule { name: "serve-and-split", level: Level::Error, about: "a clause has `serve` or `split`, not both" }];

pub(super) fn check(flag: &Flag, _: Scope<'_>) -> Vec<Diagnostic> {
    let both = clauses(flag).filter(|(_, clause)| clause.serve.is_some() && clause.split.is_some());
    both.map(|(path, _)| {
        Diagnostic::error("serve-and-split", path.key("split"), "`serve` and `split` cannot stand in one clause")
            .at_key()
            .help("keep `serve` for one variant, or `split` to draw among several".to_owned())
    })
    .collect()
}

//! `missing-fallback`: a flag with `variants` has to say what is served where nothing else is.

use super::{Rule, Scope};
use crate::model::{Diagnostic, Flag, Level, Path};

pub(super) const RULES: &[Rule] =
    &[Rule { name: "missing-fallback", level: Level::Error, about: "a flag with `variants` names its `fallback`" }];

pub(super) fn check(flag: &Flag, _: Scope<'_>) -> Vec<Diagnostic> {
    // Without a single variant there is nothing to name: reading the file has complained of that.
    if flag.fallback().is_some() || flag.variants.list.is_empty() {
        return Vec::new();
    }
    let names: Vec<&str> = flag.variants.names().collect();
    let message = "a flag with `variants` needs a `fallback`, for when it is disabled and for users outside a rollout";
    vec![
        Diagnostic::error("missing-fallback", Path::root().key("variants"), message)
            .at_key()
            .help(format!("add `fallback:` with one of {}", names.join(", "))),
    ]
}

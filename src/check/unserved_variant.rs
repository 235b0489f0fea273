//! `unserved-variant`: a variant that nobody can get is a leftover, or was forgotten in a split.

use super::places::variant_mentions;
use super::{Rule, Scope};
use crate::model::{Diagnostic, Flag, Level, Path};

pub(super) const RULES: &[Rule] =
    &[Rule { name: "unserved-variant", level: Level::Warning, about: "every variant is served somewhere" }];

pub(super) fn check(flag: &Flag, _: Scope<'_>) -> Vec<Diagnostic> {
    if !flag.variants.declared {
        return Vec::new();
    }
    let mentions = variant_mentions(flag);
    let unserved = flag.variants.list.iter().filter(|(name, _)| mentions.iter().all(|(_, known, _)| *known != name));
    unserved
        .map(|(name, _)| {
            let path = Path::root().key("variants").key(&name.0);
            let message = format!("nothing serves the variant '{name}'");
            let help = "name it in `serve`, `split`, `overrides` or `fallback`, or remove it".to_owned();
            Diagnostic::warning("unserved-variant", path, message).at_key().help(help)
        })
        .collect()
}

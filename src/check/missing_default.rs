//! `missing-default`: with rules or overrides, the author has to say what all others get.

use super::{Rule, Scope};
use crate::model::{Diagnostic, Flag, Level, Path};

pub(super) const RULES: &[Rule] = &[Rule {
    name: "missing-default",
    level: Level::Error,
    about: "a flag with rules or overrides says what everyone else gets",
}];

pub(super) fn check(flag: &Flag, _: Scope<'_>) -> Vec<Diagnostic> {
    if flag.targeting(None).lacks_default() {
        // Environments without a default of their own inherit the lack; one complaint is enough.
        let field = if flag.base.rules.is_some() { "rules" } else { "overrides" };
        return vec![complaint(Path::root().key(field), "")];
    }
    let lacking = flag.environments.iter().filter(|(name, _)| flag.targeting(Some(name)).lacks_default());
    lacking
        .map(|(name, layer)| {
            let field = if layer.rules.is_some() { "rules" } else { "overrides" };
            complaint(Path::root().key("environments").key(name).key(field), &format!(" in {name}"))
        })
        .collect()
}

fn complaint(path: Path, place: &str) -> Diagnostic {
    let message = format!("nothing says what those get{place} whom no rule or override names");
    Diagnostic::error("missing-default", path, message).at_key().help(
        "add a default clause: `rollout: 0` for nobody, `rollout: 100` for everyone, or `serve` or `split`".to_owned(),
    )
}

//! `missing-serve`: on a flag with `variants`, a clause has to say which one.

use super::places::{clauses, layers};
use super::{Rule, Scope};
use crate::model::{Clause, Diagnostic, Flag, Level, Path, Step};

pub(super) const RULES: &[Rule] = &[Rule {
    name: "missing-serve",
    level: Level::Error,
    about: "on a flag with `variants`, each clause names `serve` or `split`",
}];

pub(super) fn check(flag: &Flag, _: Scope<'_>) -> Vec<Diagnostic> {
    // Without a single variant there is nothing to name: reading the file has complained of that.
    if flag.variants.default_serve().is_some() || flag.variants.list.is_empty() {
        return Vec::new();
    }
    let is_rule = |path: &Path| matches!(path.0.last(), Some(Step::Index(_)));
    let rules = clauses(flag).filter(|(path, clause)| is_rule(path) && clause.resolve(&flag.variants).is_none());
    let mut missing: Vec<Diagnostic> = rules.map(|(path, _)| complaint(path.clone(), &format!("`{path}`"))).collect();
    for (path, layer) in layers(flag) {
        let environment = match path.0.last() {
            Some(Step::Key(name)) => Some(name.as_str()),
            _ => None,
        };
        let targeting = flag.targeting(environment);
        // Without any default, `missing-default` says so; what is inherited is complained of where it is written.
        let says_something = environment.is_none() || !layer.clause.is_empty();
        if says_something && !targeting.lacks_default() && targeting.clause.resolve(&flag.variants).is_none() {
            missing.push(default_complaint(path, &layer.clause));
        }
    }
    missing
}

/// The default clause has no place of its own: where a rollout is written, it is shown there.
fn default_complaint(path: Path, clause: &Clause) -> Diagnostic {
    let place = if path.0.is_empty() { "the default".to_owned() } else { format!("`{path}`") };
    complaint(if clause.rollout.is_some() { path.key("rollout") } else { path }, &place)
}

fn complaint(path: Path, place: &str) -> Diagnostic {
    Diagnostic::error("missing-serve", path, format!("{place} does not say which variant it serves"))
        .at_key()
        .help("add `serve: VARIANT` or `split: {VARIANT: WEIGHT, …}`".to_owned())
}

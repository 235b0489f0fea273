//! `unknown-environment`: a mistyped environment would silently hold nowhere.

use super::{Rule, Scope};
use crate::model::{Diagnostic, Flag, Level, Path, hint};

pub(super) const RULES: &[Rule] =
    &[Rule { name: "unknown-environment", level: Level::Error, about: "environments are those of the settings' list" }];

pub(super) fn check(flag: &Flag, scope: Scope<'_>) -> Vec<Diagnostic> {
    let Some(settings) = scope.settings else { return Vec::new() };
    let known = &settings.environments;
    let layers = flag.environments.iter().map(|(name, _)| (Path::root().key("environments").key(name), name, true));
    let tests = flag.tests.iter().enumerate().filter_map(|(i, test)| {
        Some((Path::root().key("tests").index(i).key("environment"), test.environment.as_ref()?, false))
    });
    layers
        .chain(tests)
        .filter(|(_, name, _)| !known.contains(name))
        .map(|(path, name, is_key)| {
            let diagnostic = unknown_environment(path, name, known);
            if is_key { diagnostic.at_key() } else { diagnostic }
        })
        .collect()
}

/// The complaint about a name that is no environment of the settings.
pub(super) fn unknown_environment(path: Path, name: &str, known: &[String]) -> Diagnostic {
    let none = || Some("no environment is declared; list them under `environments` in ffctl.yaml".to_owned());
    let help = if known.is_empty() { none() } else { hint(name, known.iter().map(String::as_str)) };
    Diagnostic::error("unknown-environment", path, format!("unknown environment '{name}'")).help(help)
}

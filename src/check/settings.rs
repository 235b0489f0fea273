//! The settings' own rules.

use super::Rule;
use super::unknown_environment::unknown_environment;
use super::unknown_rule::unknown_rule;
use crate::model::{Diagnostic, KEY_PLACEHOLDER, Level, Path, Policy, Settings, hint};

pub(super) const RULES: &[Rule] = &[
    Rule { name: "duplicate-environment", level: Level::Error, about: "an environment is listed once" },
    Rule { name: "ramp-order", level: Level::Error, about: "the ramp's steps rise" },
    Rule { name: "unknown-metadata", level: Level::Error, about: "`policy.require` names fields that flags have" },
    Rule {
        name: "invalid-pattern",
        level: Level::Error,
        about: "a pattern of code has {key} once, and something beside it",
    },
];

/// What is wrong with the settings.
pub fn check_settings(settings: &Settings) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (i, name) in settings.environments.iter().enumerate() {
        if settings.environments[..i].contains(name) {
            let path = Path::root().key("environments").index(i);
            found.push(Diagnostic::error("duplicate-environment", path, format!("'{name}' is listed twice")));
        }
    }
    for (i, name) in settings.protected.iter().enumerate() {
        if !settings.environments.contains(name) {
            found.push(unknown_environment(Path::root().key("protected").index(i), name, &settings.environments));
        }
    }
    for (i, pair) in settings.ramp.windows(2).enumerate() {
        if pair[0] >= pair[1] {
            let path = Path::root().key("ramp").index(i + 1);
            let message = format!("{} comes after {}", pair[1], pair[0]);
            found.push(Diagnostic::error("ramp-order", path, message).help("the steps of a ramp rise".to_owned()));
        }
    }
    let mut named: Vec<&str> = settings.policy.rules.iter().map(|set| set.rule.as_str()).collect();
    named.dedup();
    for rule in named {
        let path = Path::root().key("policy").key("rules").key(rule);
        found.extend(unknown_rule(path, rule, Policy::RULES).map(Diagnostic::at_key));
    }
    for (i, field) in settings.policy.require.iter().enumerate() {
        if !Policy::METADATA.contains(&field.as_str()) {
            let path = Path::root().key("policy").key("require").index(i);
            let message = format!("'{field}' is no metadata of a flag");
            found.push(
                Diagnostic::error("unknown-metadata", path, message)
                    .help(hint(field, Policy::METADATA.iter().copied())),
            );
        }
    }
    for (i, pattern) in settings.code.patterns.iter().enumerate() {
        if let Some(message) = pattern_problem(pattern) {
            let path = Path::root().key("code").key("patterns").index(i);
            let help = r#"write how code asks for a flag, as in is_enabled("{key}")"#.to_owned();
            found.push(Diagnostic::error("invalid-pattern", path, message).help(help));
        }
    }
    found
}

/// Without anything beside the key a pattern would take every word of the code for a flag.
fn pattern_problem(pattern: &str) -> Option<String> {
    let is_bare = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`');
    match pattern.matches(KEY_PLACEHOLDER).count() {
        0 => Some(format!("'{pattern}' does not say where the key stands: {KEY_PLACEHOLDER} is missing")),
        1 if pattern.replace(KEY_PLACEHOLDER, "").chars().all(is_bare) => {
            Some(format!("'{pattern}' fits every word: nothing stands beside {KEY_PLACEHOLDER}"))
        }
        1 => None,
        count => Some(format!("'{pattern}' has {KEY_PLACEHOLDER} {count} times")),
    }
}

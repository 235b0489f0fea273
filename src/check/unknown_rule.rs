//! `unknown-rule`: a level or a waiver for a mistyped rule would silently do nothing.

use super::{Rule, Scope, rules};
use crate::model::{Diagnostic, Flag, Level, Path, Policy, Waiver, hint};

pub(super) const RULES: &[Rule] = &[Rule {
    name: "unknown-rule",
    level: Level::Error,
    about: "waivers name rules of the audit, and `policy.rules` these and gates",
}];

pub(super) fn check(flag: &Flag, _: Scope<'_>) -> Vec<Diagnostic> {
    let excusable: Vec<&str> = Waiver::rules().collect();
    let place = |index| Path::root().key("waivers").index(index).key("rule");
    let waivers = flag.waivers.iter().enumerate();
    waivers.filter_map(|(i, waiver)| unknown_rule(place(i), &waiver.rule, &excusable)).collect()
}

/// The complaint about a name that is none of the rules that may stand there.
pub(super) fn unknown_rule(path: Path, name: &str, known: &[&'static str]) -> Option<Diagnostic> {
    if known.contains(&name) {
        return None;
    }
    let (message, help) = if Policy::RULES.contains(&name) {
        let help = match name {
            _ if Waiver::OWN_RULES.contains(&name) => "mend or remove the waiver that it is about".to_owned(),
            _ => format!("`ffctl explain {name}` tells what it asks for"),
        };
        (format!("nothing excuses from '{name}'"), Some(help))
    } else if rules().iter().any(|rule| rule.name == name) {
        let help = "a file that breaks it is mended; only the rules of `audit` and `check` can be set".to_owned();
        (format!("'{name}' is a rule of `ffctl validate`, whose level is fixed"), Some(help))
    } else {
        (format!("unknown rule '{name}'"), hint(name, known.iter().copied()))
    };
    Some(Diagnostic::error("unknown-rule", path, message).help(help))
}

//! `unreachable-rule`: the first rule that holds decides, so one behind a wider one is never asked.

use super::places::layers;
use super::words::title;
use super::{Rule, Scope};
use crate::logic::Logic;
use crate::model::{self, Condition, Diagnostic, Flag, Level};

pub(super) const RULES: &[Rule] = &[Rule {
    name: "unreachable-rule",
    level: Level::Warning,
    about: "a rule is for somebody whom no earlier rule takes",
}];

pub(super) fn check(flag: &Flag, scope: Scope<'_>) -> Vec<Diagnostic> {
    let logic = scope.logic();
    let ruled = layers(flag).filter_map(|(path, layer)| Some((path.key("rules"), layer.rules.as_ref()?)));
    let mut found = Vec::new();
    for (path, rules) in ruled {
        for i in 1..rules.len() {
            if let Some(takers) = takers(rules, i, logic) {
                let message =
                    format!("{} is never reached: {takers}, and no later rule is looked at", title(i, &rules[i]));
                let help = "move it up, or remove it".to_owned();
                found.push(Diagnostic::warning("unreachable-rule", path.clone().index(i), message).help(help));
            }
        }
    }
    found
}

/// Which rules before the one at `index` hold wherever it does, in words.
fn takers(rules: &[model::Rule], index: usize, logic: Logic<'_>) -> Option<String> {
    let (rule, earlier) = (&rules[index].condition, &rules[..index]);
    let conditions: Vec<&Condition> = earlier.iter().map(|earlier| &earlier.condition).collect();
    // A rule that is for nobody has a finding of its own.
    if !logic.nobody_is(&[rule], &conditions) || logic.is_impossible(rule) {
        return None;
    }
    let wider = conditions.iter().position(|earlier| logic.implies(rule, earlier));
    Some(match wider {
        Some(first) => format!("{} holds wherever it does", title(first, &earlier[first])),
        None => "the rules before it take everybody it is for".to_owned(),
    })
}

//! `unreachable-rule`: the first rule that holds decides, so one behind a wider one is never asked.

use super::logic::{always, implies};
use super::places::layers;
use super::{Rule, Scope};
use crate::model::{self, Diagnostic, Flag, Level};

pub(super) const RULES: &[Rule] = &[Rule {
    name: "unreachable-rule",
    level: Level::Warning,
    about: "no earlier rule holds wherever a later one does",
}];

pub(super) fn check(flag: &Flag, _: Scope<'_>) -> Vec<Diagnostic> {
    let ruled = layers(flag).filter_map(|(path, layer)| Some((path.key("rules"), layer.rules.as_ref()?)));
    let mut found = Vec::new();
    for (path, rules) in ruled {
        for (i, rule) in rules.iter().enumerate() {
            if let Some(j) = hiding_rule(rules, i) {
                let earlier = &rules[j];
                let message = format!(
                    "{} is never reached: {} holds wherever it does, and no later rule is looked at",
                    title(i, rule),
                    title(j, earlier)
                );
                let help = "move it up, or remove it".to_owned();
                found.push(Diagnostic::warning("unreachable-rule", path.clone().index(i), message).help(help));
            }
        }
    }
    found
}

/// The first rule that holds wherever a later one does, so that the later one is never reached.
pub fn hiding_rule(rules: &[model::Rule], index: usize) -> Option<usize> {
    let rule = rules.get(index)?;
    rules[..index].iter().position(|earlier| implies(&rule.condition, &earlier.condition))
}

/// Whether some context may get past all rules to the default clause.
pub fn is_default_reached(rules: &[model::Rule]) -> bool {
    !rules.iter().any(|rule| always(&rule.condition))
}

fn title(index: usize, rule: &model::Rule) -> String {
    match &rule.name {
        Some(name) => format!("rule '{name}'"),
        None => format!("rule {}", index + 1),
    }
}

//! `unreachable-rule`: the first rule that holds decides, so one behind a wider one is never asked.

use super::logic::implies;
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
            let earlier =
                rules[..i].iter().enumerate().find(|(_, earlier)| implies(&rule.condition, &earlier.condition));
            if let Some((j, earlier)) = earlier {
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

fn title(index: usize, rule: &model::Rule) -> String {
    match &rule.name {
        Some(name) => format!("rule '{name}'"),
        None => format!("rule {}", index + 1),
    }
}

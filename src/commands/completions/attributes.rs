//! Attributes of the context.

use super::scene::Scene;
use super::table::told;
use crate::model::{AttributeType, Comparison, Condition, Flag, Rule};
use clap_complete::engine::{CompletionCandidate, PathCompleter, ValueCompleter};
use std::collections::BTreeMap;
use std::ffi::OsStr;

/// `NAME=`, then the values that are known: of a declared vocabulary, and of what the flag on the line asks.
pub(super) fn pairs(scene: &Scene, typed: &str) -> Vec<CompletionCandidate> {
    let declared = scene.settings().and_then(|settings| settings.attributes).unwrap_or_default();
    let asked = scene.flag().map(|flag| asked(&flag)).unwrap_or_default();
    let Some((name, _)) = typed.split_once('=') else {
        let mut names: BTreeMap<&str, &str> = asked.keys().map(|name| (name.as_str(), "")).collect();
        names.extend(declared.iter().map(|(name, kind)| (name.as_str(), kind.name())));
        return names.into_iter().map(|(name, kind)| told(format!("{name}="), kind)).collect();
    };
    let is_boolean = declared.iter().any(|(other, kind)| other == name && *kind == AttributeType::Boolean);
    let mut values = asked.get(name).cloned().unwrap_or_default();
    if is_boolean {
        values = ["true", "false"].map(str::to_owned).to_vec();
    }
    values.iter().map(|value| told(format!("{name}={value}"), "")).collect()
}

/// The attributes that a flag's rules name, each with the values that it is compared with.
fn asked(flag: &Flag) -> BTreeMap<String, Vec<String>> {
    let mut asked: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let layers = flag.environments.iter().map(|(_, layer)| layer).chain([&flag.base]);
    let rules = layers.filter_map(|layer| layer.rules.as_ref()).flatten();
    rules.for_each(|Rule { condition, .. }| {
        condition.walk(&mut |condition| {
            let Condition::Attribute { attribute, value, .. } = condition else { return };
            let known = asked.entry(attribute.clone()).or_default();
            let values = match value {
                Comparison::Scalar(value) => std::slice::from_ref(value),
                Comparison::List(values) => values,
            };
            for value in values.iter().map(|value| value.text.clone()) {
                if !known.contains(&value) {
                    known.push(value);
                }
            }
        });
    });
    asked
}

/// `@FILE`, once the `@` is typed.
pub(super) fn files(_: &Scene, typed: &str) -> Vec<CompletionCandidate> {
    let Some(path) = typed.strip_prefix('@') else { return Vec::new() };
    PathCompleter::any().complete(OsStr::new(path)).into_iter().map(|file| file.add_prefix("@")).collect()
}

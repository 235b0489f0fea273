//! `mixed-variant-types`: code that reads a flag expects one type of it.

use super::{Rule, Scope};
use crate::model::{Diagnostic, Flag, Level, Path};
use serde_json::Value;

pub(super) const RULES: &[Rule] =
    &[Rule { name: "mixed-variant-types", level: Level::Error, about: "all variants of a flag have one type" }];

pub(super) fn check(flag: &Flag, _: Scope<'_>) -> Vec<Diagnostic> {
    let mut typed = flag.variants.list.iter().filter_map(|(name, value)| Some((name, type_name(value)?)));
    let Some((first, expected)) = typed.next() else { return Vec::new() };
    let odd = typed.filter(|(_, found)| *found != expected);
    odd.map(|(name, found)| {
        let path = Path::root().key("variants").key(&name.0);
        let message = format!("variant '{name}' is {found}, but '{first}' is {expected}");
        Diagnostic::error("mixed-variant-types", path, message)
            .help("give all variants one type: boolean, text, number or mapping".to_owned())
    })
    .collect()
}

/// `None` for what cannot be a variant, which reading the file has complained of.
fn type_name(value: &Value) -> Option<&'static str> {
    match value {
        Value::Bool(_) => Some("a boolean"),
        Value::String(_) => Some("a text"),
        Value::Number(_) => Some("a number"),
        Value::Object(_) => Some("a mapping"),
        Value::Null | Value::Array(_) => None,
    }
}

//! `mixed-variant-types`: code that reads a flag expects one type of it.

use super::{Rule, Scope};
use crate::model::{Diagnostic, Flag, Level, Path};
use serde_json::Value;

pub(super) const RULES: &[Rule] =
    &[Rule { name: "mixed-variant-types", level: Level::Error, about: "all variants of a flag have one type" }];

pub(super) fn check(flag: &Flag, _: Scope<'_>) -> Vec<Diagnostic> {
    let Some(((first_name, first), rest)) = flag.variants.list.split_first() else { return Vec::new() };
    let expected = type_name(first);
    let odd = rest.iter().filter(|(_, value)| type_name(value) != expected);
    odd.map(|(name, value)| {
        let path = Path::root().key("variants").key(&name.0);
        let message = format!("variant '{name}' is {}, but '{first_name}' is {expected}", type_name(value));
        Diagnostic::error("mixed-variant-types", path, message)
            .help("give all variants one type: boolean, text, number or mapping".to_owned())
    })
    .collect()
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Bool(_) => "a boolean",
        Value::String(_) => "a text",
        Value::Number(_) => "a number",
        Value::Null | Value::Array(_) | Value::Object(_) => "a mapping",
    }
}

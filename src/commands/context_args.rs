//! The context of an evaluation, from the command line.

use super::shared::refused;
use crate::model::Context;
use anyhow::{Context as _, Result};
use clap::Args;
use serde_json::{Map, Value};
use std::io::Read;

/// Who the flag is evaluated for.
#[derive(Debug, Args)]
pub(super) struct ContextArgs {
    /// The user's id, the attribute `user_id`
    #[arg(short, long, value_name = "ID")]
    user: Option<String>,
    /// An attribute; a path (company.plan=pro) goes into objects, and a JSON list or object is read as such
    #[arg(short, long = "attr", value_name = "NAME=VALUE")]
    attributes: Vec<String>,
    /// The attributes as a JSON object, from a file (@FILE) or from standard input (-)
    #[arg(short, long, value_name = "JSON|@FILE|-")]
    context: Option<String>,
}

impl ContextArgs {
    /// The context: --context first, then --attr, then --user over them.
    pub(super) fn context(&self) -> Result<Context> {
        let mut attributes = match &self.context {
            None => Map::new(),
            Some(argument) => parse_object(&text_of(argument)?)?,
        };
        add(&mut attributes, &self.attributes)?;
        if let Some(user) = &self.user {
            attributes.insert("user_id".to_owned(), Value::String(user.clone()));
        }
        Ok(Context::new(attributes))
    }
}

/// The attributes that are given as NAME=VALUE.
pub(super) fn attributes(arguments: &[String]) -> Result<Map<String, Value>> {
    let mut attributes = Map::new();
    add(&mut attributes, arguments)?;
    Ok(attributes)
}

fn add(attributes: &mut Map<String, Value>, arguments: &[String]) -> Result<()> {
    for argument in arguments {
        let (name, value) = argument.split_once('=').filter(|(name, _)| !name.is_empty()).ok_or_else(|| {
            refused(format!("--attr '{argument}' is not NAME=VALUE"), Some("write --attr plan=premium".to_owned()))
        })?;
        insert(attributes, name, attribute_value(value))?;
    }
    Ok(())
}

fn text_of(argument: &str) -> Result<String> {
    if argument == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).context("cannot read the context from standard input")?;
        return Ok(text);
    }
    match argument.strip_prefix('@') {
        Some(path) => std::fs::read_to_string(path).with_context(|| format!("cannot read the context from {path}")),
        None => Ok(argument.to_owned()),
    }
}

fn parse_object(text: &str) -> Result<Map<String, Value>> {
    let help = || Some("a context is a JSON object, such as '{\"user_id\": \"u-1\"}'".to_owned());
    match serde_json::from_str(text) {
        Ok(Value::Object(attributes)) => Ok(attributes),
        Ok(_) => Err(refused("the context is not a JSON object", help())),
        Err(error) => Err(refused(format!("the context is not JSON: {error}"), help())),
    }
}

/// Text, since a condition reads it as the type it calls for; lists and objects have no text, so their JSON is taken.
fn attribute_value(text: &str) -> Value {
    match serde_json::from_str(text) {
        Ok(value @ (Value::Array(_) | Value::Object(_))) => value,
        _ => Value::String(text.to_owned()),
    }
}

/// Sets an attribute by its path, making objects on the way.
fn insert(attributes: &mut Map<String, Value>, name: &str, value: Value) -> Result<()> {
    match name.split_once('.') {
        None => {
            attributes.insert(name.to_owned(), value);
            Ok(())
        }
        Some((first, rest)) => match attributes.entry(first).or_insert_with(|| Value::Object(Map::new())) {
            Value::Object(inner) => insert(inner, rest, value),
            _ => Err(refused(format!("--attr {name}: '{first}' is already a plain value"), None)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn args(context: Option<&str>, attributes: &[&str], user: Option<&str>) -> Result<Value> {
        let args = ContextArgs {
            user: user.map(str::to_owned),
            attributes: attributes.iter().map(|a| (*a).to_owned()).collect(),
            context: context.map(str::to_owned),
        };
        args.context().map(|context| Value::Object(context.attributes().clone()))
    }

    #[test]
    fn attributes_are_text_but_for_lists_and_objects() {
        let context = args(None, &["version=2.10", "beta=true", "groups=[\"a\", 7]", "note=a=b", "x="], None).unwrap();
        let expected = json!({"version": "2.10", "beta": "true", "groups": ["a", 7], "note": "a=b", "x": ""});
        assert_eq!(context, expected);
    }

    #[test]
    fn later_sources_win_and_paths_go_into_objects() {
        let context =
            args(Some(r#"{"user_id": "a", "company": {"plan": "free", "size": 3}}"#), &["company.plan=pro"], Some("b"));
        assert_eq!(context.unwrap(), json!({"user_id": "b", "company": {"plan": "pro", "size": 3}}));
    }

    #[test]
    fn what_is_no_context_is_refused() {
        for context in ["[]", "{", "null", "3"] {
            assert!(args(Some(context), &[], None).is_err(), "{context}");
        }
        for attribute in ["plan", "=x", ""] {
            assert!(args(None, &[attribute], None).is_err(), "{attribute}");
        }
        assert!(args(Some(r#"{"a": 1}"#), &["a.b=2"], None).is_err());
    }
}

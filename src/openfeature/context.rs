//! OpenFeature's evaluation context as ffctl's context.

use super::details::error;
use crate::evaluate::CompiledFlag;
use crate::model::{Context, ErrorCode};
use chrono::{DateTime, SecondsFormat};
use open_feature::{EvaluationContext, EvaluationContextFieldValue as Field, EvaluationError, StructValue, Value};
use serde_json::{Map, Value as Json};
use std::any::Any;
use std::collections::HashMap;

/// A context as ffctl has it.
pub(super) struct Translated<'a> {
    context: Context,
    /// The fields that cannot be looked into.
    opaque: Vec<&'a str>,
}

pub(super) fn translate(asked: &EvaluationContext) -> Translated<'_> {
    let mut attributes = Map::with_capacity(asked.custom_fields.len() + 1);
    let mut opaque = Vec::new();
    for (name, field) in &asked.custom_fields {
        match json_of_field(field) {
            Some(value) => drop(attributes.insert(name.clone(), value)),
            None => opaque.push(name.as_str()),
        }
    }
    if let Some(key) = &asked.targeting_key {
        attributes.insert("targetingKey".to_owned(), key.as_str().into());
    }
    Translated { context: Context::new(attributes), opaque }
}

impl Translated<'_> {
    /// The context, where nothing that the flag could depend on is missing from it.
    pub(super) fn for_flag(self, flag: &CompiledFlag) -> Result<Context, EvaluationError> {
        if !self.opaque.is_empty()
            && let Some(name) = flag.attributes().into_iter().find(|name| self.opaque.contains(name))
        {
            let message = format!("'{name}' is a struct that cannot be looked into; a `serde_json::Value` can");
            return Err(error(ErrorCode::InvalidContext, message));
        }
        Ok(self.context)
    }
}

/// `None` for a struct that cannot be looked into.
fn json_of_field(field: &Field) -> Option<Json> {
    Some(match field {
        Field::Bool(value) => (*value).into(),
        Field::Int(value) => (*value).into(),
        Field::Float(value) => (*value).into(),
        Field::String(value) => value.as_str().into(),
        Field::DateTime(time) => match DateTime::from_timestamp(time.unix_timestamp(), time.nanosecond()) {
            Some(time) => time.to_rfc3339_opts(SecondsFormat::AutoSi, true).into(),
            None => Json::Null,
        },
        Field::Struct(value) => return STRUCTS.iter().find_map(|read| read(value.as_ref())).flatten(),
    })
}

/// Reads a struct of one type: `None` for another's, and `Some(None)` where something inside cannot be looked into.
type ReadStruct = fn(&(dyn Any + Send + Sync)) -> Option<Option<Json>>;

/// The types that a struct may have.
const STRUCTS: &[ReadStruct] = &[
    |value| value.downcast_ref::<Json>().map(|json| Some(json.clone())),
    |value| value.downcast_ref::<Map<String, Json>>().map(|object| Some(object.clone().into())),
    |value| value.downcast_ref::<StructValue>().map(|value| Some(json_of_struct(value))),
    |value| value.downcast_ref::<Value>().map(|value| Some(json_of_value(value))),
    |value| {
        let fields = value.downcast_ref::<HashMap<String, Field>>()?;
        Some(fields.iter().map(|(name, field)| Some((name.clone(), json_of_field(field)?))).collect())
    },
    |value| value.downcast_ref::<Vec<Field>>().map(|items| items.iter().map(json_of_field).collect()),
    |value| value.downcast_ref::<Vec<String>>().map(|items| Some(items.clone().into())),
];

fn json_of_value(value: &Value) -> Json {
    match value {
        Value::Bool(value) => (*value).into(),
        Value::Int(value) => (*value).into(),
        Value::Float(value) => (*value).into(),
        Value::String(value) => value.as_str().into(),
        Value::Array(items) => items.iter().map(json_of_value).collect(),
        Value::Struct(value) => json_of_struct(value),
    }
}

fn json_of_struct(value: &StructValue) -> Json {
    value.fields.iter().map(|(name, field)| (name.clone(), json_of_value(field))).collect()
}

//! The format as JSON Schema, for editors that complete and check YAML while it is typed.
//!
//! A schema knows one file: what holds between files, or between two fields, is asked by `validate`. Words such as
//! types and operators come from the model, so that they cannot differ.

mod between;
mod flag;
mod operators;
mod segment;
mod settings;
mod targeting;

use serde_json::{Map, Value, json};

/// A kind of file that has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    /// A flag.
    Flag,
    /// A segment.
    Segment,
    /// The settings, `ffctl.yaml`.
    Settings,
}

impl Schema {
    /// Every kind.
    pub const ALL: &[Schema] = &[Schema::Flag, Schema::Segment, Schema::Settings];

    /// What its file is called, without an ending.
    pub fn name(self) -> &'static str {
        match self {
            Schema::Flag => "flag",
            Schema::Segment => "segment",
            Schema::Settings => "settings",
        }
    }

    /// The schema, as a JSON document.
    pub fn text(self) -> String {
        let mut document = Map::new();
        document.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
        let (title, body) = match self {
            Schema::Flag => ("A feature flag", flag::schema()),
            Schema::Segment => ("A segment: a reusable audience", segment::schema()),
            Schema::Settings => ("The settings of a flags directory", settings::schema()),
        };
        document.insert("title".to_owned(), json!(title));
        document.extend(body);
        if matches!(self, Schema::Flag | Schema::Segment) {
            document.insert("definitions".to_owned(), Value::Object(targeting::definitions()));
        }
        // No value here is a map with keys that are no strings, which alone could fail.
        serde_json::to_string_pretty(&document).map(|text| text + "\n").unwrap_or_default()
    }
}

/// A mapping of just these fields: each its name, its schema and what it says of itself.
fn object(required: &[&str], fields: &[(&str, Value, &str)]) -> Map<String, Value> {
    let described = |(name, schema, about): &(&str, Value, &str)| ((*name).to_owned(), with_description(schema, about));
    let properties: Map<String, Value> = fields.iter().map(described).collect();
    let mut object = Map::new();
    object.insert("type".to_owned(), json!("object"));
    object.insert("additionalProperties".to_owned(), json!(false));
    if !required.is_empty() {
        object.insert("required".to_owned(), json!(required));
    }
    object.insert("properties".to_owned(), Value::Object(properties));
    object
}

/// What stands beside a `$ref` is not read, so that goes into an `allOf`.
fn with_description(schema: &Value, about: &str) -> Value {
    let mut described = match schema {
        Value::Object(schema) if !schema.contains_key("$ref") => schema.clone(),
        schema => Map::from_iter([("allOf".to_owned(), json!([schema]))]),
    };
    described.insert("description".to_owned(), json!(about));
    // Editors show a description as it is; only this one as Markdown.
    if about.contains('`') {
        described.insert("markdownDescription".to_owned(), json!(about));
    }
    Value::Object(described)
}

/// The same schema, with values as they are written.
fn like<const N: usize>(schema: Value, examples: [Value; N]) -> Value {
    let mut schema = schema;
    schema["examples"] = Value::Array(examples.to_vec());
    schema
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/definitions/{name}")})
}

fn text() -> Value {
    json!({"type": "string"})
}

fn filled_text() -> Value {
    json!({"type": "string", "pattern": "\\S"})
}

/// A day of the calendar, as far as a pattern knows it.
fn date() -> Value {
    json!({"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"})
}

/// A date, or an RFC 3339 time, which names its offset.
const INSTANT: &str = concat!(
    r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])",
    r"([Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2}))?$"
);

fn duration() -> Value {
    like(json!({"type": "string", "pattern": "^\\d+[dw]$"}), [json!("30d"), json!("2w")])
}

fn percent() -> Value {
    json!({"type": "number", "minimum": 0, "maximum": 100})
}

fn list_of(items: Value) -> Value {
    json!({"type": "array", "items": items})
}

fn map_of(values: Value) -> Value {
    json!({"type": "object", "additionalProperties": values})
}

/// One of these words, each with what an editor says of it.
fn one_of<'w>(words: impl IntoIterator<Item = (&'w str, &'w str)>) -> Value {
    let (words, told): (Vec<&str>, Vec<&str>) = words.into_iter().unzip();
    json!({"enum": words, "enumDescriptions": told, "markdownEnumDescriptions": told})
}

/// A variant's name, an id: compared as text, whatever it is written as.
fn scalar() -> Value {
    json!({"type": ["string", "number", "boolean"]})
}

#[cfg(test)]
mod tests {
    use super::super::read::{
        CODE_FIELDS, FLAG_FIELDS, POLICY_FIELDS, RULE_FIELDS, SEGMENT_FIELDS, SETTINGS_FIELDS, TARGETING_FIELDS,
        TEST_FIELDS, WAIVER_FIELDS,
    };
    use super::*;

    fn properties<'s>(schema: &'s Value, pointer: &str) -> Vec<&'s str> {
        let at = schema.pointer(pointer).and_then(Value::as_object).unwrap_or_else(|| panic!("{pointer}"));
        at.keys().map(String::as_str).collect()
    }

    #[test]
    fn a_schema_has_the_fields_that_are_read_and_no_other() {
        let of = |schema: Schema| serde_json::from_str::<Value>(&schema.text()).unwrap();
        let (flag, segment, settings) = (of(Schema::Flag), of(Schema::Segment), of(Schema::Settings));
        assert_eq!(properties(&flag, "/properties"), FLAG_FIELDS);
        assert_eq!(properties(&flag, "/properties/environments/additionalProperties/properties"), TARGETING_FIELDS);
        assert_eq!(properties(&flag, "/properties/tests/items/properties"), TEST_FIELDS);
        assert_eq!(properties(&flag, "/properties/waivers/items/properties"), WAIVER_FIELDS);
        assert_eq!(properties(&flag, "/definitions/rule/properties"), RULE_FIELDS);
        assert_eq!(properties(&segment, "/properties"), SEGMENT_FIELDS);
        assert_eq!(properties(&settings, "/properties"), SETTINGS_FIELDS);
        assert_eq!(properties(&settings, "/properties/policy/properties"), POLICY_FIELDS);
        assert_eq!(properties(&settings, "/properties/code/properties"), CODE_FIELDS);
    }

    /// Every schema below a `properties`, by its name.
    fn fields<'s>(schema: &'s Value, found: &mut Vec<(&'s String, &'s Value)>) {
        match schema {
            Value::Object(keywords) => {
                // Conditions between fields name fields that are described elsewhere.
                for (keyword, inner) in
                    keywords.iter().filter(|(keyword, _)| !["if", "then", "not"].contains(&keyword.as_str()))
                {
                    if let ("properties", Some(properties)) = (keyword.as_str(), inner.as_object()) {
                        found.extend(properties);
                    }
                    fields(inner, found);
                }
            }
            Value::Array(schemas) => schemas.iter().for_each(|schema| fields(schema, found)),
            _ => {}
        }
    }

    #[test]
    fn every_field_and_every_word_is_explained() {
        for schema in Schema::ALL {
            let document: Value = serde_json::from_str(&schema.text()).unwrap();
            let mut found = Vec::new();
            fields(&document, &mut found);
            assert!(found.len() > 3);
            for (name, field) in found {
                let told = field["description"].as_str().unwrap_or_default();
                assert!(told.len() > 15 && told.ends_with(['.', ')']), "{name}: {field}");
                let words = field["enum"].as_array().map_or(0, Vec::len);
                let told = field["enumDescriptions"].as_array().map_or(0, Vec::len);
                assert_eq!(told, words, "{name}");
            }
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        for schema in Schema::ALL {
            let text = schema.text();
            let document: Value = serde_json::from_str(&text).unwrap();
            let references = text.split("\"#").skip(1).map(|rest| rest.split('"').next().unwrap());
            let references: Vec<&str> = references.filter(|reference| !reference.is_empty()).collect();
            assert!(references.iter().all(|reference| document.pointer(reference).is_some()), "{references:?}");
        }
    }
}

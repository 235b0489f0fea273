//! The JSON Schema that `ffctl init` writes for editors: it accepts what is valid, and sees what one file alone shows to
//! be wrong.

use ffctl::yaml::Schema;
use serde_json::{Map, Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// What a document breaks of a schema: as much of draft 7 as ours are written in.
struct Validator {
    root: Value,
}

impl Validator {
    fn of(schema: Schema) -> Validator {
        Validator { root: serde_json::from_str(&schema.text()).expect("a JSON document") }
    }

    fn accepts(&self, document: &Value) -> bool {
        self.holds(&self.root, document)
    }

    fn holds(&self, schema: &Value, value: &Value) -> bool {
        let Value::Object(schema) = schema else { return schema != &Value::Bool(false) };
        schema.iter().all(|(keyword, asked)| self.keyword(schema, keyword, asked, value))
    }

    fn keyword(&self, schema: &Map<String, Value>, keyword: &str, asked: &Value, value: &Value) -> bool {
        let number = |value: &Value| value.as_f64().expect("a number");
        let length = |length: usize| length as f64 >= number(asked);
        match keyword {
            "$schema" | "title" | "description" | "definitions" | "then" => true,
            "$ref" => self.holds(self.root.pointer(&asked.as_str().expect("a path")[1..]).expect("a place"), value),
            "type" => list(asked).iter().any(|name| is_a(value, name.as_str().expect("a type"))),
            "enum" => list(asked).contains(value),
            "pattern" => value.as_str().is_none_or(|text| {
                regex::Regex::new(asked.as_str().expect("a pattern")).expect("a pattern").is_match(text)
            }),
            "minimum" => value.as_f64().is_none_or(|value| value >= number(asked)),
            "maximum" => value.as_f64().is_none_or(|value| value <= number(asked)),
            "minItems" => value.as_array().is_none_or(|items| length(items.len())),
            "minProperties" => value.as_object().is_none_or(|fields| length(fields.len())),
            "uniqueItems" => value
                .as_array()
                .is_none_or(|items| items.iter().enumerate().all(|(i, item)| !items[..i].contains(item))),
            "items" => value.as_array().is_none_or(|items| items.iter().all(|item| self.holds(asked, item))),
            "required" => value.as_object().is_none_or(|fields| has_all(fields, asked)),
            "dependencies" => value.as_object().is_none_or(|fields| {
                let asked = asked.as_object().expect("fields");
                asked.iter().all(|(field, needed)| !fields.contains_key(field) || has_all(fields, needed))
            }),
            "properties" => value.as_object().is_none_or(|fields| {
                fields.iter().all(|(name, field)| asked.get(name).is_none_or(|asked| self.holds(asked, field)))
            }),
            "additionalProperties" => value.as_object().is_none_or(|fields| {
                let known = schema.get("properties").and_then(Value::as_object);
                let others = fields.iter().filter(|(name, _)| known.is_none_or(|known| !known.contains_key(*name)));
                others.map(|(_, field)| field).all(|field| self.holds(asked, field))
            }),
            "anyOf" => list(asked).iter().any(|schema| self.holds(schema, value)),
            "allOf" => list(asked).iter().all(|schema| self.holds(schema, value)),
            "oneOf" => list(asked).iter().filter(|schema| self.holds(schema, value)).count() == 1,
            "if" => !self.holds(asked, value) || schema.get("then").is_none_or(|then| self.holds(then, value)),
            other => panic!("the schema says {other}, which this test does not know"),
        }
    }
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_else(|| vec![value.clone()])
}

fn has_all(fields: &Map<String, Value>, names: &Value) -> bool {
    list(names).iter().all(|name| fields.contains_key(name.as_str().expect("a name")))
}

fn is_a(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        other => panic!("the schema says {other}, which is no type"),
    }
}

/// YAML as an editor reads it for a schema: keys are texts.
fn document(text: &str) -> Value {
    fn convert(value: serde_yaml::Value) -> Value {
        match value {
            serde_yaml::Value::Mapping(entries) => Value::Object(
                entries
                    .into_iter()
                    .map(|(key, value)| (convert(key).to_string().trim_matches('"').to_owned(), convert(value)))
                    .collect(),
            ),
            serde_yaml::Value::Sequence(items) => Value::Array(items.into_iter().map(convert).collect()),
            scalar => serde_json::to_value(scalar).expect("a scalar"),
        }
    }
    convert(serde_yaml::from_str(text).expect("YAML"))
}

fn yaml_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let files = entries.flat_map(|path| if path.is_dir() { yaml_files(&path) } else { vec![path] });
    files.filter(|path| path.extension().is_some_and(|ending| ending == "yaml")).collect()
}

#[test]
fn every_file_of_the_example_project_is_accepted() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("flags");
    let (flag, segment, settings) =
        (Validator::of(Schema::Flag), Validator::of(Schema::Segment), Validator::of(Schema::Settings));
    let files = yaml_files(&root);
    assert!(files.len() > 15);
    for file in files {
        let validator = match file.strip_prefix(&root).expect("a file in it") {
            path if path == Path::new("ffctl.yaml") => &settings,
            path if path.starts_with("segments") => &segment,
            _ => &flag,
        };
        let text = fs::read_to_string(&file).expect("text");
        assert!(validator.accepts(&document(&text)), "{}", file.display());
    }
}

/// A flag with everything in it.
fn full() -> Value {
    document(
        "{description: d, owner: o, type: release, created: 2026-11-01, expires: 2027-02-01, ticket: T-1, tags: [a],
          links: ['https://a.b'], waivers: [{rule: stale, until: 2027-01-01, reason: r}],
          variants: {a: 1, 2: 2}, fallback: a, bucket_by: company, salt: s, enabled: true,
          overrides: {a: [u, 7]}, rollout: 12.5, split: {a: 40, 2: 60},
          rules: [{name: r, if: {all: [{not: {segment: s}}, {any: [{attribute: x, operator: in, value: [1, a]}]}]},
                   rollout: 1, serve: 2}],
          environments: {staging: {enabled: false, overrides: {}, rules: [], serve: a}},
          tests: [{name: t, environment: staging, at: 2026-11-01, context: {user_id: u}, expect: 2, reason: SPLIT}]}",
    )
}

#[test]
fn a_flag_with_every_field_is_accepted_and_each_mistake_in_it_is_not() {
    let flag = Validator::of(Schema::Flag);
    assert!(flag.accepts(&full()));
    for (pointer, wrong) in [
        ("/description", json!(" ")),
        ("/owner", json!(7)),
        ("/type", json!("relase")),
        ("/created", json!("1 Nov 2026")),
        ("/tags", json!("a")),
        ("/links/0", json!("a.b")),
        ("/waivers/0/rule", json!("expired-waiver")),
        ("/waivers/0/until", json!("soon")),
        ("/waivers/0/reason", json!(" ")),
        ("/waivers/0", json!({"rule": "stale", "until": "2027-01-01"})),
        ("/variants", json!({})),
        ("/variants/a", json!([1])),
        ("/enabled", json!("yes")),
        ("/overrides/a", json!("u")),
        ("/rollout", json!(101)),
        ("/rollout", json!("10")),
        ("/split/a", json!(-1)),
        ("/rules/0/if/all", json!([])),
        ("/rules/0/if/all/0", json!({"segment": "s", "not": {"segment": "s"}})),
        ("/rules/0/if/all/1/any/0/operator", json!("is")),
        ("/rules/0/iff", json!({"segment": "s"})),
        ("/environments/staging/owner", json!("o")),
        ("/environments/staging/rules", json!({})),
        ("/tests/0/reason", json!("split")),
        ("/tests/0/context", json!([])),
        ("/rolout", json!(10)),
    ] {
        let mut document = full();
        let (parent, field) = pointer.rsplit_once('/').expect("a place");
        match document.pointer_mut(parent).expect("a place") {
            Value::Array(items) => items[field.parse::<usize>().expect("an index")] = wrong.clone(),
            Value::Object(fields) => drop(fields.insert(field.to_owned(), wrong.clone())),
            other => panic!("{pointer}: {other}"),
        }
        assert!(!flag.accepts(&document), "{pointer}: {wrong}");
    }
    for field in ["description", "owner", "type", "created", "enabled", "expires", "fallback"] {
        let mut document = full();
        document.as_object_mut().expect("fields").remove(field);
        assert!(!flag.accepts(&document), "without {field}");
    }
    let mut permission = full();
    permission["type"] = json!("permission");
    permission.as_object_mut().expect("fields").remove("expires");
    assert!(flag.accepts(&permission), "a permission need not expire");
}

#[test]
fn segments_and_settings_are_held_to_their_fields() {
    let segment = Validator::of(Schema::Segment);
    for (text, expected) in [
        ("{if: {segment: a}}", true),
        ("{users: [u, 7], description: d, owner: o}", true),
        ("{description: nobody}", false),
        ("{users: u}", false),
        ("{if: {}, users: []}", false),
    ] {
        assert_eq!(segment.accepts(&document(text)), expected, "{text}");
    }
    let settings = Validator::of(Schema::Settings);
    for (text, expected) in [
        ("{}", true),
        (
            "{environments: [a, b], protected: [b], ramp: [1, 100], commit: true, code: {paths: [src], exclude: []}}",
            true,
        ),
        (
            "{attributes: {plan: string}, policy: {max_step: 50, stale_after: 4w, max_age: {ops: 1d}, require: [ticket]}}",
            true,
        ),
        ("{policy: {owners: [a], ramp_stuck_after: 2w, rules: {stale: off, expired: {ops: warning}}}}", true),
        ("{policy: {rules: {stael: off}}}", false),
        ("{policy: {rules: {stale: info}}}", false),
        ("{policy: {rules: {stale: {opps: off}}}}", false),
        ("{environments: [a, a]}", false),
        ("{attributes: {plan: text}}", false),
        ("{policy: {stale_after: 30}}", false),
        ("{policy: {max_age: {opps: 1d}}}", false),
        ("{policy: {require: [salt]}}", false),
        ("{commit: maybe}", false),
        ("{enviroments: [a]}", false),
    ] {
        assert_eq!(settings.accepts(&document(text)), expected, "{text}");
    }
}

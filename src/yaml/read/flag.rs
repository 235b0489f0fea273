//! A flag's own fields.

use super::cursor::Cursor;
use super::targeting::{TARGETING_FIELDS, environments, read_layer_field};
use super::test_case::test_case;
use super::waiver::waiver;
use crate::model::{Flag, FlagType, TargetingLayer, VariantName, Variants, hint};
use chrono::NaiveDate;
use serde_json::Value;

pub(in crate::yaml) const FLAG_FIELDS: &[&str] = &[
    "description",
    "owner",
    "type",
    "created",
    "expires",
    "ticket",
    "tags",
    "links",
    "waivers",
    "variants",
    "fallback",
    "bucket_by",
    "salt",
    "enabled",
    "overrides",
    "rules",
    "rollout",
    "serve",
    "split",
    "environments",
    "tests",
];

/// The fields that every flag has, with what to write.
const REQUIRED: &[(&str, &str)] = &[
    ("enabled", "write `enabled: false` to begin switched off"),
    ("description", "say in a line what the flag switches"),
    ("owner", "name the team that answers for it"),
    ("type", "one of release, experiment, ops, kill-switch, permission"),
    ("created", "write the day it was made, YYYY-MM-DD"),
];

pub(super) fn flag(key: &str, root: &Cursor<'_>) -> Option<Flag> {
    debug_assert!(TARGETING_FIELDS.iter().all(|field| FLAG_FIELDS.contains(field)));
    let fields = root.fields(FLAG_FIELDS)?;
    for (name, help) in REQUIRED {
        fields.require(name, help);
    }
    let mut flag = unread(key);
    for &name in FLAG_FIELDS {
        if let Some(value) = fields.get(name) {
            read_field(&mut flag, name, &value);
        }
    }
    Some(flag)
}

/// A flag of which no field has been read. What a file must say and does not is harmless here: ops asks nothing
/// further of a flag, so that a bad type raises no second complaint.
fn unread(key: &str) -> Flag {
    Flag {
        key: key.to_owned(),
        description: String::new(),
        owner: String::new(),
        flag_type: FlagType::Ops,
        created: NaiveDate::MIN,
        expires: None,
        ticket: None,
        tags: Vec::new(),
        links: Vec::new(),
        waivers: Vec::new(),
        variants: Variants::boolean(),
        fallback: None,
        bucket_by: None,
        salt: None,
        base: TargetingLayer::default(),
        environments: Vec::new(),
        tests: Vec::new(),
    }
}

/// Reads one field, whatever the flag had there.
pub(super) fn read_field(flag: &mut Flag, name: &str, value: &Cursor<'_>) {
    match name {
        "description" => flag.description = value.filled_text().unwrap_or_default(),
        "owner" => flag.owner = value.filled_text().unwrap_or_default(),
        "type" => flag.flag_type = flag_type(value).unwrap_or(FlagType::Ops),
        "created" => flag.created = value.date().unwrap_or(NaiveDate::MIN),
        "expires" => flag.expires = value.date(),
        "ticket" => flag.ticket = value.text(),
        "tags" => flag.tags = value.texts(),
        "links" => flag.links = links(value),
        "waivers" => flag.waivers = value.items("waivers").iter().filter_map(waiver).collect(),
        "variants" => flag.variants = variants(value),
        "fallback" => flag.fallback = value.scalar_text().map(VariantName),
        "bucket_by" => flag.bucket_by = value.filled_text(),
        "salt" => flag.salt = value.text(),
        "environments" => flag.environments = environments(value),
        "tests" => flag.tests = value.items("test cases").iter().filter_map(test_case).collect(),
        _ => read_layer_field(&mut flag.base, name, value),
    }
}

fn flag_type(cursor: &Cursor<'_>) -> Option<FlagType> {
    let text = cursor.text()?;
    let known = FlagType::from_name(&text);
    if known.is_none() {
        let names = FlagType::ALL.iter().map(|flag_type| flag_type.name());
        cursor.error("unknown-type", format!("unknown type '{text}'"), hint(&text, names));
    }
    known
}

fn links(cursor: &Cursor<'_>) -> Vec<String> {
    let link = |item: &Cursor<'_>| {
        let text = item.text()?;
        if !(text.starts_with("https://") || text.starts_with("http://")) {
            let help = "a link begins with https:// or http://".to_owned();
            item.error("invalid-link", format!("{text:?} is not a URL"), Some(help));
        }
        Some(text)
    };
    cursor.items("URLs").iter().filter_map(link).collect()
}

fn variants(cursor: &Cursor<'_>) -> Variants {
    let entries = cursor.entries().unwrap_or_default();
    if entries.is_empty() && cursor.node.mapping().is_some() {
        let help = "list variants, or leave `variants` out for a boolean flag".to_owned();
        cursor.error("empty-field", "`variants` is empty", Some(help));
    }
    let value = |cursor: &Cursor<'_>| {
        let value = cursor.json();
        if matches!(value, Value::Null | Value::Array(_)) {
            cursor.wrong_type("a boolean, text, number or mapping");
            return Value::Null;
        }
        value
    };
    // A value that cannot be used must not make its variant unknown as well.
    let list = entries.iter().map(|(name, c)| (VariantName((*name).to_owned()), value(c)));
    Variants { declared: true, list: list.collect() }
}

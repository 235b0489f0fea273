//! A flag's own fields.

use super::cursor::{Cursor, Fields};
use super::targeting::{TARGETING_FIELDS, environments, layer};
use super::test_case::test_case;
use super::waiver::waiver;
use crate::model::{Flag, FlagType, VariantName, Variants, hint};
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

pub(super) fn flag(key: &str, root: &Cursor<'_>) -> Option<Flag> {
    debug_assert!(TARGETING_FIELDS.iter().all(|field| FLAG_FIELDS.contains(field)));
    let fields = root.fields(FLAG_FIELDS)?;
    fields.require("enabled", "write `enabled: false` to begin switched off");
    Some(Flag {
        key: key.to_owned(),
        description: required_text(&fields, "description", "say in a line what the flag switches"),
        owner: required_text(&fields, "owner", "name the team that answers for it"),
        flag_type: flag_type(&fields),
        created: fields
            .require("created", "write the day it was made, YYYY-MM-DD")
            .and_then(|c| c.date())
            .unwrap_or(NaiveDate::MIN),
        expires: fields.get("expires").and_then(|c| c.date()),
        ticket: fields.get("ticket").and_then(|c| c.text()),
        tags: fields.get("tags").map(|c| c.texts()).unwrap_or_default(),
        links: fields.get("links").map(|c| links(&c)).unwrap_or_default(),
        waivers: fields
            .get("waivers")
            .map(|c| c.items("waivers").iter().filter_map(waiver).collect())
            .unwrap_or_default(),
        variants: fields.get("variants").map_or_else(Variants::boolean, |c| variants(&c)),
        fallback: fields.get("fallback").and_then(|c| c.scalar_text()).map(VariantName),
        bucket_by: fields.get("bucket_by").and_then(|c| c.filled_text()),
        salt: fields.get("salt").and_then(|c| c.text()),
        base: layer(&fields),
        environments: fields.get("environments").map(|c| environments(&c)).unwrap_or_default(),
        tests: fields
            .get("tests")
            .map(|c| c.items("test cases").iter().filter_map(test_case).collect())
            .unwrap_or_default(),
    })
}

fn required_text(fields: &Fields<'_>, name: &'static str, help: &str) -> String {
    fields.require(name, help).and_then(|c| c.filled_text()).unwrap_or_default()
}

fn flag_type(fields: &Fields<'_>) -> FlagType {
    let names = || FlagType::ALL.iter().map(|flag_type| flag_type.name());
    let all = names().collect::<Vec<_>>().join(", ");
    let read = |cursor: Cursor<'_>| {
        let text = cursor.text()?;
        let known = FlagType::from_name(&text);
        if known.is_none() {
            cursor.error("unknown-type", format!("unknown type '{text}'"), hint(&text, names()));
        }
        known
    };
    // Ops asks nothing further of a flag, so that a bad type raises no second complaint.
    fields.require("type", &format!("one of {all}")).and_then(read).unwrap_or(FlagType::Ops)
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

//! The settings.

use super::cursor::Cursor;
use super::policy::policy;
use crate::model::{Alias, AttributeType, CodeSettings, Settings, hint};

pub(in crate::yaml) const SETTINGS_FIELDS: &[&str] =
    &["environments", "protected", "ramp", "attributes", "policy", "code", "commit"];
pub(in crate::yaml) const CODE_FIELDS: &[&str] = &["paths", "exclude", "aliases", "patterns"];
pub(super) const STEP_RULES: [&str; 2] = ["rollout-out-of-range", "rollout-too-precise"];

pub(super) fn settings(root: &Cursor<'_>) -> Option<Settings> {
    let fields = root.fields(SETTINGS_FIELDS)?;
    let defaults = Settings::default();
    let steps = |c: Cursor<'_>| c.items("percentages").iter().filter_map(|step| step.percent(STEP_RULES)).collect();
    Some(Settings {
        environments: fields.get("environments").map(|c| c.texts()).unwrap_or_default(),
        protected: fields.get("protected").map(|c| c.texts()).unwrap_or_default(),
        ramp: fields.get("ramp").map_or(defaults.ramp, steps),
        attributes: fields.get("attributes").map(|c| attributes(&c)),
        policy: fields.get("policy").and_then(|c| policy(&c)).unwrap_or(defaults.policy),
        code: fields.get("code").and_then(|c| code(&c)).unwrap_or(defaults.code),
        commit: fields.get("commit").and_then(|c| c.boolean()).unwrap_or(defaults.commit),
    })
}

fn attributes(cursor: &Cursor<'_>) -> Vec<(String, AttributeType)> {
    let names = || AttributeType::ALL.iter().map(|kind| kind.name());
    let kind = |cursor: &Cursor<'_>| {
        let text = cursor.text()?;
        let known = AttributeType::ALL.iter().copied().find(|kind| kind.name() == text);
        if known.is_none() {
            cursor.error("unknown-type", format!("unknown attribute type '{text}'"), hint(&text, names()));
        }
        known
    };
    let entries = cursor.entries().unwrap_or_default();
    // A type that could not be read must not make the attribute unknown as well.
    entries.iter().map(|(name, at)| ((*name).to_owned(), kind(at).unwrap_or(AttributeType::String))).collect()
}

fn code(cursor: &Cursor<'_>) -> Option<CodeSettings> {
    let fields = cursor.fields(CODE_FIELDS)?;
    Some(CodeSettings {
        paths: fields.get("paths").map(|c| c.texts()).unwrap_or_default(),
        exclude: fields.get("exclude").map(|c| c.texts()).unwrap_or_default(),
        aliases: fields.get("aliases").map(|c| aliases(&c)).unwrap_or_default(),
        patterns: fields.get("patterns").map(|c| c.texts()).unwrap_or_default(),
    })
}

fn aliases(cursor: &Cursor<'_>) -> Vec<Alias> {
    let read = |cursor: &Cursor<'_>| {
        let text = cursor.text()?;
        let known = Alias::ALL.iter().copied().find(|alias| alias.name() == text);
        if known.is_none() {
            let names = Alias::ALL.iter().map(|alias| alias.name());
            cursor.error("unknown-alias", format!("unknown alias '{text}'"), hint(&text, names));
        }
        known
    };
    cursor.items("names").iter().filter_map(read).collect()
}

//! The settings.

use super::cursor::Cursor;
use crate::model::{Alias, AttributeType, CodeSettings, Days, FlagType, Policy, Settings, hint};

pub(in crate::yaml) const SETTINGS_FIELDS: &[&str] =
    &["environments", "protected", "ramp", "attributes", "policy", "code", "commit"];
pub(in crate::yaml) const POLICY_FIELDS: &[&str] =
    &["max_step", "expiring_within", "stale_after", "max_age", "require"];
pub(in crate::yaml) const CODE_FIELDS: &[&str] = &["paths", "exclude", "aliases", "patterns"];
const STEP_RULES: [&str; 2] = ["rollout-out-of-range", "rollout-too-precise"];

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

fn policy(cursor: &Cursor<'_>) -> Option<Policy> {
    let fields = cursor.fields(POLICY_FIELDS)?;
    let defaults = Policy::default();
    let days = |name, default| fields.get(name).and_then(|c| days(&c)).unwrap_or(default);
    Some(Policy {
        max_step: fields.get("max_step").and_then(|c| c.percent(STEP_RULES)).unwrap_or(defaults.max_step),
        expiring_within: days("expiring_within", defaults.expiring_within),
        stale_after: days("stale_after", defaults.stale_after),
        max_age: fields.get("max_age").map(|c| max_age(&c)).unwrap_or_default(),
        require: fields.get("require").map(|c| c.texts()).unwrap_or_default(),
    })
}

fn days(cursor: &Cursor<'_>) -> Option<Days> {
    let text = cursor.scalar_text()?;
    let days = Days::parse(&text);
    if days.is_none() {
        let help = "write days or weeks: 14d, 2w".to_owned();
        cursor.error("invalid-duration", format!("{text:?} is not a duration"), Some(help));
    }
    days
}

fn max_age(cursor: &Cursor<'_>) -> Vec<(FlagType, Days)> {
    let entries = cursor.entries().unwrap_or_default();
    let read = |(name, at): &(&str, Cursor<'_>)| {
        let flag_type = FlagType::from_name(name);
        if flag_type.is_none() {
            let names = FlagType::ALL.iter().map(|flag_type| flag_type.name());
            at.error_at_key("unknown-type", format!("unknown type '{name}'"), hint(name, names));
        }
        Some((flag_type?, days(at)?))
    };
    entries.iter().filter_map(read).collect()
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

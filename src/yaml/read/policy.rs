//! The settings' policy.

use super::cursor::Cursor;
use super::settings::STEP_RULES;
use crate::model::{Days, FlagType, Level, Policy, RuleLevel, hint};

pub(in crate::yaml) const POLICY_FIELDS: &[&str] = &[
    "max_step",
    "expiring_within",
    "stale_after",
    "ramp_stuck_after",
    "unused_after",
    "max_age",
    "require",
    "owners",
    "rules",
];

pub(super) fn policy(cursor: &Cursor<'_>) -> Option<Policy> {
    let fields = cursor.fields(POLICY_FIELDS)?;
    let defaults = Policy::default();
    let days = |name, default| fields.get(name).and_then(|c| days(&c)).unwrap_or(default);
    Some(Policy {
        max_step: fields.get("max_step").and_then(|c| c.percent(STEP_RULES)).unwrap_or(defaults.max_step),
        expiring_within: days("expiring_within", defaults.expiring_within),
        stale_after: days("stale_after", defaults.stale_after),
        ramp_stuck_after: days("ramp_stuck_after", defaults.ramp_stuck_after),
        unused_after: days("unused_after", defaults.unused_after),
        max_age: fields.get("max_age").map(|c| max_age(&c)).unwrap_or_default(),
        require: fields.get("require").map(|c| c.texts()).unwrap_or_default(),
        owners: fields.get("owners").map(|c| c.texts()).unwrap_or_default(),
        rules: fields.get("rules").map(|c| rules(&c)).unwrap_or_default(),
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
        let flag_type = flag_type(name, at);
        Some((flag_type?, days(at)?))
    };
    entries.iter().filter_map(read).collect()
}

/// The type that a key names.
fn flag_type(name: &str, at: &Cursor<'_>) -> Option<FlagType> {
    let flag_type = FlagType::from_name(name);
    if flag_type.is_none() {
        let names = FlagType::ALL.iter().map(|flag_type| flag_type.name());
        at.error_at_key("unknown-type", format!("unknown type '{name}'"), hint(name, names));
    }
    flag_type
}

/// Rule to level, or to a level by type.
fn rules(cursor: &Cursor<'_>) -> Vec<RuleLevel> {
    let mut rules = Vec::new();
    for (rule, at) in cursor.entries().unwrap_or_default() {
        let mut set = |flag_type: Option<FlagType>, level: Option<Level>| {
            rules.push(RuleLevel { rule: rule.to_owned(), flag_type, level });
        };
        if at.node.mapping().is_none() {
            level(&at).into_iter().for_each(|level| set(None, level));
            continue;
        }
        for (name, at) in at.entries().unwrap_or_default() {
            if let (Some(flag_type), Some(level)) = (flag_type(name, &at), level(&at)) {
                set(Some(flag_type), level);
            }
        }
    }
    rules
}

fn level(cursor: &Cursor<'_>) -> Option<Option<Level>> {
    let word = cursor.scalar_text()?;
    let level = RuleLevel::parse(&word);
    if level.is_none() {
        cursor.error(
            "unknown-level",
            format!("unknown level '{word}'"),
            hint(&word, RuleLevel::LEVELS.iter().copied()),
        );
    }
    level
}

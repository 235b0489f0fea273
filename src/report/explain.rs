//! What `explain` returns.

use super::{VERSION, level_name};
use crate::model::Level;
use serde::Serialize;

/// The rules there are, or all about one.
#[derive(Debug, Serialize)]
pub struct ExplainReport {
    version: u32,
    /// The rules; one, where one was asked for.
    pub rules: Vec<RuleExplained>,
    /// Whether all there is to say of it is wanted.
    #[serde(skip)]
    pub is_whole: bool,
}

/// What a rule finds, why it matters, how to mend it, and how to set it.
#[derive(Clone, Debug, Serialize)]
pub struct RuleExplained {
    /// Its name.
    pub rule: &'static str,
    /// The level of its findings, where the settings name no other; null for a rule that there is not.
    #[serde(serialize_with = "optional_level")]
    pub level: Option<Level>,
    /// The command that asks it; null for a rule that there is not.
    pub command: Option<&'static str>,
    /// What it finds, or asks for, in one line.
    pub about: &'static str,
    /// Why it matters.
    pub why: Option<&'static str>,
    /// How to mend it.
    pub mend: Option<&'static str>,
    /// What breaks it, and the same mended; null where a line cannot show it.
    pub example: Option<ExampleReport>,
    /// How its level is set, and how one flag is excused.
    pub set: Option<String>,
}

/// A few lines of a file.
#[derive(Clone, Debug, Serialize)]
pub struct ExampleReport {
    /// What breaks the rule.
    pub broken: &'static str,
    /// The same, mended.
    pub mended: &'static str,
}

impl ExplainReport {
    /// All rules, or all about one.
    pub fn new(rules: Vec<RuleExplained>, is_whole: bool) -> ExplainReport {
        ExplainReport { version: VERSION, rules, is_whole }
    }
}

fn optional_level<S: serde::Serializer>(level: &Option<Level>, serializer: S) -> Result<S::Ok, S::Error> {
    match level {
        Some(level) => level_name(level, serializer),
        None => serializer.serialize_none(),
    }
}

//! What the commands that judge find: one shape for all of them.

use super::level_name;
use crate::audit::BaselineEntry;
use crate::model::Level;
use serde::Serialize;

/// One finding.
#[derive(Clone, Debug, Serialize)]
pub struct FindingReport {
    /// The flag, or the key that there is no flag of; null where it is about something else.
    pub key: Option<String>,
    /// The flag's owner.
    pub owner: Option<String>,
    /// The environment that it is about, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
    /// The rule's name.
    pub rule: &'static str,
    /// `error` or `warning`.
    #[serde(serialize_with = "level_name")]
    pub level: Level,
    /// What is so.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The file, as the user would name it.
    pub file: String,
    /// From 1; 1 where it is about the file as a whole.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

impl FindingReport {
    /// What it is known by in a baseline.
    pub fn entry(&self) -> BaselineEntry {
        BaselineEntry { key: self.key.clone(), rule: self.rule.to_owned(), environment: self.environment.clone() }
    }
}

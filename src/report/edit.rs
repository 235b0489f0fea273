//! What the editing commands return.

use super::VERSION;
use serde::Serialize;

/// What an edit did, or would do.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EditReport {
    version: u32,
    /// Nothing was written: it was only asked for.
    pub dry_run: bool,
    /// What changed; nothing where all was so already.
    pub changes: Vec<ChangeReport>,
    /// What whoever edits should know, such as environments that the edit does not reach.
    pub notes: Vec<String>,
    /// The unified diff.
    pub patch: String,
}

/// One change of one flag.
#[derive(Debug, Serialize)]
pub struct ChangeReport {
    /// The flag.
    pub key: String,
    /// Its file.
    pub file: String,
    /// Where; null for the top level.
    pub environment: Option<String>,
    /// `enabled` or `rollout`.
    pub field: &'static str,
    /// The rule, where it is one's.
    pub rule: Option<String>,
    /// Before.
    pub from: String,
    /// After.
    pub to: String,
    /// In words: `rollout 10% → 25%`.
    pub words: String,
}

impl EditReport {
    /// An edit that has changed nothing yet.
    pub fn new(dry_run: bool) -> EditReport {
        EditReport { version: VERSION, dry_run, changes: Vec::new(), notes: Vec::new(), patch: String::new() }
    }
}

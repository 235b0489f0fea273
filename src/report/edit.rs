//! What the editing commands return.

use super::{FlagImpact, VERSION};
use crate::change::{Change, Field};
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
    /// What it would do to people, of an edit that was only asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub impact: Vec<FlagImpact>,
    /// The unified diff.
    pub patch: String,
    /// The commit, where one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<CommitReport>,
}

/// The commit of an edit.
#[derive(Debug, Serialize)]
pub struct CommitReport {
    /// Its object id; null where it was not made.
    pub id: Option<String>,
    /// Its whole message.
    pub message: String,
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
    /// The field's name in the file.
    pub field: &'static str,
    /// The rule, where it is one's: `rule 'employees'`, or its number from 1, `rule 2`.
    pub rule: Option<String>,
    /// The entry of the field, where it has several: a variant, ids that moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// Before; null where it is new.
    pub from: Option<String>,
    /// After; null where it is gone.
    pub to: Option<String>,
    /// In words: `rollout 10% → 25%`.
    pub words: String,
    /// The place for people; `None` for what has none, as an owner.
    #[serde(skip)]
    pub place: Option<String>,
}

impl ChangeReport {
    /// A change of a flag in a file.
    pub fn new(key: &str, file: &str, change: &Change) -> ChangeReport {
        let what = &change.what;
        ChangeReport {
            key: key.to_owned(),
            file: file.to_owned(),
            environment: change.environment.clone(),
            field: what.field.name(),
            rule: what.rule.as_ref().map(ToString::to_string),
            item: what.item.clone(),
            from: what.from(),
            to: what.to(),
            words: what.to_string(),
            place: place(change),
        }
    }

    /// On one line: `new-checkout  production  rollout 10% → 25%`.
    pub fn line(&self) -> String {
        let parts = [Some(&self.key), self.place.as_ref(), Some(&self.words)];
        parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join("  ")
    }
}

impl EditReport {
    /// An edit that has changed nothing yet.
    pub fn new(dry_run: bool, notes: Vec<String>) -> EditReport {
        let (changes, impact) = (Vec::new(), Vec::new());
        EditReport { version: VERSION, dry_run, changes, notes, impact, patch: String::new(), commit: None }
    }
}

/// The environment, or the top level where environments could have this for themselves.
fn place(change: &Change) -> Option<String> {
    use Field::{Default, Enabled, Overrides, Rollout, Rules, Serve, Split};
    let is_inherited = matches!(change.what.setting(), Enabled | Overrides | Rules | Rollout | Serve | Split | Default);
    change.environment.clone().or_else(|| is_inherited.then(|| "top level".to_owned()))
}

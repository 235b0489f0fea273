//! What `log` returns.

use super::{ChangeReport, CommitRef, VERSION};
use crate::change::{Change, Subject};
use serde::Serialize;
use std::fmt;

/// The audit trail. It is read from git while it is printed.
pub struct LogReport {
    /// The commits that changed a meaning, newest first.
    pub commits: Box<dyn Iterator<Item = anyhow::Result<LogCommit>>>,
    /// The one flag that was asked for.
    pub key: Option<String>,
}

/// What one commit changed.
#[derive(Debug)]
pub struct LogCommit {
    /// The commit.
    pub commit: CommitRef,
    /// At least one change.
    pub changes: Vec<LogChange>,
}

/// One change of meaning.
#[derive(Clone, Debug, Serialize)]
pub struct LogChange {
    /// What it is about: `flag`, `segment`, `settings` or `history`.
    pub kind: &'static str,
    /// The flag's key, or the segment's name.
    pub key: Option<String>,
    /// The file.
    pub file: Option<String>,
    /// Where; null for the top level and for what has no environments.
    pub environment: Option<String>,
    /// The field's name in the file; `file` and `history` for what is about these as a whole.
    pub field: &'static str,
    /// The rule, where it is one's: its name, or its number from 1.
    pub rule: Option<String>,
    /// The entry of the field, where it has several.
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

/// A change with its commit: what stands on a line of its own for machines.
#[derive(Debug, Serialize)]
pub struct LogEntry<'r> {
    #[serde(flatten)]
    commit: &'r CommitRef,
    #[serde(flatten)]
    change: &'r LogChange,
}

/// All changes in one document.
#[derive(Debug, Serialize)]
pub struct LogDocument<'r> {
    version: u32,
    changes: Vec<LogEntry<'r>>,
}

impl LogCommit {
    /// Each change with the commit.
    pub fn entries(&self) -> impl Iterator<Item = LogEntry<'_>> {
        self.changes.iter().map(|change| LogEntry { commit: &self.commit, change })
    }
}

impl<'r> LogDocument<'r> {
    /// The document of these commits.
    pub fn of(commits: &'r [LogCommit]) -> LogDocument<'r> {
        LogDocument { version: VERSION, changes: commits.iter().flat_map(LogCommit::entries).collect() }
    }
}

impl LogChange {
    /// A change in a file.
    pub fn new(subject: &Subject, file: String, change: &Change) -> LogChange {
        let ChangeReport { file, environment, field, rule, item, from, to, words, place, .. } =
            ChangeReport::new("", &file, change);
        LogChange { environment, field, rule, item, from, to, place, ..LogChange::of_file(subject, file, words) }
    }

    /// Something that became of a file as a whole.
    pub fn of_file(subject: &Subject, file: String, words: String) -> LogChange {
        let (kind, key) = match subject {
            Subject::Flag(key) => ("flag", Some(key)),
            Subject::Segment(name) => ("segment", Some(name)),
            Subject::Settings => ("settings", None),
        };
        LogChange { kind, field: "file", file: Some(file), ..LogChange::bare(key.cloned(), words) }
    }

    /// History goes on before this, but not here.
    pub fn end_of_history(key: Option<String>) -> LogChange {
        LogChange::bare(key, "history ends here: the clone is shallow".to_owned())
    }

    fn bare(key: Option<String>, words: String) -> LogChange {
        let (file, environment, rule, item, from, to, place) = (None, None, None, None, None, None, None);
        LogChange { kind: "history", key, file, environment, field: "history", rule, item, from, to, words, place }
    }
}

impl fmt::Debug for LogReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogReport").field("key", &self.key).finish_non_exhaustive()
    }
}

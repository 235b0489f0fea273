//! What `log` returns.

use super::{CommitRef, SubjectChange, VERSION};
use serde::Serialize;
use std::fmt;

/// The audit trail. It is read from git while it is printed.
pub struct LogReport {
    /// The commits that changed a meaning, newest first; at least as many as `size_hint` says are there already.
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
    pub changes: Vec<SubjectChange>,
}

/// A change with its commit: what stands on a line of its own for machines.
#[derive(Debug, Serialize)]
pub struct LogEntry<'r> {
    #[serde(flatten)]
    commit: &'r CommitRef,
    #[serde(flatten)]
    change: &'r SubjectChange,
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

impl fmt::Debug for LogReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogReport").field("key", &self.key).finish_non_exhaustive()
    }
}

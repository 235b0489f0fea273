//! Commits, as reports name them.

use crate::git::Commit;
use chrono::SecondsFormat;
use serde::Serialize;

/// A commit.
#[derive(Clone, Debug, Serialize)]
pub struct CommitRef {
    /// Its object id.
    pub commit: String,
    /// The day on which it was committed (UTC).
    pub date: String,
    /// When it was committed (UTC).
    pub time: String,
    /// Who wrote it.
    pub author: String,
    /// The author's address.
    pub email: String,
    /// The first line of its message.
    pub subject: String,
}

impl CommitRef {
    /// The beginning of its id, for people.
    pub fn short_id(&self) -> &str {
        self.commit.get(..10).unwrap_or(&self.commit)
    }
}

impl From<&Commit> for CommitRef {
    fn from(commit: &Commit) -> Self {
        CommitRef {
            commit: commit.id.clone(),
            date: commit.day().to_string(),
            time: commit.time.to_rfc3339_opts(SecondsFormat::Secs, true),
            author: commit.author.clone(),
            email: commit.email.clone(),
            subject: commit.subject.clone(),
        }
    }
}

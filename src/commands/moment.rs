//! Which moment a reading command looks at: the work tree, or a git revision.

use super::shared::refused;
use crate::check::FileKind;
use crate::git::Repository;
use crate::live::snapshot;
use crate::model::parse_instant;
use crate::store::{Snapshot, Source};
use anyhow::Result;
use chrono::{DateTime, Utc};
use clap::Args;
use std::path::Path;

/// Which moment to look at.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct MomentArgs {
    /// The flags as they were at this git revision: HEAD~3, a tag, main@{yesterday}
    #[arg(long, value_name = "REV", allow_hyphen_values = true, conflicts_with = "as_of")]
    rev: Option<String>,
    /// The flags as they were before this date or time (UTC), on the current branch
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
}

/// A commit, and how it was asked for.
#[derive(Debug)]
pub(super) struct Moment {
    pub(super) repository: Repository,
    pub(super) commit: String,
    /// What stands before a file's name: `HEAD~3:`.
    pub(super) label: String,
    /// The clock of that moment, where it was asked for by its date.
    pub(super) now: Option<DateTime<Utc>>,
}

impl MomentArgs {
    /// The commit that was asked for; `None` for the work tree.
    pub(super) fn resolve(&self, root: &Path) -> Result<Option<Moment>> {
        if let Some(rev) = &self.rev {
            return at_revision(root, rev).map(Some);
        }
        let Some(date) = &self.as_of else { return Ok(None) };
        let now = parse_instant(date).ok_or_else(|| {
            let help = "write 2026-11-01 or 2026-11-01T12:00:00Z".to_owned();
            refused(format!("--as-of '{date}' is not a date or an RFC 3339 time"), Some(help))
        })?;
        let repository = Repository::discover(root)?;
        let commit = repository.commit_before(now)?.ok_or_else(|| {
            refused(format!("the current branch has no commit before {date}"), repository.unshallow())
        })?;
        let label = commit.chars().take(10).chain([':']).collect();
        Ok(Some(Moment { repository, commit, label, now: Some(now) }))
    }
}

pub(super) fn at_revision(root: &Path, rev: &str) -> Result<Moment> {
    let repository = Repository::discover(root)?;
    let commit = repository
        .commit(rev)
        .map_err(|_| refused(format!("'{rev}' is no revision of this repository"), repository.unshallow()))?;
    Ok(Moment { repository, commit, label: format!("{rev}:"), now: None })
}

impl Moment {
    /// The files of that moment whose kind and stem are `wanted`.
    pub(super) fn source(&self, root: &Path, wanted: &dyn Fn(FileKind, &str) -> bool) -> Result<Source> {
        let mut files = self.repository.files_at(&self.commit, root)?;
        files.retain(|file| Snapshot::needs(&file.path, wanted));
        Ok(snapshot(&self.repository, files)?.into())
    }
}

//! Committing what was edited, and nothing else.

use super::super::shared::{Session, refused};
use super::message::{Edited, message};
use super::{FileText, Plan};
use crate::change::{Change, diff};
use crate::git::{GitError, Repository, Version};
use crate::model::Flag;
use crate::report::CommitReport;
use crate::yaml::{decode, read_flag};
use anyhow::{Context as _, Result};
use clap::Args;
use std::path::{Path, PathBuf};

/// Whether an edit is committed, and why it is made.
#[derive(Debug, Args)]
pub(in super::super) struct CommitArgs {
    /// Commit what is edited and nothing else, with a message that says the change
    #[arg(long)]
    commit: bool,
    /// Do not commit, also where the settings say `commit: true`
    #[arg(long, conflicts_with_all = ["commit", "reason"])]
    no_commit: bool,
    /// Why the edit is made, for the commit's message
    #[arg(short = 'm', long = "message", value_name = "REASON")]
    reason: Option<String>,
}

impl CommitArgs {
    /// Whether one is asked for, or asked not to be made.
    pub(super) fn is_asked_for(&self) -> bool {
        self.commit || self.no_commit || self.reason.is_some()
    }
}

/// Makes the commit of one run.
pub(super) struct Committer<'s> {
    repository: Repository,
    reason: Option<String>,
    session: &'s Session,
}

impl<'s> Committer<'s> {
    /// Opens the repository, if there is to be a commit; `None` else.
    ///
    /// # Errors
    /// Where git would refuse the commit: that is better said before anything is written.
    pub(super) fn open(args: &CommitArgs, session: &'s Session) -> Result<Option<Committer<'s>>> {
        if !args.commit && (args.no_commit || !session.settings()?.commit) {
            return match &args.reason {
                None => Ok(None),
                Some(_) => {
                    let help = "pass --commit as well, or set `commit: true` in ffctl.yaml";
                    Err(refused("-m says why a commit is made, and none is asked for", Some(help.to_owned())))
                }
            };
        }
        let without = if args.commit { "leave out --commit" } else { "pass --no-commit" };
        let repository = Repository::discover(&session.directory.root).map_err(|error| match error {
            GitError::NotARepository { .. } => {
                refused(format!("nothing can be committed: {error}"), Some(without.to_owned()))
            }
            error => error.into(),
        })?;
        if let Some(unfinished) = repository.unfinished()? {
            let message = format!("{unfinished} is under way, during which git commits no single files");
            return Err(refused(message, Some(format!("finish it first, or {without}"))));
        }
        Ok(Some(Committer { repository, reason: args.reason.clone(), session }))
    }

    /// What would be committed.
    pub(super) fn preview(&self, plans: &[Plan]) -> Result<Option<CommitReport>> {
        let message = self.message(plans, &mut Vec::new())?;
        Ok((!plans.is_empty()).then_some(CommitReport { id: None, message }))
    }

    /// Commits the files that these plans wrote.
    pub(super) fn commit(
        &self,
        plans: &[Plan],
        written: &[PathBuf],
        notes: &mut Vec<String>,
    ) -> Result<Option<CommitReport>> {
        if plans.is_empty() {
            return Ok(None);
        }
        let failed = |files: &[PathBuf]| {
            let files: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
            format!("the edit is written, and it is not committed ({})", files.join(", "))
        };
        let files = written.iter().map(|file| self.repository.path_of(file)).collect::<Result<Vec<_>, _>>()?;
        let message = self.message(plans, notes)?;
        let paths: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
        if !self.repository.has_changes(&paths)? {
            notes.push("git ignores it or sees no change, so nothing was committed".to_owned());
            return Ok(None);
        }
        let id = self.repository.commit_files(&paths, &message).with_context(|| failed(&files))?;
        Ok(Some(CommitReport { id: Some(id), message }))
    }

    fn message(&self, plans: &[Plan], notes: &mut Vec<String>) -> Result<String> {
        let mut edited = Vec::new();
        for plan in plans {
            edited.push(Edited { key: plan.key.clone(), changes: self.changes(plan, notes)?, mends: plan.mends() });
        }
        Ok(message(&edited, self.reason.as_deref()))
    }

    /// What the commit changes: more than the edit, where the file had changes that were not committed.
    fn changes(&self, plan: &Plan, notes: &mut Vec<String>) -> Result<Vec<Change>> {
        let committed = match &plan.before {
            None => None,
            Some(before) => self.committed(before, plan.was.as_ref().map_or(&plan.key, |flag| &flag.key))?,
        };
        let Some(committed) = committed else {
            // It is new to git, whatever it was here.
            return Ok(if plan.flag.is_some() { diff(None, plan.flag.as_ref()) } else { plan.changes.clone() });
        };
        let Committed::Valid(flag) = committed else { return Ok(plan.changes.clone()) };
        let changes = diff(Some(&flag), plan.flag.as_ref());
        if changes != plan.changes {
            notes.push(format!("{}: what was not committed before is part of the commit", plan.key));
        }
        Ok(changes)
    }

    /// The flag as it is in the last commit; `None` where it is not there.
    fn committed(&self, file: &FileText, key: &str) -> Result<Option<Committed>> {
        let Some(commit) = self.repository.head()? else { return Ok(None) };
        let path = self.repository.path_of(&self.session.on_disk(&file.path))?;
        let Some(bytes) = self.repository.bytes_at(&Version { commit, path })? else { return Ok(None) };
        let flag = decode(&bytes).ok().and_then(|text| read_flag(key, text).valid());
        Ok(Some(flag.map_or(Committed::Invalid, |flag| Committed::Valid(Box::new(flag)))))
    }
}

/// A flag's file in a commit.
enum Committed {
    Valid(Box<Flag>),
    Invalid,
}

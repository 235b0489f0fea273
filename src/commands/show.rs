//! `ffctl show`

use super::moment::MomentArgs;
use super::shared::Session;
use crate::git::{Change, Commit};
use crate::report::{LastChangeReport, ShowReport};
use anyhow::Result;
use clap::Args;
use std::path::Path;

/// Shows one flag: its metadata, its effective targeting in each environment, and its last change.
#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// The flag's key
    key: String,
    #[command(flatten)]
    pub(super) moment: MomentArgs,
}

pub(super) fn run(args: &ShowArgs, session: &Session) -> Result<ShowReport> {
    let loaded = session.flag(&args.key)?;
    let file = &loaded.file;
    let mut report = ShowReport::new(&file.flag, session.shown(&file.path), &loaded.settings, session.today());
    match session.last_changes([file], &|_| true) {
        Ok(history) => {
            let last_change = history.change(Path::new(&file.path)).map(last_change);
            report.last_change_unknown = last_change.is_none().then(|| "git knows nothing of the file".to_owned());
            report.last_change = last_change;
        }
        Err(error) => report.last_change_unknown = Some(error.to_string()),
    }
    Ok(report)
}

fn last_change(change: &Change) -> LastChangeReport {
    let by = |commit: &Commit, words: String| LastChangeReport {
        date: Some(commit.day().to_string()),
        commit: Some(commit.short_id().to_owned()),
        author: Some(commit.author.clone()),
        words,
    };
    let bare = |words: &str| LastChangeReport { date: None, commit: None, author: None, words: words.to_owned() };
    match change {
        Change::Uncommitted => bare("not committed yet"),
        Change::Ignored => bare("ignored by git"),
        Change::Commit(commit) => by(commit, format!("{} by {}", commit.day(), commit.author)),
        Change::Boundary(commit) => by(commit, format!("{} or before: the clone is shallow", commit.day())),
    }
}

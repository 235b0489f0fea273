//! The way through history: commits from the newest to the oldest, each with the files it changes.

use super::log::{Commit, Entry, FORMAT, FileChange, LogReader};
use super::path::{from_git, strip_newline};
use super::records::Records;
use super::runner::Question;
use super::{GitError, Repository};
use chrono::{DateTime, Utc};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What every walk asks for.
const LOG: &[&str] = &[
    "log",
    "-z",
    FORMAT,
    "--encoding=UTF-8",
    "--raw",
    "--no-abbrev",
    "--no-renames",
    "--no-relative",
    "--no-follow",
    "--no-ext-diff",
    "--no-textconv",
    "-O/dev/null",
];

/// Where a walk goes at a merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// On to the first parent, which the merge is compared with. A change counts from the day on which it arrived on
    /// this branch, whether it came by a merge, a rebase or a squash, and side branches cost nothing.
    FirstParent,
    /// On to all parents. The merge's own changes are the files that differ from each of them.
    EveryParent,
}

/// Which part of history to walk.
#[derive(Clone, Copy, Debug)]
pub struct Stretch<'a> {
    /// The commit to begin with.
    pub from: &'a str,
    /// Neither this commit nor those before it.
    pub after: Option<&'a str>,
    /// No commit before this time.
    pub since: Option<DateTime<Utc>>,
    /// Where to go at a merge.
    pub route: Route,
    /// Only what changes this file of the directory.
    pub file: Option<&'a Path>,
}

/// A commit of a walk.
#[derive(Clone, Debug)]
pub struct Logged {
    /// The commit.
    pub commit: Arc<Commit>,
    /// History goes on before it, but not in this shallow clone: it looks as if it had made every file.
    pub is_boundary: bool,
    /// The files it changes, from the directory walked.
    pub files: Vec<FileChange>,
}

/// A walk. It goes no further than it is asked for; whoever has enough drops it.
#[derive(Debug)]
pub struct Walk {
    records: Records,
    reader: LogReader,
    /// The directory that files are counted from, itself counted from the root.
    below: PathBuf,
    boundary: HashSet<String>,
    /// The commit whose files are being read.
    current: Option<Logged>,
    /// Why there is no more, to be told after the last commit that was read.
    failure: Option<GitError>,
    is_over: bool,
}

impl<'a> Stretch<'a> {
    /// All that led to a commit.
    pub fn to(commit: &'a str, route: Route) -> Stretch<'a> {
        Stretch { from: commit, after: None, since: None, route, file: None }
    }
}

impl Repository {
    /// The commits that change a file of a directory.
    ///
    /// # Errors
    /// Where git cannot be run.
    pub fn walk(&self, directory: &Path, stretch: &Stretch<'_>) -> Result<Walk, GitError> {
        let below = self.relative(directory)?;
        let route: &[&'static str] = match stretch.route {
            Route::FirstParent => &["--first-parent", "--diff-merges=first-parent"],
            Route::EveryParent => &["--diff-merges=combined"],
        };
        let since = stretch.since.map(|time| format!("--max-age={}", time.timestamp().max(0)));
        let revision = match stretch.after {
            Some(after) => format!("{after}..{}", stretch.from),
            None => stretch.from.to_owned(),
        };
        let path = stretch.file.map_or_else(|| below.clone(), |file| below.join(file));
        let question = Question {
            words: &[LOG, route].concat(),
            options: since.as_slice(),
            revision: Some(&revision),
            path: Some(&path),
        };
        let records = self.git.records(&question)?;
        let boundary = self.shallow_boundary()?;
        let reader = LogReader::default();
        Ok(Walk { records, reader, below, boundary, current: None, failure: None, is_over: false })
    }

    /// The commits whose parents a shallow clone left out. A first commit can be among them, where the clone's depth
    /// ends just there; it is then taken for one with more before it, as git itself does.
    fn shallow_boundary(&self) -> Result<HashSet<String>, GitError> {
        if !self.is_shallow {
            return Ok(HashSet::new());
        }
        let words = &["rev-parse", "--path-format=absolute", "--git-path", "shallow"];
        let printed = self.git.ask(&Question { words, ..Question::default() })?;
        let path = from_git(strip_newline(&printed));
        let text = std::fs::read_to_string(&path).map_err(|error| GitError::io(path, error))?;
        Ok(text.lines().map(str::to_owned).collect())
    }
}

impl Walk {
    /// Reads on until a commit is complete: its files end where the next commit begins.
    fn advance(&mut self) -> Result<Option<Logged>, GitError> {
        while let Some(record) = self.records.next()? {
            match self.reader.read(record)? {
                None => {}
                Some(Entry::Commit(commit)) => {
                    let is_boundary = self.boundary.contains(&commit.id);
                    let next = Logged { commit: Arc::new(commit), is_boundary, files: Vec::new() };
                    if let Some(complete) = self.current.replace(next) {
                        return Ok(Some(complete));
                    }
                }
                Some(Entry::File(file)) => {
                    let commit = self.current.as_mut().ok_or_else(|| GitError::unexpected("log", b"a file"))?;
                    // The directory itself is among them where it was a file or a submodule once.
                    let inside = file.path.strip_prefix(&self.below).ok().filter(|path| *path != Path::new(""));
                    if let Some(path) = inside.map(Path::to_owned) {
                        commit.files.push(FileChange { path, ..file });
                    }
                }
            }
        }
        self.is_over = true;
        Ok(self.current.take())
    }
}

impl Iterator for Walk {
    type Item = Result<Logged, GitError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return self.failure.take().map(Err);
        }
        let logged = self.advance().unwrap_or_else(|error| {
            self.failure = Some(error);
            self.is_over = true;
            self.current.take()
        });
        logged.map(Ok).or_else(|| self.failure.take().map(Err))
    }
}

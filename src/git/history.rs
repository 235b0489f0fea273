//! When files were last changed, in one walk through the history.
//!
//! The walk follows first parents, and a merge is compared to its first parent: a change counts from the day on which
//! it arrived on this branch, whether it came by a merge, a rebase or a squash, and side branches cost nothing. So the
//! walk is one line from the newest commit to the oldest, and the first commit that names a file is its last change.

use super::log::{Entry, FORMAT, LogReader};
use super::path::{from_git, strip_newline};
use super::runner::Question;
use super::status::{self, Status};
use super::{GitError, Repository};
use crate::audit::LastChange;
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is not as it was committed. Submodules are left alone: git would look into them with their settings.
const STATUS: &[&str] = &[
    "status",
    "--porcelain=v2",
    "-z",
    "--untracked-files=all",
    "--ignored=traditional",
    "--no-renames",
    "--ignore-submodules=all",
];

/// Who changed what, along the first parents.
const LOG: &[&str] = &[
    "log",
    "-z",
    FORMAT,
    "--encoding=UTF-8",
    "--first-parent",
    "--diff-merges=first-parent",
    "--name-only",
    "--no-renames",
    "--no-relative",
    "--no-follow",
    "--no-ext-diff",
    "--no-textconv",
];

/// A commit, as far as a file's last change is told by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its object id.
    pub id: String,
    /// When it was committed.
    pub time: DateTime<Utc>,
    /// Who wrote it.
    pub author: String,
}

/// How a file came to be as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is not in the last commit as it stands here.
    Uncommitted,
    /// Git is told to leave it alone.
    Ignored,
    /// By this commit.
    Commit(Arc<Commit>),
    /// By this commit or an earlier one: it is the oldest of a shallow clone, and looks as if it had made every file.
    Boundary(Arc<Commit>),
}

/// The last changes of files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    changes: HashMap<PathBuf, Change>,
}

impl Commit {
    /// The day of the commit, UTC.
    pub fn day(&self) -> NaiveDate {
        self.time.date_naive()
    }
}

impl History {
    /// The last change of a file, by the path it was asked for; `None` where git knows none, as inside a submodule.
    pub fn change(&self, file: &Path) -> Option<&Change> {
        self.changes.get(file)
    }

    /// The same as the audit takes it: what is not committed was changed today, and what git ignores is outside git.
    pub fn last_change(&self, file: &Path, today: NaiveDate) -> LastChange {
        match self.change(file) {
            Some(Change::Uncommitted) => LastChange::On(today),
            Some(Change::Ignored) => LastChange::Created,
            Some(Change::Commit(commit)) => LastChange::On(commit.day()),
            Some(Change::Boundary(commit)) => LastChange::NotAfter(commit.day()),
            None => LastChange::Unknown,
        }
    }
}

impl Repository {
    /// The last change of each of these files, given by their paths from `directory`.
    ///
    /// The walk ends as soon as all are found. Where there is no commit yet, all are uncommitted.
    ///
    /// # Errors
    /// Where git fails.
    pub fn last_changes<'a>(
        &self,
        directory: &Path,
        files: impl IntoIterator<Item = &'a Path>,
    ) -> Result<History, GitError> {
        let below = self.relative(directory)?;
        let mut search = Search {
            below: &below,
            wanted: files.into_iter().map(Path::to_owned).collect(),
            history: History::default(),
        };
        self.search_work_tree(&mut search)?;
        if let Some(head) = self.head()?
            && !search.wanted.is_empty()
        {
            self.search_commits(&head, &mut search)?;
        }
        Ok(search.history)
    }

    fn search_work_tree(&self, search: &mut Search<'_>) -> Result<(), GitError> {
        let question = Question { words: STATUS, path: Some(search.below), ..Question::default() };
        let printed = self.git.without_filters()?.ask(&question)?;
        for (status, path) in status::entries(&printed) {
            search.found(path, || match status {
                Status::Uncommitted => Change::Uncommitted,
                Status::Ignored => Change::Ignored,
            });
        }
        Ok(())
    }

    fn search_commits(&self, head: &str, search: &mut Search<'_>) -> Result<(), GitError> {
        let question = Question { words: LOG, revision: Some(head), path: Some(search.below), ..Question::default() };
        let boundary = self.shallow_boundary()?;
        let mut reader = LogReader::default();
        let mut change = None;
        self.git.stream(&question, |record| {
            match reader.read(record)? {
                Entry::Mark => {}
                Entry::Commit(commit) if boundary.contains(&commit.id) => {
                    change = Some(Change::Boundary(Arc::new(commit)));
                }
                Entry::Commit(commit) => change = Some(Change::Commit(Arc::new(commit))),
                Entry::Path(path) => {
                    let change = change.as_ref().ok_or_else(|| GitError::unexpected("log", record))?;
                    search.found(path, || change.clone());
                }
            }
            Ok(if search.wanted.is_empty() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        })
    }

    /// The commits whose parents a shallow clone left out. A first commit can be among them, where the clone's depth
    /// ends just there; its day is then called a bound, which is true too.
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

/// The files still to be found, and those that are.
struct Search<'a> {
    /// The directory they are counted from, itself counted from the root.
    below: &'a Path,
    wanted: HashSet<PathBuf>,
    history: History,
}

impl Search<'_> {
    /// Takes note of what git says of a path from the root; the first word on a file is the last change.
    fn found(&mut self, path: &[u8], change: impl FnOnce() -> Change) {
        let path = from_git(path);
        let wanted = path.strip_prefix(self.below).ok().and_then(|file| self.wanted.take(file));
        if let Some(file) = wanted {
            self.history.changes.insert(file, change());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_change_means_its_day_to_the_audit() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let time = "2026-10-31T23:30:00-02:00".parse().unwrap();
        let commit = Arc::new(Commit { id: "c1".into(), time, author: "Ada".into() });
        let today = day("2026-11-21");
        for (change, expected) in [
            (Some(Change::Uncommitted), LastChange::On(today)),
            (Some(Change::Ignored), LastChange::Created),
            (Some(Change::Commit(commit.clone())), LastChange::On(day("2026-11-01"))),
            (Some(Change::Boundary(commit)), LastChange::NotAfter(day("2026-11-01"))),
            (None, LastChange::Unknown),
        ] {
            let changes = change.map(|change| (PathBuf::from("a.yaml"), change)).into_iter().collect();
            let history = History { changes };
            assert_eq!(history.last_change(Path::new("a.yaml"), today), expected);
        }
    }

    #[test]
    fn the_first_word_on_a_wanted_file_counts_and_others_are_passed_over() {
        let wanted = ["a.yaml", "team/b.yaml"].map(PathBuf::from).into();
        let mut search = Search { below: Path::new("x/flags"), wanted, history: History::default() };
        search.found(b"x/flags/a.yaml", || Change::Uncommitted);
        search.found(b"x/flags/a.yaml", || Change::Ignored);
        search.found(b"x/flags-old/team/b.yaml", || Change::Uncommitted);
        search.found(b"x/flags/README", || Change::Uncommitted);
        assert_eq!(search.history.change(Path::new("a.yaml")), Some(&Change::Uncommitted));
        assert_eq!(search.wanted, [PathBuf::from("team/b.yaml")].into());
    }
}

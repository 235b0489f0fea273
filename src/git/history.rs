//! When files were last changed, in one walk through the history.
//!
//! The walk follows first parents, so it is one line from the newest commit to the oldest, and the first commit that
//! changes what a file means is its last change.

use super::path::from_git;
use super::runner::Question;
use super::status::{self, Status};
use super::{BlobReader, Commit, Content, FileChange, GitError, Logged, Repository, Route, Stretch};
use crate::audit::LastChange;
use chrono::NaiveDate;
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
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

/// Whether two texts of a file mean the same; what differs in formatting alone is no change.
pub type MeansTheSame<'a> = dyn Fn(&Path, &[u8], &[u8]) -> bool + Sync + 'a;

/// The most commits whose files are compared at a time.
const AT_ONCE: usize = 512;

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
    /// The last change of meaning of each of these files, given by their paths from `directory`, as of a commit or
    /// with `None` of the work tree.
    ///
    /// The walk ends as soon as all are found. Where there is no commit yet, all are uncommitted.
    ///
    /// # Errors
    /// Where git fails.
    pub fn last_changes<'a>(
        &self,
        directory: &Path,
        files: impl IntoIterator<Item = &'a Path>,
        commit: Option<&str>,
        same: &MeansTheSame<'_>,
    ) -> Result<History, GitError> {
        let mut search = Search {
            wanted: files.into_iter().map(Path::to_owned).collect(),
            history: History::default(),
            blobs: self.blob_reader(),
            same,
        };
        let from = match commit {
            Some(commit) => Some(commit.to_owned()),
            None => {
                self.search_work_tree(directory, &mut search)?;
                self.head()?
            }
        };
        if let Some(from) = from.filter(|_| !search.wanted.is_empty()) {
            let mut walk = self.walk(directory, &Stretch::to(&from, Route::FirstParent))?;
            // Most walks end soon; one that does not compares more at a time.
            let mut room = 1;
            while !search.wanted.is_empty() {
                let commits = walk.by_ref().take(room).collect::<Result<Vec<_>, _>>()?;
                if commits.is_empty() {
                    break;
                }
                search.commits(&commits)?;
                room = AT_ONCE.min(room * 2);
            }
        }
        Ok(search.history)
    }

    /// The files of a directory that are not as they were committed, other than those that git is told to leave alone.
    ///
    /// # Errors
    /// Where git fails.
    pub fn edited_files(&self, directory: &Path) -> Result<Vec<PathBuf>, GitError> {
        let below = self.relative(directory)?;
        let printed = self.status(&below)?;
        let edited = status::entries(&printed).filter(|(status, _)| *status != Status::Ignored);
        let inside = edited.filter_map(|(_, path)| from_git(path).strip_prefix(&below).map(Path::to_owned).ok());
        Ok(inside.collect())
    }

    fn status(&self, below: &Path) -> Result<Vec<u8>, GitError> {
        let question = Question { words: STATUS, path: Some(below), ..Question::default() };
        self.git.without_filters()?.ask(&question)
    }

    fn search_work_tree(&self, directory: &Path, search: &mut Search<'_>) -> Result<(), GitError> {
        let below = self.relative(directory)?;
        let printed = self.status(&below)?;
        for (status, path) in status::entries(&printed) {
            let path = from_git(path);
            let Ok(file) = path.strip_prefix(&below) else { continue };
            match status {
                Status::Ignored => search.found(file, Change::Ignored),
                Status::Edited { committed } if search.reads_the_same(file, committed, &self.root.join(&path))? => {}
                Status::Edited { .. } | Status::Uncommitted => search.found(file, Change::Uncommitted),
            }
        }
        Ok(())
    }
}

/// The files still to be found, and those that are.
struct Search<'a> {
    wanted: HashSet<PathBuf>,
    history: History,
    blobs: BlobReader,
    same: &'a MeansTheSame<'a>,
}

/// A file and two of its versions, by the ids of their blobs.
type Pair<'l> = (&'l Path, &'l str, &'l str);

impl Search<'_> {
    /// Takes note of a file's change, if it is wanted; the first one told is the last change.
    fn found(&mut self, file: &Path, change: Change) {
        if let Some(file) = self.wanted.take(file) {
            self.history.changes.insert(file, change);
        }
    }

    /// Takes note of the files that these commits, the newest first, gave another meaning.
    fn commits(&mut self, commits: &[Logged]) -> Result<(), GitError> {
        let files = commits.iter().flat_map(|logged| logged.files.iter().map(move |file| (logged, file)));
        let wanted: Vec<(&Logged, &FileChange)> = files.filter(|(_, file)| self.wanted.contains(&file.path)).collect();
        let pairs =
            wanted.iter().filter_map(|(_, file)| pair(file)).filter(|(_, before, after)| before != after).collect();
        let same = self.mean_the_same(pairs)?;
        for (logged, file) in wanted {
            let is_same = pair(file).is_some_and(|pair| pair.1 == pair.2 || same.contains(&pair));
            if !is_same {
                let commit = logged.commit.clone();
                let change = if logged.is_boundary { Change::Boundary(commit) } else { Change::Commit(commit) };
                self.found(&file.path, change);
            }
        }
        Ok(())
    }

    /// Those of two versions that mean the same. What is not here, as in a partial clone, cannot be told to.
    fn mean_the_same<'l>(&mut self, pairs: HashSet<Pair<'l>>) -> Result<HashSet<Pair<'l>>, GitError> {
        let pairs: Vec<Pair<'l>> = pairs.into_iter().collect();
        let ids: Vec<&str> = pairs.iter().flat_map(|&(_, before, after)| [before, after]).collect();
        let texts = self.blobs.read_all(&ids)?;
        let compared = pairs.into_par_iter().zip(texts.par_chunks(2));
        let same = compared.filter(|((file, ..), texts)| match texts {
            [Some(before), Some(after)] => (self.same)(file, before, after),
            _ => false,
        });
        Ok(same.map(|(pair, _)| pair).collect())
    }

    /// Whether a file on disk means what was committed.
    fn reads_the_same(&mut self, file: &Path, committed: &str, on_disk: &Path) -> Result<bool, GitError> {
        if !self.wanted.contains(file) {
            return Ok(false);
        }
        let (Some(before), Ok(now)) = (self.blobs.read(committed)?, std::fs::read(on_disk)) else {
            return Ok(false);
        };
        Ok((self.same)(file, &before, &now))
    }
}

/// The versions before and after a change, where both are files and there is one before.
fn pair(file: &FileChange) -> Option<Pair<'_>> {
    match (&file.before[..], &file.after) {
        ([Content::Blob(before)], Content::Blob(after)) => Some((&file.path, before, after)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_change_means_its_day_to_the_audit() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let time = "2026-10-31T23:30:00-02:00".parse().unwrap();
        let [id, author, email, subject] = ["c1", "Ada", "ada@example.com", "first"].map(str::to_owned);
        let commit = Arc::new(Commit { id, parents: Vec::new(), time, author, email, subject });
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
}

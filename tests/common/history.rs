//! What the tests of git's history ask and start from.

// Each test file uses a part of it.
#![allow(dead_code)]

use crate::git::Repo;
use chrono::NaiveDate;
use ffctl::audit::LastChange::{self, On};
use ffctl::git::{Change, Commit, GitError, Repository};
use std::path::Path;

pub(crate) const TODAY: &str = "2026-11-21";

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

pub(crate) fn on(text: &str) -> LastChange {
    On(day(text))
}

pub(crate) fn today() -> LastChange {
    on(TODAY)
}

/// The last change of each file, named from a directory.
pub(crate) fn last_changes(directory: impl AsRef<Path>, files: &[&str]) -> Vec<LastChange> {
    try_last_changes(directory.as_ref(), files).expect("git knows")
}

pub(crate) fn try_last_changes(directory: &Path, files: &[&str]) -> Result<Vec<LastChange>, GitError> {
    last_changes_as_of(directory, files, None)
}

/// The last change of each file as of a commit; without one, of the work tree.
pub(crate) fn last_changes_as_of(
    directory: &Path,
    files: &[&str],
    commit: Option<&str>,
) -> Result<Vec<LastChange>, GitError> {
    let files = || files.iter().map(Path::new);
    let history = Repository::discover(directory)?.last_changes(directory, files(), commit, &same_words)?;
    Ok(files().map(|file| history.last_change(file, day(TODAY))).collect())
}

/// In these tests a text means its words, however they are spaced.
fn same_words(_: &Path, before: &[u8], after: &[u8]) -> bool {
    let words = |text: &[u8]| String::from_utf8_lossy(text).split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    words(before) == words(after)
}

pub(crate) fn last_commit(directory: &Path, file: &str) -> Commit {
    let repository = Repository::discover(directory).expect("a repository");
    let history = repository.last_changes(directory, [Path::new(file)], None, &same_words).expect("git knows");
    match history.change(Path::new(file)) {
        Some(Change::Commit(commit)) => Commit::clone(commit),
        change => panic!("{file} is committed, not {change:?}"),
    }
}

/// Two files, changed on two days, in `flags/`.
pub(crate) fn two_commits(repo: &Repo) -> [String; 2] {
    repo.write("flags/a.yaml", "one");
    repo.write("flags/team/b.yaml", "one");
    let first = repo.commit("both", "2026-09-01");
    repo.write("flags/team/b.yaml", "two");
    [first, repo.commit("b", "2026-10-01")]
}

pub(crate) fn committed() -> Repo {
    let repo = Repo::new();
    two_commits(&repo);
    repo
}

/// `main` and `side` part on 2026-09-01; `side` changes `b` on 2026-09-10, `main` changes `a` on 2026-09-20.
pub(crate) fn two_branches() -> Repo {
    let repo = Repo::new();
    repo.write("flags/a.yaml", "one");
    repo.write("flags/b.yaml", "one");
    repo.write("flags/c.yaml", "one");
    repo.commit("all", "2026-09-01");
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    repo.write("flags/b.yaml", "side");
    repo.commit("b on the side", "2026-09-10");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.write("flags/a.yaml", "main");
    repo.commit("a on main", "2026-09-20");
    repo
}

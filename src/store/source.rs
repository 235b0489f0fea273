//! Where flags are read from: a directory, or the files of a moment in the past.

use super::listing::{self, FileEntry, Listing};
use super::read::{read_bytes, read_text};
use crate::check::FileKind;
use crate::model::Diagnostic;
use crate::yaml::decode;
use anyhow::Result;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Names and texts of the files of a flags directory.
#[derive(Clone, Debug)]
pub enum Source {
    /// A directory on disk; a file is opened when it is asked for.
    Directory(PathBuf),
    /// Files as they were at a git revision, or in a test.
    Snapshot(Arc<Snapshot>),
}

/// The files of a moment, by their path from the directory's root.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    files: BTreeMap<String, Result<Vec<u8>, Diagnostic>>,
    /// What could not even be listed, by path.
    problems: Vec<(String, Diagnostic)>,
}

impl Snapshot {
    /// Whether a snapshot for these `wanted` files has to hold a path: a YAML file that is no dot file.
    pub fn needs(path: &str, wanted: &dyn Fn(FileKind, &str) -> bool) -> bool {
        FileEntry::at(path).is_some_and(|file| wanted(file.kind, &file.stem))
    }

    /// Everything that is in a directory now, on all cores. A file that cannot be read is a problem of the snapshot.
    ///
    /// # Errors
    /// Where the directory itself cannot be read.
    pub fn of_directory(root: &Path) -> Result<Snapshot> {
        let Listing { files, problems } = listing::list_where(root, &|_, _| true)?;
        let read = |file: FileEntry| {
            let bytes = read_bytes(&root.join(Path::new(&file.path)));
            (file.path, bytes)
        };
        Ok(Snapshot { files: files.into_par_iter().map(read).collect(), problems })
    }

    /// The files by path, each with its bytes or why there are none.
    pub fn files(&self) -> impl Iterator<Item = (&str, Result<&[u8], &Diagnostic>)> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_deref()))
    }

    /// The paths whose bytes, or whose problems, are not those of the other.
    pub fn differing<'s>(&'s self, other: &'s Snapshot) -> BTreeSet<&'s str> {
        let differ = |&path: &&str| self.files.get(path) != other.files.get(path);
        let files = self.files.keys().chain(other.files.keys()).map(String::as_str).filter(differ);
        let listed = |one: &'s Snapshot, other: &'s Snapshot| {
            one.problems.iter().filter(|problem| !other.problems.contains(problem)).map(|(path, _)| path.as_str())
        };
        files.chain(listed(self, other)).chain(listed(other, self)).collect()
    }

    /// What could not be read or even listed, by path.
    pub fn problems(&self) -> impl Iterator<Item = (&str, &Diagnostic)> {
        let unread = self.files().filter_map(|(path, bytes)| Some((path, bytes.err()?)));
        unread.chain(self.problems.iter().map(|(path, problem)| (path.as_str(), problem)))
    }
}

impl FromIterator<(String, Result<Vec<u8>, Diagnostic>)> for Snapshot {
    fn from_iter<I: IntoIterator<Item = (String, Result<Vec<u8>, Diagnostic>)>>(files: I) -> Self {
        Snapshot { files: files.into_iter().collect(), problems: Vec::new() }
    }
}

impl From<Snapshot> for Source {
    fn from(snapshot: Snapshot) -> Source {
        Source::Snapshot(Arc::new(snapshot))
    }
}

impl Source {
    /// Lists the files whose kind and stem are `wanted`.
    ///
    /// # Errors
    /// Where a directory cannot be read.
    pub(super) fn list_where(&self, wanted: &dyn Fn(FileKind, &str) -> bool) -> Result<Listing> {
        let Snapshot { files, problems } = match self {
            Source::Directory(root) => return listing::list_where(root, wanted),
            Source::Snapshot(snapshot) => snapshot.as_ref(),
        };
        let files = files.keys().filter_map(|path| FileEntry::at(path)).filter(|file| wanted(file.kind, &file.stem));
        Ok(Listing { files: files.collect(), problems: problems.clone() })
    }

    /// The text of the file at a path from the directory's root; `None` where there is none that can be read.
    pub fn text(&self, path: &str) -> Option<String> {
        self.read(&FileEntry::at(path)?).ok()
    }

    /// The text of a file.
    ///
    /// # Errors
    /// A diagnostic where it cannot be read.
    pub(super) fn read(&self, entry: &FileEntry) -> Result<String, Diagnostic> {
        match self {
            Source::Directory(root) => read_text(&root.join(Path::new(&entry.path))),
            Source::Snapshot(snapshot) => match snapshot.files.get(&entry.path) {
                Some(Ok(bytes)) => decode(bytes).map(str::to_owned),
                Some(Err(diagnostic)) => Err(diagnostic.clone()),
                None => Err(Diagnostic::of_file("unreadable-file", "the file is gone")),
            },
        }
    }
}

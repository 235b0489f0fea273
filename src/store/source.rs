//! Where flags are read from: a directory, or the files of a moment in the past.

use super::listing::{self, FileEntry, Listing};
use super::read::read_text;
use crate::check::FileKind;
use crate::model::Diagnostic;
use crate::yaml::decode;
use anyhow::Result;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Names and texts of the files of a flags directory.
#[derive(Clone, Debug)]
pub enum Source {
    /// A directory on disk; a file is opened when it is asked for.
    Directory(PathBuf),
    /// Files as they were at a git revision, or in a test.
    Snapshot(Snapshot),
}

/// The files of a moment, by their path from the directory's root.
#[derive(Clone, Debug, Default)]
pub struct Snapshot(BTreeMap<String, Result<Vec<u8>, Diagnostic>>);

impl Snapshot {
    /// Whether a snapshot for these `wanted` files has to hold a path: a YAML file that is no dot file.
    pub fn needs(path: &str, wanted: &dyn Fn(FileKind, &str) -> bool) -> bool {
        FileEntry::at(path).is_some_and(|file| wanted(file.kind, &file.stem))
    }
}

impl FromIterator<(String, Result<Vec<u8>, Diagnostic>)> for Snapshot {
    fn from_iter<I: IntoIterator<Item = (String, Result<Vec<u8>, Diagnostic>)>>(files: I) -> Self {
        Snapshot(files.into_iter().collect())
    }
}

impl Source {
    /// Lists the files whose kind and stem are `wanted`.
    ///
    /// # Errors
    /// Where a directory cannot be read.
    pub(super) fn list_where(&self, wanted: &dyn Fn(FileKind, &str) -> bool) -> Result<Listing> {
        let files = match self {
            Source::Directory(root) => return listing::list_where(root, wanted),
            Source::Snapshot(Snapshot(files)) => files.keys(),
        };
        let files = files.filter_map(|path| FileEntry::at(path)).filter(|file| wanted(file.kind, &file.stem));
        Ok(Listing { files: files.collect(), problems: Vec::new() })
    }

    /// The text of a file that was loaded from here, to show where something stands in it; `None` if it is gone.
    pub fn text(&self, path: &str) -> Option<String> {
        FileEntry::at(path).and_then(|file| self.read(&file).ok())
    }

    /// The text of a file.
    ///
    /// # Errors
    /// A diagnostic where it cannot be read.
    pub(super) fn read(&self, entry: &FileEntry) -> Result<String, Diagnostic> {
        match self {
            Source::Directory(root) => read_text(&root.join(Path::new(&entry.path))),
            Source::Snapshot(Snapshot(files)) => match files.get(&entry.path) {
                Some(Ok(bytes)) => decode(bytes).map(str::to_owned),
                Some(Err(diagnostic)) => Err(diagnostic.clone()),
                None => Err(Diagnostic::of_file("unreadable-file", "the file is gone")),
            },
        }
    }
}

//! The files of the flags directory at one moment, and what changed between two.

use super::{Library, Step, Touched, Version};
use crate::git::{Content, GitError, Repository, TreeFile};
use crate::store::FileEntry;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What stands where, at one moment.
#[derive(Clone, Debug, Default)]
pub(in crate::commands) struct State {
    contents: BTreeMap<String, Content>,
    /// What is not as it was committed: it is on disk, or gone.
    edited: BTreeSet<String>,
    root: PathBuf,
}

impl State {
    /// At a commit; without one, nothing is there yet.
    pub(in crate::commands) fn at(
        repository: &Repository,
        root: &Path,
        commit: Option<&str>,
    ) -> Result<State, GitError> {
        let files = commit.map(|commit| repository.files_at(commit, root)).transpose()?.unwrap_or_default();
        let content = |TreeFile { path, blob, is_link }: TreeFile| {
            FileEntry::at(&path).map(|_| (path, if is_link { Content::Other } else { Content::Blob(blob) }))
        };
        let contents = files.into_iter().filter_map(content).collect();
        Ok(State { contents, edited: BTreeSet::new(), root: root.to_owned() })
    }

    /// On disk.
    pub(in crate::commands) fn of_work_tree(repository: &Repository, root: &Path) -> Result<State, GitError> {
        let committed = State::at(repository, root, repository.head()?.as_deref())?;
        let edited = repository.edited_files(root)?.into_iter();
        let names = edited.map(|path| path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"));
        Ok(State { edited: names.filter(|path| FileEntry::at(path).is_some()).collect(), ..committed })
    }

    /// Every file.
    pub(in crate::commands) fn files(&self) -> impl Iterator<Item = FileEntry> {
        self.contents.keys().chain(&self.edited).filter_map(|path| FileEntry::at(path))
    }

    /// The files that are others in a later state, as steps from here to there.
    pub(in crate::commands) fn steps_to(&self, later: &State, library: &mut Library) -> Result<Vec<Step>, GitError> {
        let paths: BTreeSet<&String> = [self, later].into_iter().flat_map(State::paths).collect();
        let mut steps = Vec::new();
        for path in paths {
            let is_edited = self.edited.contains(path) || later.edited.contains(path);
            let Some(file) = FileEntry::at(path) else { continue };
            if is_edited || self.content(path) != later.content(path) {
                let (before, after) = (vec![self.version(&file, library)?], later.version(&file, library)?);
                steps.push(Step { file, before, after });
            }
        }
        Ok(steps)
    }

    /// What a file says.
    pub(in crate::commands) fn version(&self, file: &FileEntry, library: &mut Library) -> Result<Version, GitError> {
        if !self.edited.contains(&file.path) {
            return library.version(file, &self.content(&file.path));
        }
        let path = self.root.join(&file.path);
        let Ok(metadata) = path.symlink_metadata() else { return Ok(Version::Absent) };
        if !metadata.is_file() {
            return library.version(file, &Content::Other);
        }
        let bytes = std::fs::read(&path).map_err(|error| GitError::Io { subject: path, error })?;
        Ok(Version::read(file, bytes))
    }

    /// The state before a commit that touched these files, given that this is the one after it.
    pub(in crate::commands) fn undo(&mut self, touched: &[Touched]) {
        for Touched { file, before, .. } in touched {
            match before.first() {
                None | Some(Content::Absent) => drop(self.contents.remove(&file.path)),
                Some(content) => drop(self.contents.insert(file.path.clone(), content.clone())),
            }
        }
    }

    fn paths(&self) -> impl Iterator<Item = &String> {
        self.contents.keys().chain(&self.edited)
    }

    fn content(&self, path: &str) -> Content {
        self.contents.get(path).cloned().unwrap_or(Content::Absent)
    }
}

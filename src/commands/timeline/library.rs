//! The versions of files, read from git once each.

use super::{Step, Touched};
use crate::check::FileKind;
use crate::git::{BlobReader, Content, GitError};
use crate::model::{Flag, Level, Segment, Settings};
use crate::store::FileEntry;
use crate::yaml::{Reading, decode, read_flag, read_segment, read_settings};
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// What a file says in one version.
#[derive(Clone, Debug)]
pub(in crate::commands) enum Version {
    /// There is none.
    Absent,
    /// A flag.
    Flag(Arc<Flag>),
    /// A segment.
    Segment(Arc<Segment>),
    /// The settings.
    Settings(Arc<Settings>),
    /// Nothing that can be used, and why.
    Invalid(String),
    /// Nobody knows: its bytes are not in this partial clone.
    Unknown,
}

/// The bytes of a blob, to be read as a file; `None` where they are not here.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) key: Key,
    pub(super) file: FileEntry,
    pub(super) bytes: Option<Vec<u8>>,
}

/// A blob and the path it is read as.
pub(super) type Key = (String, String);

/// The versions read so far.
#[derive(Debug)]
pub(in crate::commands) struct Library {
    blobs: BlobReader,
    versions: HashMap<Key, Version>,
}

impl Library {
    pub(in crate::commands) fn new(blobs: BlobReader) -> Library {
        Library { blobs, versions: HashMap::new() }
    }

    /// Reads these texts, on all cores.
    pub(super) fn learn(&mut self, texts: Vec<Text>) {
        let read = |Text { key, file, bytes }: Text| (key, Version::read(&file, bytes));
        self.versions.par_extend(texts.into_par_iter().map(read));
    }

    /// Forgets these.
    pub(super) fn forget(&mut self, keys: &[Key]) {
        keys.iter().for_each(|key| drop(self.versions.remove(key)));
    }

    /// What a file of a commit says before and after it.
    pub(in crate::commands) fn step(&mut self, touched: &Touched) -> Result<Step, GitError> {
        let Touched { file, before, after } = touched;
        let before = before.iter().map(|content| self.version(file, content)).collect::<Result<_, _>>()?;
        Ok(Step { file: file.clone(), before, after: self.version(file, after)? })
    }

    /// What a file says with this content.
    pub(in crate::commands) fn version(&mut self, file: &FileEntry, content: &Content) -> Result<Version, GitError> {
        let id = match content {
            Content::Absent => return Ok(Version::Absent),
            Content::Other => return Ok(Version::Invalid("it is no plain file".to_owned())),
            Content::Blob(id) => id,
        };
        let key = (id.clone(), file.path.clone());
        if let Some(version) = self.versions.get(&key) {
            return Ok(version.clone());
        }
        let version = Version::read(file, self.blobs.read(id)?);
        self.versions.insert(key, version.clone());
        Ok(version)
    }
}

impl Version {
    /// What a file says with these bytes; without them, nobody knows.
    pub(in crate::commands) fn read(file: &FileEntry, bytes: Option<Vec<u8>>) -> Version {
        let Some(bytes) = bytes else { return Version::Unknown };
        let text = match decode(&bytes) {
            Ok(text) => text,
            Err(diagnostic) => return Version::Invalid(diagnostic.message),
        };
        match file.kind {
            FileKind::Flag => Version::of(read_flag(&file.stem, text), Version::Flag),
            FileKind::Segment => Version::of(read_segment(&file.stem, text), Version::Segment),
            FileKind::Settings => Version::of(read_settings(text), Version::Settings),
        }
    }

    fn of<T>(reading: Reading<T>, version: impl FnOnce(Arc<T>) -> Version) -> Version {
        let error = reading.diagnostics.iter().find(|diagnostic| diagnostic.level == Level::Error);
        match (error, reading.value) {
            (None, Some(value)) => version(Arc::new(value)),
            (error, _) => Version::Invalid(error.map(|error| error.message.clone()).unwrap_or_default()),
        }
    }

    /// The flag it is.
    pub(in crate::commands) fn flag(&self) -> Option<&Flag> {
        match self {
            Version::Flag(flag) => Some(flag),
            _ => None,
        }
    }

    /// The segment it is.
    pub(super) fn segment(&self) -> Option<&Segment> {
        match self {
            Version::Segment(segment) => Some(segment),
            _ => None,
        }
    }

    /// The settings they are.
    pub(super) fn settings(&self) -> Option<&Settings> {
        match self {
            Version::Settings(settings) => Some(settings),
            _ => None,
        }
    }
}

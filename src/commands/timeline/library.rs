//! The versions of files, read from git once each.

use super::{Step, Touched};
use crate::check::FileKind;
use crate::git::{BlobReader, Content, GitError};
use crate::model::{Diagnostic, Flag, Segment, Settings};
use crate::store::FileEntry;
use crate::yaml::{FlagVersion, Reading, decode, read_segment, read_settings};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
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
    /// By path.
    readers: HashMap<String, FileReader>,
}

/// Reads the versions of one file, each by the help of the one before.
#[derive(Debug, Default)]
struct FileReader {
    last_flag: Option<FlagVersion>,
}

impl Library {
    pub(in crate::commands) fn new(blobs: BlobReader) -> Library {
        Library { blobs, versions: HashMap::new(), readers: HashMap::new() }
    }

    /// Reads these texts, on all cores; those of one file one after the other.
    pub(super) fn learn(&mut self, texts: Vec<Text>) {
        let mut by_file: BTreeMap<String, Vec<Text>> = BTreeMap::new();
        for text in texts {
            by_file.entry(text.file.path.clone()).or_default().push(text);
        }
        let of_file = |(path, texts)| (self.readers.remove(&path).unwrap_or_default(), path, texts);
        let files: Vec<(FileReader, String, Vec<Text>)> = by_file.into_iter().map(of_file).collect();
        let read = |(mut reader, path, texts): (FileReader, String, Vec<Text>)| {
            let read = |Text { key, file, bytes }: Text| (key, reader.read(&file, bytes));
            let versions: Vec<(Key, Version)> = texts.into_iter().map(read).collect();
            (path, reader, versions)
        };
        let files: Vec<_> = files.into_par_iter().map(read).collect();
        for (path, reader, versions) in files {
            self.versions.extend(versions);
            self.readers.insert(path, reader);
        }
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
        let bytes = self.blobs.read(id)?;
        let version = self.readers.entry(file.path.clone()).or_default().read(file, bytes);
        self.versions.insert(key, version.clone());
        Ok(version)
    }
}

impl FileReader {
    /// What the file says with these bytes; without them, nobody knows.
    fn read(&mut self, file: &FileEntry, bytes: Option<Vec<u8>>) -> Version {
        let Some(bytes) = bytes else { return Version::Unknown };
        let text = match decode(&bytes) {
            Ok(text) => text,
            Err(diagnostic) => return Version::Invalid(diagnostic.message),
        };
        match file.kind {
            FileKind::Flag => self.read_flag(&file.stem, text),
            FileKind::Segment => Version::of(read_segment(&file.stem, text), Version::Segment),
            FileKind::Settings => Version::of(read_settings(text), Version::Settings),
        }
    }

    fn read_flag(&mut self, key: &str, text: &str) -> Version {
        let last = self.last_flag.as_ref();
        match last.map_or_else(|| FlagVersion::read(key, text), |last| last.read_other(text)) {
            Ok(version) => Version::Flag(self.last_flag.insert(version).flag().clone()),
            Err(diagnostics) => Version::invalid(&diagnostics),
        }
    }
}

impl Version {
    /// What a file says with these bytes.
    pub(in crate::commands) fn read(file: &FileEntry, bytes: Vec<u8>) -> Version {
        FileReader::default().read(file, Some(bytes))
    }

    fn of<T>(reading: Reading<T>, version: impl FnOnce(Arc<T>) -> Version) -> Version {
        match reading.value {
            Some(value) if reading.diagnostics.is_empty() => version(Arc::new(value)),
            _ => Version::invalid(&reading.diagnostics),
        }
    }

    fn invalid(diagnostics: &[Diagnostic]) -> Version {
        Version::Invalid(diagnostics.first().map(|first| first.message.clone()).unwrap_or_default())
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

//! Where a flag set reads its flags, again and again.

use super::fingerprint;
use crate::git::{Repository, TreeFile};
use crate::model::Diagnostic;
use crate::store::Snapshot;
use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use std::path::PathBuf;
use std::sync::Arc;

/// Where flags are read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A directory, as it stands on disk.
    Directory(PathBuf),
    /// A directory as it stands at a git revision: a branch, which may move, a tag or a commit.
    Revision {
        /// The flags directory in the work tree of the repository.
        directory: PathBuf,
        /// The revision.
        revision: String,
    },
}

/// The files of one moment.
pub(super) struct Read {
    pub(super) files: Arc<Snapshot>,
    /// The SHA-256 of all of them.
    pub(super) digest: String,
    /// The commit they are from, where git gave them.
    pub(super) commit: Option<String>,
    pub(super) at: DateTime<Utc>,
}

impl Read {
    pub(super) fn new(files: Snapshot, commit: Option<String>, at: DateTime<Utc>) -> Read {
        Read { digest: digest_of(&files), files: Arc::new(files), commit, at }
    }
}

impl Origin {
    /// The flags directory.
    pub fn directory(&self) -> &PathBuf {
        match self {
            Origin::Directory(directory) | Origin::Revision { directory, .. } => directory,
        }
    }

    /// Whether the revision is this commit now.
    pub(super) fn is_at(&self, commit: &str) -> Result<bool> {
        match self {
            Origin::Directory(_) => Ok(false),
            Origin::Revision { revision, .. } => {
                Ok(resolve(&Repository::discover(&self.root()?)?, revision)? == commit)
            }
        }
    }

    /// Reads every file.
    pub(super) fn read(&self) -> Result<Read> {
        let root = self.root()?;
        match self {
            Origin::Directory(_) => Ok(Read::new(Snapshot::of_directory(&root)?, None, Utc::now())),
            Origin::Revision { revision, .. } => {
                let repository = Repository::discover(&root)?;
                let commit = resolve(&repository, revision)?;
                let mut files = repository.files_at(&commit, &root)?;
                files.retain(|file| Snapshot::needs(&file.path, &|_, _| true));
                Ok(Read::new(snapshot(&repository, files)?, Some(commit), Utc::now()))
            }
        }
    }

    /// The directory. Links on the way to it are followed each time: they may lead elsewhere by now.
    fn root(&self) -> Result<PathBuf> {
        let directory = self.directory();
        directory.canonicalize().with_context(|| format!("cannot open the flags directory {}", directory.display()))
    }
}

fn resolve(repository: &Repository, revision: &str) -> Result<String> {
    repository.commit(revision).with_context(|| format!("'{revision}' is no revision of this repository"))
}

/// The bytes of files that git keeps.
///
/// # Errors
/// Where git fails. A file that this clone does not hold is a problem of the snapshot.
pub fn snapshot(repository: &Repository, files: Vec<TreeFile>) -> Result<Snapshot> {
    let ids: Vec<&str> = files.iter().map(|file| file.blob.as_str()).collect();
    let blobs = repository.blob_reader().read_all(&ids)?;
    let read = |(file, bytes): (TreeFile, Option<Vec<u8>>)| {
        let bytes = match bytes {
            _ if file.is_link => Err(Diagnostic::of_file("symlink", "symbolic links are not followed at a revision")),
            None => Err(Diagnostic::of_file("unreadable-file", "the file is not in this partial clone")),
            Some(bytes) => Ok(bytes),
        };
        (file.path, bytes)
    };
    Ok(files.into_iter().zip(blobs).map(read).collect())
}

/// Of each name and each text; after them of what could not be read, so that it reads otherwise than an empty file.
fn digest_of(files: &Snapshot) -> String {
    let read = files.files().map(|(path, bytes)| [path.as_bytes(), bytes.unwrap_or_default()]);
    let unread = files.problems().map(|(path, problem)| [path.as_bytes(), problem.message.as_bytes()]);
    fingerprint(read.chain(unread).flatten())
}

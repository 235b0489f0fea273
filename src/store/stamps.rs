//! What a directory's files look like from outside: cheap to see, often enough to tell that nothing changed.

use super::listing::{FileEntry, Listing, list_where};
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The names, sizes and times of a directory's files at one moment; no file is opened.
///
/// Two that differ tell of a change. Two that are alike tell of none but for a file that was written twice within one
/// tick of the file system's clock, and has the same size.
#[derive(Debug, PartialEq, Eq)]
pub struct Stamps {
    /// The directory without symbolic links, and which one it is; or why it cannot be read.
    root: Result<(PathBuf, Stamp), String>,
    /// By path; `None` for a file that is gone again.
    files: Vec<(String, Option<Stamp>)>,
    /// The paths that cannot be listed, and why.
    problems: Vec<(String, String)>,
}

/// Which file it is, how long, and when it last changed.
#[derive(Debug, PartialEq, Eq)]
struct Stamp {
    identity: Identity,
    length: u64,
    modified: Option<SystemTime>,
}

/// The device, the inode and the time when anything about it changed, which no program sets back.
#[cfg(unix)]
type Identity = (u64, u64, i64, i64);

#[cfg(not(unix))]
type Identity = Option<SystemTime>;

impl Stamps {
    /// Looks at a directory. Links are followed as far as the flags of the directory are read through them.
    pub fn of(directory: &Path) -> Stamps {
        let nothing = |error: String| Stamps { root: Err(error), files: Vec::new(), problems: Vec::new() };
        let root = match directory.canonicalize() {
            Ok(root) => root,
            Err(error) => return nothing(error.to_string()),
        };
        // Before its files: a directory that takes its place in between is seen the next time.
        let stamp = match root.metadata() {
            Ok(metadata) => Stamp { length: 0, ..Stamp::of(&metadata) },
            Err(error) => return nothing(error.to_string()),
        };
        let Listing { files, problems } = match list_where(&root, &|_, _| true) {
            Ok(listing) => listing,
            Err(error) => return nothing(format!("{error:#}")),
        };
        let look = |FileEntry { path, .. }: FileEntry| {
            let stamp = root.join(Path::new(&path)).metadata().ok().map(|metadata| Stamp::of(&metadata));
            (path, stamp)
        };
        let files = files.into_iter().map(look).collect();
        let problems = problems.into_iter().map(|(path, found)| (path, found.message)).collect();
        Stamps { root: Ok((root, stamp)), files, problems }
    }

    /// The directory without symbolic links; `None` where it cannot be read.
    pub fn root(&self) -> Option<&Path> {
        self.root.as_ref().ok().map(|(root, _)| root.as_path())
    }

    /// Whether the directory is the same, whatever became of its files.
    pub fn is_at_the_same_place(&self, other: &Stamps) -> bool {
        match (&self.root, &other.root) {
            (Ok((root, stamp)), Ok((other, stamp_of_other))) => root == other && stamp.is_of_same(stamp_of_other),
            (Err(_), Err(_)) => true,
            _ => false,
        }
    }
}

impl Stamp {
    fn of(metadata: &Metadata) -> Stamp {
        Stamp { identity: identity(metadata), length: metadata.len(), modified: metadata.modified().ok() }
    }

    #[cfg(unix)]
    fn is_of_same(&self, other: &Stamp) -> bool {
        (self.identity.0, self.identity.1) == (other.identity.0, other.identity.1)
    }

    #[cfg(not(unix))]
    fn is_of_same(&self, other: &Stamp) -> bool {
        self.identity == other.identity
    }
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt as _;
    (metadata.dev(), metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn identity(metadata: &Metadata) -> Identity {
    metadata.created().ok()
}

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
    /// The directory without symbolic links, which one it is and since when, as inodes are used again; or why it cannot
    /// be read.
    root: Result<(PathBuf, Identity, Option<SystemTime>), String>,
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
    changed: Changed,
}

/// The device and the inode; elsewhere the time when it was made.
#[cfg(unix)]
type Identity = (u64, u64);
#[cfg(not(unix))]
type Identity = Option<SystemTime>;

/// When anything about it changed, which no program sets back; where that is kept.
#[cfg(unix)]
type Changed = (i64, i64);
#[cfg(not(unix))]
type Changed = ();

impl Stamps {
    /// Looks at a directory. Links are followed as far as the flags of the directory are read through them.
    pub fn of(directory: &Path) -> Stamps {
        let nothing = |error: String| Stamps { root: Err(error), files: Vec::new(), problems: Vec::new() };
        let root = match directory.canonicalize() {
            Ok(root) => root,
            Err(error) => return nothing(error.to_string()),
        };
        // Before its files: a directory that takes its place in between is seen the next time.
        let (identity, created) = match root.metadata() {
            Ok(metadata) => (Stamp::of(&metadata).identity, metadata.created().ok()),
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
        Stamps { root: Ok((root, identity, created)), files, problems }
    }

    /// The directory without symbolic links; `None` where it cannot be read.
    pub fn root(&self) -> Option<&Path> {
        self.root.as_ref().ok().map(|(root, ..)| root.as_path())
    }

    /// Whether the directory is the same, whatever became of its files.
    pub fn is_at_the_same_place(&self, other: &Stamps) -> bool {
        match (&self.root, &other.root) {
            (Ok(root), Ok(other)) => root == other,
            (Err(_), Err(_)) => true,
            _ => false,
        }
    }
}

impl Stamp {
    #[cfg(unix)]
    fn of(metadata: &Metadata) -> Stamp {
        use std::os::unix::fs::MetadataExt as _;
        let identity = (metadata.dev(), metadata.ino());
        let changed = (metadata.ctime(), metadata.ctime_nsec());
        Stamp { identity, length: metadata.len(), modified: metadata.modified().ok(), changed }
    }

    #[cfg(not(unix))]
    fn of(metadata: &Metadata) -> Stamp {
        let (identity, modified) = (metadata.created().ok(), metadata.modified().ok());
        Stamp { identity, length: metadata.len(), modified, changed: () }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn what_is_no_flag_leaves_no_trace_and_each_change_of_one_does() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.yaml");
        let seen = || Stamps::of(folder.path());
        let gone = Stamps::of(&folder.path().join("nowhere"));
        assert!(gone.root().is_none() && !gone.is_at_the_same_place(&seen()));
        fs::write(&file, "one").unwrap();
        let one = seen();
        fs::write(folder.path().join(".a.yaml.swp"), "two").unwrap();
        fs::write(folder.path().join("notes.txt"), "two").unwrap();
        assert_eq!(one, seen());
        for change in [
            &(|| fs::write(&file, "longer")) as &dyn Fn() -> std::io::Result<()>,
            &|| fs::rename(folder.path().join(".a.yaml.swp"), &file),
            &|| fs::rename(&file, folder.path().join("b.yaml")),
            &|| fs::remove_file(folder.path().join("b.yaml")),
        ] {
            let before = seen();
            change().unwrap();
            assert_ne!(before, seen());
            assert!(before.is_at_the_same_place(&seen()));
        }
    }
}

//! The files of a directory, on all cores.

use super::references::Looked;
use super::text::{MAX_BYTES, is_binary};
use super::{Exclude, Matcher, References};
use ignore::{DirEntry, WalkBuilder, WalkState};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;

/// The code to look at.
#[derive(Clone, Debug)]
pub struct Place {
    /// What files are named from, and globs counted from: the top of the repository. Without symbolic links.
    pub base: PathBuf,
    /// The files and folders to look into, below it; no one in another.
    pub roots: Vec<PathBuf>,
    /// A folder that is left out: that of the flags themselves.
    pub without: PathBuf,
    /// What else is left out.
    pub exclude: Exclude,
    /// It is a repository, whose ignored files are told by git's own rules, also above and outside of it.
    pub is_repository: bool,
}

/// Where version control keeps its own.
const OF_VERSION_CONTROL: [&str; 4] = [".git", ".hg", ".jj", ".svn"];
/// As many bytes as tell a binary, in one read.
const FIRST_READ: usize = 1 << 16;

/// Looks for all keys in the files of a place, and calls `tick` for every file. Symbolic links are not followed. What cannot
/// be read is said in the result, and stops nothing.
pub fn scan(place: &Place, matcher: &Matcher, tick: &(dyn Fn() + Sync)) -> References {
    let mut references = References::new(matcher);
    let Some((first, others)) = place.roots.split_first() else { return references };
    let mut builder = WalkBuilder::new(first);
    others.iter().for_each(|root| _ = builder.add(root));
    builder.hidden(false).ignore(false).follow_links(false);
    builder.require_git(place.is_repository).parents(place.is_repository);
    let (base, exclude, without) = (place.base.clone(), place.exclude.clone(), place.without.clone());
    builder.filter_entry(move |entry| is_wanted(entry, &base, &exclude, &without));
    let (sender, receiver) = channel();
    builder.build_parallel().run(|| {
        let (sender, mut buffer) = (sender.clone(), Vec::new());
        Box::new(move |entry| {
            tick();
            let looked = match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                    look_into(entry.path(), &place.base, matcher, &mut buffer)
                }
                Ok(_) => return WalkState::Continue,
                Err(error) => unread(&error, &place.base),
            };
            // The receiver outlives the walk.
            let _ = sender.send(looked);
            WalkState::Continue
        })
    });
    drop(sender);
    references.add(matcher, receiver.into_iter().collect());
    references
}

fn is_wanted(entry: &DirEntry, base: &Path, exclude: &Exclude, without: &Path) -> bool {
    let path = entry.path();
    let is_dir = entry.file_type().is_some_and(|kind| kind.is_dir());
    let of_version_control = OF_VERSION_CONTROL.iter().any(|name| entry.file_name() == *name);
    !of_version_control && path != without && !exclude.has(path.strip_prefix(base).unwrap_or(path), is_dir)
}

fn look_into(path: &Path, base: &Path, matcher: &Matcher, buffer: &mut Vec<u8>) -> Looked {
    match read(path, buffer) {
        Ok(length) => Looked::into(matcher, &named(path, base), &buffer[..length]),
        Err(error) => Looked::not(&named(path, base), Some(why(&error))),
    }
}

fn named(path: &Path, base: &Path) -> String {
    let relative = path.strip_prefix(base).unwrap_or(path);
    relative.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

fn unread(error: &ignore::Error, base: &Path) -> Looked {
    let mut path = Path::new("");
    let mut inner = error;
    while let ignore::Error::WithPath { err, .. } | ignore::Error::WithDepth { err, .. } = inner {
        if let ignore::Error::WithPath { path: of, .. } = inner {
            path = of;
        }
        inner = err;
    }
    let why = inner.io_error().map_or_else(|| inner.to_string(), why);
    Looked::not(&named(path, base), Some(why))
}

fn why(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "it went away in the meantime".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}

/// Reads a file to the beginning of a buffer: of a binary, and of one that is too large, no more than tells it. The buffer
/// never shrinks, so that its bytes are cleared once and not for every file.
fn read(path: &Path, buffer: &mut Vec<u8>) -> io::Result<usize> {
    let mut file = File::open(path)?;
    let most = MAX_BYTES as usize + 1;
    let mut length = 0;
    loop {
        if buffer.len() < length + FIRST_READ {
            buffer.resize(length + FIRST_READ.max(length), 0);
        }
        let end = if length == 0 { FIRST_READ } else { buffer.len().min(most) };
        let count = match file.read(&mut buffer[length..end]) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            count => count?,
        };
        let is_first = length == 0;
        length += count;
        if count == 0 || length == most || is_first && is_binary(&buffer[..length]) {
            return Ok(length);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CodeSettings;

    #[test]
    fn a_file_that_went_away_since_it_was_listed_is_said_to_have() {
        let folder = tempfile::tempdir().unwrap();
        let matcher = Matcher::new(["a".to_owned()], &CodeSettings::default()).unwrap();
        let looked = look_into(&folder.path().join("src/gone.rs"), folder.path(), &matcher, &mut Vec::new());
        let mut references = References::new(&matcher);
        references.add(&matcher, vec![looked]);
        let [gone] = &references.passed_over[..] else { panic!("{references:?}") };
        assert_eq!((gone.file.as_str(), gone.why.as_str()), ("src/gone.rs", "it went away in the meantime"));
        assert_eq!(references.files, 0);
    }

    #[test]
    fn a_file_is_read_whole_a_binary_and_a_large_one_no_further_than_tells_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let mut buffer = Vec::new();
        for (bytes, read_bytes) in [
            (vec![b'a'; 3 * FIRST_READ + 1], 3 * FIRST_READ + 1),
            (Vec::new(), 0),
            (vec![0; 3 * FIRST_READ], FIRST_READ),
            (vec![b'a'; MAX_BYTES as usize + 100], MAX_BYTES as usize + 1),
        ] {
            std::fs::write(&path, &bytes).unwrap();
            assert_eq!(read(&path, &mut buffer).unwrap(), read_bytes);
            assert!(buffer.starts_with(&bytes[..read_bytes]));
        }
    }
}

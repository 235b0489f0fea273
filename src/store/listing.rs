//! The names of a directory's files; none of them is opened.

use crate::check::FileKind;
use crate::model::Diagnostic;
use anyhow::{Context as _, Result};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// A file of a flags directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEntry {
    /// From the directory's root, with forward slashes.
    pub path: String,
    /// What it is.
    pub kind: FileKind,
    /// Its name without the ending.
    pub stem: String,
}

impl FileEntry {
    /// The file at a path from the directory's root; `None` where it is hidden, or no YAML file.
    pub fn at(path: &str) -> Option<FileEntry> {
        let (kind, stem) = classify(path).filter(|_| !path.split('/').any(|part| part.starts_with('.')))?;
        Some(FileEntry { path: path.to_owned(), kind, stem: stem.to_owned() })
    }
}

/// The files of a directory, sorted by path.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// Settings, segments and flags.
    pub files: Vec<FileEntry>,
    /// What cannot even be listed, by path.
    pub problems: Vec<(String, Diagnostic)>,
}

/// Lists a flags directory: `.yaml` and `.yml` files whose kind and stem are `wanted`; dot files are left alone.
///
/// Symbolic links are followed inside the directory, and reported where they leave it, lead nowhere, or lead in a circle.
///
/// # Errors
/// Where the directory itself cannot be read.
pub(super) fn list_where(root: &Path, wanted: &dyn Fn(FileKind, &str) -> bool) -> Result<Listing> {
    let mut walk = Walk { root, wanted, listing: Listing::default(), seen: HashSet::from([root.to_owned()]) };
    walk.folder(root, "").with_context(|| format!("cannot read {}", root.display()))?;
    let mut listing = walk.listing;
    listing.files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    Ok(listing)
}

struct Walk<'r> {
    root: &'r Path,
    wanted: &'r dyn Fn(FileKind, &str) -> bool,
    listing: Listing,
    /// Folders walked, so that a link back into one of them ends.
    seen: HashSet<PathBuf>,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Path, prefix: &str) -> std::io::Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with('.') {
                continue;
            }
            let path = || if prefix.is_empty() { name.to_string() } else { format!("{prefix}/{name}") };
            let kind = entry.file_type()?;
            if kind.is_symlink() {
                self.link(&entry.path(), path());
            } else if kind.is_dir() {
                self.enter(&entry.path(), path());
            } else if self.wants(prefix, &name) {
                self.file(path());
            }
        }
        Ok(())
    }

    fn enter(&mut self, folder: &Path, path: String) {
        if let Err(error) = self.folder(folder, &path) {
            let message = format!("the folder cannot be read: {error}");
            self.problem(path, "unreadable-file", message);
        }
    }

    fn link(&mut self, link: &Path, path: String) {
        let target = match link.canonicalize() {
            Ok(target) => target,
            Err(error) => {
                let message = format!("the symbolic link cannot be followed: {error}");
                return self.problem(path, "symlink", message);
            }
        };
        let is_dir = target.is_dir();
        if !is_dir && stem_of(&path).is_none() {
            return;
        }
        if !target.starts_with(self.root) {
            let message = format!("the symbolic link leaves the flags directory: {}", target.display());
            return self.problem(path, "symlink", message);
        }
        if !is_dir {
            return self.file(path);
        }
        // A folder that is (or holds, or is held by) one on the way here would be listed twice, or without end.
        if !self.seen.insert(target.clone()) || link.starts_with(&target) {
            return self.problem(
                path,
                "symlink",
                "the symbolic link leads back to a folder that is listed already".to_owned(),
            );
        }
        self.enter(&target, path);
    }

    fn file(&mut self, path: String) {
        if let Some((kind, stem)) = classify(&path).filter(|(kind, stem)| (self.wanted)(*kind, stem)) {
            let stem = stem.to_owned();
            self.listing.files.push(FileEntry { path, kind, stem });
        }
    }

    fn wants(&self, folder: &str, name: &str) -> bool {
        stem_of(name).is_some_and(|stem| (self.wanted)(kind_of(folder, stem), stem))
    }

    fn problem(&mut self, path: String, rule: &'static str, message: String) {
        self.listing.problems.push((path, Diagnostic::of_file(rule, message)));
    }
}

/// What a path from the directory's root is, and its stem; `None` where it is no YAML file.
pub(super) fn classify(path: &str) -> Option<(FileKind, &str)> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = stem_of(name)?;
    Some((kind_of(folder, stem), stem))
}

fn kind_of(folder: &str, stem: &str) -> FileKind {
    match folder.split('/').next() {
        Some("") if stem == "ffctl" => FileKind::Settings,
        Some("segments") => FileKind::Segment,
        _ => FileKind::Flag,
    }
}

/// The stem of a YAML file's name; `None` for other files.
fn stem_of(name: &str) -> Option<&str> {
    name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml"))
}

impl Listing {
    /// The names of all segments.
    pub fn segment_names(&self) -> std::collections::BTreeSet<String> {
        let segments = self.files.iter().filter(|file| file.kind == FileKind::Segment);
        segments.map(|file| file.stem.clone()).collect()
    }

    /// The keys of all flags.
    pub fn flag_keys(&self) -> impl Iterator<Item = &str> + Clone {
        self.files.iter().filter(|file| file.kind == FileKind::Flag).map(|file| file.stem.as_str())
    }

    /// The files of this kind and stem: one, if all is well.
    pub fn named<'l>(&'l self, kind: FileKind, stem: &'l str) -> impl Iterator<Item = &'l FileEntry> {
        self.files.iter().filter(move |file| file.kind == kind && file.stem == stem)
    }
}

//! The names of the files: a flag's key is its file's stem, unique in the whole tree.

use super::Rule;
use crate::model::{Diagnostic, Level, check_key};
use std::collections::HashMap;

pub(super) const RULES: &[Rule] = &[
    Rule { name: "bad-key", level: Level::Error, about: "a file's stem is a key: letters, digits, '.', '_' and '-'" },
    Rule { name: "duplicate-flag", level: Level::Error, about: "a key is unique in the whole tree" },
    Rule { name: "case-collision", level: Level::Error, about: "no two keys differ only in upper and lower case" },
    Rule { name: "unreadable-file", level: Level::Error, about: "every file can be read" },
    Rule {
        name: "symlink",
        level: Level::Error,
        about: "a symbolic link stays inside the directory and leads somewhere",
    },
];

/// What a file of the directory is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FileKind {
    /// `ffctl.yaml` at the root.
    Settings,
    /// A file in `segments/`.
    Segment,
    /// Every other one.
    Flag,
}

/// A file by its name.
#[derive(Clone, Copy, Debug)]
pub struct NamedFile<'a> {
    /// From the directory's root, with forward slashes.
    pub path: &'a str,
    /// What it is.
    pub kind: FileKind,
    /// Its name without the ending: a flag's key, a segment's name.
    pub stem: &'a str,
}

/// What is wrong with the names: for each file, by its index, at most one complaint.
pub fn check_names(files: &[NamedFile<'_>]) -> Vec<(usize, Diagnostic)> {
    let mut first: HashMap<(FileKind, String), usize> = HashMap::with_capacity(files.len());
    let mut found = Vec::new();
    for (i, file) in files.iter().enumerate() {
        if file.kind != FileKind::Settings
            && let Err(error) = check_key(file.stem)
        {
            let diagnostic = Diagnostic::of_file("bad-key", format!("'{}' is not a key: {error}", file.stem));
            found.push((i, diagnostic.help("rename the file".to_owned())));
            continue;
        }
        let earlier = *first.entry((file.kind, file.stem.to_lowercase())).or_insert(i);
        if earlier != i {
            found.push((i, collision(&files[earlier], file)));
        }
    }
    found
}

fn collision(first: &NamedFile<'_>, second: &NamedFile<'_>) -> Diagnostic {
    let what = match second.kind {
        FileKind::Flag => "flag",
        FileKind::Segment => "segment",
        FileKind::Settings => "file of settings",
    };
    if first.stem == second.stem {
        let message = format!("the {what} '{}' is in {} already", second.stem, first.path);
        return Diagnostic::of_file("duplicate-flag", message).help("rename or remove one of the files".to_owned());
    }
    let message = format!("the {what} '{}' differs from '{}' in {} only by case", second.stem, first.stem, first.path);
    Diagnostic::of_file("case-collision", message).help("rename one of the files".to_owned())
}

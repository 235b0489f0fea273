//! Loading the whole tree, on all cores.

use super::listing::{FileEntry, Listing, classify};
use super::source::Source;
use crate::check::{FileKind, NamedFile, Scope, check_flag, check_names, check_segment, check_settings};
use crate::model::{Diagnostic, Flag, Level, Segment, Settings};
use crate::yaml::{FlagVersion, Reading, read_segment, read_settings};
use anyhow::Result;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

/// What is wrong with one file.
#[derive(Clone, Debug)]
pub struct FileProblems {
    /// From the directory's root.
    pub path: String,
    /// Its name without the ending.
    pub stem: String,
    /// What it should be; `None` for a folder.
    pub kind: Option<FileKind>,
    /// Its text, to show where; empty where it could not be read.
    pub text: String,
    /// In the order found.
    pub diagnostics: Vec<Diagnostic>,
}

impl FileProblems {
    /// Of a file that is not even opened.
    pub(super) fn unread(path: &str, diagnostic: Diagnostic) -> FileProblems {
        let (kind, stem) = classify(path).map_or((None, path), |(kind, stem)| (Some(kind), stem));
        let (path, stem) = (path.to_owned(), stem.to_owned());
        FileProblems { path, kind, stem, text: String::new(), diagnostics: vec![diagnostic] }
    }

    /// Whether it should be the flag or segment of this name.
    pub(super) fn is(&self, kind: FileKind, stem: &str) -> bool {
        self.kind == Some(kind) && self.stem == stem
    }
}

/// A flag and where it is.
#[derive(Clone, Debug)]
pub struct FlagFile {
    /// The flag.
    pub flag: Arc<Flag>,
    /// The same with its text, to read other versions of the file by.
    pub version: FlagVersion,
    /// From the directory's root.
    pub path: String,
}

impl FlagFile {
    pub(super) fn new(version: FlagVersion, path: String) -> FlagFile {
        FlagFile { flag: version.flag().clone(), version, path }
    }
}

/// A whole directory. What is broken stands in `problems` and hides nothing else.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The settings; the defaults where there is no file or it is broken.
    pub settings: Settings,
    /// The segments without an error, by name.
    pub segments: BTreeMap<String, Segment>,
    /// The flags without an error, sorted by key.
    pub flags: Vec<FlagFile>,
    /// What is wrong, by file.
    pub problems: Vec<FileProblems>,
    /// Every file, from the directory's root.
    pub paths: Vec<String>,
}

impl Tree {
    /// Whether something is wrong at this level or above.
    pub fn has(&self, level: Level) -> bool {
        self.problems.iter().flat_map(|file| &file.diagnostics).any(|diagnostic| diagnostic.level >= level)
    }

    /// The files that cannot be used.
    pub fn broken(&self) -> impl Iterator<Item = &FileProblems> {
        self.problems.iter().filter(|file| has_error(&file.diagnostics))
    }

    /// The settings, where they cannot be used.
    pub fn broken_settings(&self) -> impl Iterator<Item = &FileProblems> {
        self.broken().filter(|file| file.kind == Some(FileKind::Settings))
    }

    /// The flag of this key.
    pub fn flag(&self, key: &str) -> Option<&FlagFile> {
        self.flags.binary_search_by(|file| file.flag.key.as_str().cmp(key)).ok().map(|at| &self.flags[at])
    }

    /// Reads a later version of a flag's file.
    fn reading(&self, key: &str, text: &str) -> Reading<FlagVersion> {
        match self.flag(key).map(|file| file.version.read_other(text)) {
            Some(Ok(version)) => Reading { value: Some(version), diagnostics: Vec::new() },
            Some(Err(_)) | None => FlagVersion::reading(key, text),
        }
    }

    /// What keeps a flag without an error from being evaluated: the settings, or a segment that it needs.
    pub fn in_the_way_of(&self, flag: &Flag) -> Vec<&FileProblems> {
        let segments: Vec<&FileProblems> = self.broken().filter(|file| file.kind == Some(FileKind::Segment)).collect();
        let needed = if segments.is_empty() { BTreeSet::new() } else { self.needed_segments(flag) };
        let in_the_way = segments.into_iter().filter(|file| needed.contains(file.stem.as_str()));
        self.broken_settings().chain(in_the_way).collect()
    }

    /// The segments that a flag names, those that they name, and so on.
    fn needed_segments<'t>(&'t self, flag: &'t Flag) -> BTreeSet<&'t str> {
        let mut needed = flag.references();
        let mut queue: Vec<&str> = needed.iter().copied().collect();
        while let Some(name) = queue.pop() {
            let references = self.segments.get(name).map(Segment::references).unwrap_or_default();
            queue.extend(references.into_iter().filter(|reference| needed.insert(reference)));
        }
        needed
    }

    /// Takes out what two files claim to be: which of them is meant is nobody's guess.
    fn without_ambiguous(mut self, listing: &Listing) -> Tree {
        let mut seen = HashSet::new();
        for file in listing.files.iter().filter(|file| !seen.insert((file.kind, &file.stem))) {
            match file.kind {
                FileKind::Flag => self.flags.retain(|other| other.flag.key != file.stem),
                FileKind::Segment => drop(self.segments.remove(&file.stem)),
                FileKind::Settings => {}
            }
        }
        self
    }
}

/// One file as it was read: its value if it has any shape, and what is wrong so far.
pub(super) struct Read<T> {
    pub(super) entry: FileEntry,
    pub(super) text: String,
    pub(super) value: Option<T>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<T> Read<T> {
    pub(super) fn new(source: &Source, entry: &FileEntry, read: impl Fn(&str, &str) -> Reading<T>) -> Read<T> {
        let entry = entry.clone();
        match source.read(&entry) {
            Ok(text) => Read::of_text(entry, text, read),
            Err(diagnostic) => Read { entry, text: String::new(), value: None, diagnostics: vec![diagnostic] },
        }
    }

    pub(super) fn of_text(entry: FileEntry, text: String, read: impl Fn(&str, &str) -> Reading<T>) -> Read<T> {
        let Reading { value, diagnostics } = read(&entry.stem, &text);
        Read { entry, text, value, diagnostics }
    }

    /// Asks further rules; warnings only of a file whose shape is right, for what was replaced would be blamed.
    pub(super) fn check(&mut self, check: impl Fn(&T, Level) -> Vec<Diagnostic>) {
        let least = if has_error(&self.diagnostics) { Level::Error } else { Level::Warning };
        if let Some(value) = &self.value {
            let found = check(value, least).into_iter().filter(|diagnostic| diagnostic.level >= least);
            self.diagnostics.extend(found);
        }
    }

    pub(super) fn into_parts(self) -> (Option<T>, Option<FileProblems>) {
        let valid = !has_error(&self.diagnostics);
        let problems = (!self.diagnostics.is_empty()).then_some(FileProblems {
            path: self.entry.path,
            stem: self.entry.stem,
            kind: Some(self.entry.kind),
            text: self.text,
            diagnostics: self.diagnostics,
        });
        (self.value.filter(|_| valid), problems)
    }
}

pub(super) fn has_error(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error)
}

/// Loads and checks a whole directory, on all cores.
///
/// # Errors
/// Where the directory itself cannot be read; a file that cannot is a problem in the tree.
pub fn load_tree(source: &Source) -> Result<Tree> {
    load_tree_after(source, &Tree::default())
}

/// The same where an earlier state of the directory is known: of a flag's file only what differs is parsed.
///
/// # Errors
/// As [`load_tree`].
pub fn load_tree_after(source: &Source, earlier: &Tree) -> Result<Tree> {
    let listing = source.list_where(&|_, _| true)?;
    let names = name_problems(&listing);
    let settings = settings_of(source, &listing);
    let segment_names = listing.segment_names();
    let mut segments = read_all(source, &listing, FileKind::Segment, &names, read_segment);
    let (by_name, doubtful) = (by_name(&segments), doubtful(&segments));
    let scope = Scope {
        // Without a file the defaults hold; with one that has no shape, nothing is known.
        settings: match &settings {
            None => Some(&Settings::default()),
            Some(read) => read.value.as_ref(),
        },
        segment_names: &segment_names,
        segments: &by_name,
        doubtful: &doubtful,
    };
    segments.par_iter_mut().for_each(|read| read.check(|segment, least| check_segment(segment, scope, least)));
    let mut flags = read_all(source, &listing, FileKind::Flag, &names, |key, text| earlier.reading(key, text));
    flags.par_iter_mut().for_each(|read| read.check(|version, least| check_flag(version.flag(), scope, least)));
    Ok(Tree::of(&listing, settings, segments, flags))
}

impl Tree {
    fn of(
        listing: &Listing,
        settings: Option<Read<Settings>>,
        segments: Vec<Read<Segment>>,
        flags: Vec<Read<FlagVersion>>,
    ) -> Tree {
        let mut tree = Tree {
            settings: settings.as_ref().and_then(|read| read.value.clone()).unwrap_or_default(),
            problems: listing.problems.iter().map(|(path, found)| FileProblems::unread(path, found.clone())).collect(),
            paths: listing.files.iter().map(|file| file.path.clone()).collect(),
            ..Tree::default()
        };
        tree.problems.extend(settings.and_then(|read| read.into_parts().1));
        for read in segments {
            let (segment, problem) = read.into_parts();
            tree.segments.extend(segment.map(|segment| (segment.name.clone(), segment)));
            tree.problems.extend(problem);
        }
        for read in flags {
            let path = read.entry.path.clone();
            let (version, problem) = read.into_parts();
            tree.flags.extend(version.map(|version| FlagFile::new(version, path)));
            tree.problems.extend(problem);
        }
        tree.flags.sort_by(|a, b| a.flag.key.cmp(&b.flag.key));
        tree.problems.sort_by(|a, b| a.path.cmp(&b.path));
        tree.without_ambiguous(listing)
    }
}

/// Loads the settings alone; the defaults where there is no file, or it is broken.
///
/// # Errors
/// Where the directory itself cannot be read.
pub fn load_settings(source: &Source) -> Result<Settings> {
    let listing = source.list_where(&|kind, _| kind == FileKind::Settings)?;
    Ok(settings_of(source, &listing).and_then(|read| read.into_parts().0).unwrap_or_default())
}

/// Reads every file of a kind, on all cores.
fn read_all<T: Send>(
    source: &Source,
    listing: &Listing,
    kind: FileKind,
    names: &BTreeMap<usize, Diagnostic>,
    read: impl Fn(&str, &str) -> Reading<T> + Sync,
) -> Vec<Read<T>> {
    let files = listing.files.par_iter().enumerate().filter(|(_, file)| file.kind == kind);
    files
        .map(|(i, entry)| {
            let mut read = Read::new(source, entry, &read);
            read.diagnostics.extend(names.get(&i).cloned());
            read
        })
        .collect()
}

pub(super) fn name_problems(listing: &Listing) -> BTreeMap<usize, Diagnostic> {
    let named: Vec<NamedFile<'_>> =
        listing.files.iter().map(|file| NamedFile { path: &file.path, kind: file.kind, stem: &file.stem }).collect();
    check_names(&named).into_iter().collect()
}

pub(super) fn by_name(segments: &[Read<Segment>]) -> BTreeMap<String, Segment> {
    let read = segments.iter().filter_map(|read| read.value.clone());
    read.map(|segment| (segment.name.clone(), segment)).collect()
}

/// The segments with an error so far.
pub(super) fn doubtful(segments: &[Read<Segment>]) -> BTreeSet<String> {
    let broken = segments.iter().filter(|read| has_error(&read.diagnostics));
    broken.map(|read| read.entry.stem.clone()).collect()
}

pub(super) fn settings_of(source: &Source, listing: &Listing) -> Option<Read<Settings>> {
    let mut files = listing.named(FileKind::Settings, "ffctl");
    let mut read = Read::new(source, files.next()?, |_, text| read_settings(text));
    read.check(|settings, _| check_settings(settings));
    if let Some(second) = files.next() {
        let message = format!("the settings are also in {}", second.path);
        read.diagnostics.push(Diagnostic::of_file("duplicate-flag", message).help("remove one of them".to_owned()));
    }
    Some(read)
}

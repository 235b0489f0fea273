//! How things stand, and how they differ from how they stood.

use super::super::timeline::{Step, Version, tell};
use crate::check::FileKind;
use crate::model::Level;
use crate::report::{DiagnosticReport, SubjectChange, WatchEvent};
use crate::store::{FileEntry, FileProblems, Snapshot, Source, Tree, load_tree_after};
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// How things stand.
#[derive(Default)]
pub(super) struct Standing {
    pub(super) files: Arc<Snapshot>,
    pub(super) tree: Tree,
    /// What each file said when it could last be used, by path.
    versions: BTreeMap<String, Version>,
    /// What is wrong.
    pub(super) found: Vec<DiagnosticReport>,
    /// Why the files could not be read the last time.
    pub(super) problem: Option<String>,
    /// Whether these files were told of: not before the first could be read.
    pub(super) is_told: bool,
}

impl Standing {
    /// Checks these files.
    pub(super) fn new(files: Arc<Snapshot>, before: &Standing) -> Result<Standing> {
        let tree = load_tree_after(&Source::Snapshot(files.clone()), &before.tree)?;
        let versions = versions(&tree, before);
        Ok(Standing { files, tree, versions, is_told: true, ..Standing::default() })
    }

    pub(super) fn source(&self) -> Source {
        Source::Snapshot(self.files.clone())
    }

    /// The files that are not judged as far as they would be without an error.
    pub(super) fn unjudged(&self) -> impl Iterator<Item = &str> {
        let tree = &self.tree;
        let hindered = tree.flags.iter().filter(|file| !tree.in_the_way_of(&file.flag).is_empty());
        tree.broken().map(|file| file.path.as_str()).chain(hindered.map(|file| file.path.as_str()))
    }

    /// What changed in meaning, for the user, who calls the flags directory so.
    pub(super) fn changes_since(&self, before: &Standing, directory: &Path) -> Vec<SubjectChange> {
        let paths: BTreeSet<&String> = before.versions.keys().chain(self.versions.keys()).collect();
        let step = |path: &String| {
            Some(Step { file: FileEntry::at(path)?, before: vec![before.version(path)], after: self.version(path) })
        };
        let steps: Vec<Step> = paths.into_iter().filter_map(step).collect();
        tell(&steps).iter().map(|told| told.report(directory)).collect()
    }

    fn version(&self, path: &str) -> Version {
        self.versions.get(path).cloned().unwrap_or(Version::Absent)
    }

    /// Tells of what is wrong, and of what no longer is.
    pub(super) fn tell(&self, before: &Standing, event: &mut WatchEvent) {
        let count = |level| self.found.iter().filter(|found| found.level == level).count();
        event.flags = self.tree.flags.len();
        (event.errors, event.warnings) = (count(Level::Error), count(Level::Warning));
        event.found = without(&self.found, &before.found);
        event.solved = without(&before.found, &self.found);
    }
}

/// Those of `some` that are not among the others. Lines do not count: they move as a file is edited.
pub(super) fn without(some: &[DiagnosticReport], others: &[DiagnosticReport]) -> Vec<DiagnosticReport> {
    let same = |a: &DiagnosticReport, b: &DiagnosticReport| {
        (&a.file, &a.rule, &a.path, &a.message) == (&b.file, &b.rule, &b.path, &b.message)
    };
    let mut others: Vec<&DiagnosticReport> = others.iter().collect();
    let mut left = some.to_vec();
    // Each of the others stands for one.
    left.retain(|found| others.iter().position(|other| same(found, other)).map(|at| others.swap_remove(at)).is_none());
    left
}

/// What each file says, or said when it could last be used; one that never could is invalid.
fn versions(tree: &Tree, before: &Standing) -> BTreeMap<String, Version> {
    let broken: BTreeMap<&str, &str> = tree.broken().map(|file| (file.path.as_str(), why(file))).collect();
    let version = |path: &String| {
        let file = FileEntry::at(path)?;
        let version = match broken.get(path.as_str()) {
            // At the start it stands as broken; a new file that is broken is not there yet.
            Some(why) if !before.is_told => Version::Invalid((*why).to_owned()),
            Some(_) => return before.versions.get(path).cloned(),
            // Of two files that claim to be one flag neither is used, and one alone is blamed.
            None => return of_file(tree, &file).or_else(|| before.versions.get(path).cloned()),
        };
        Some(version)
    };
    tree.paths.iter().filter_map(|path| Some((path.clone(), version(path)?))).collect()
}

fn why(file: &FileProblems) -> &str {
    file.diagnostics.iter().find(|found| found.level == Level::Error).map_or("", |found| &found.message)
}

fn of_file(tree: &Tree, file: &FileEntry) -> Option<Version> {
    match file.kind {
        FileKind::Flag => tree.flag(&file.stem).map(|found| Version::Flag(found.flag.clone())),
        FileKind::Segment => tree.segments.get(&file.stem).map(|segment| Version::Segment(Arc::new(segment.clone()))),
        FileKind::Settings => Some(Version::Settings(Arc::new(tree.settings.clone()))),
    }
}

//! The flags that were asked for, with what they need.

use super::super::shared::{Session, unknown_flag};
use super::TestArgs;
use crate::check::FileKind;
use crate::evaluate::{CompileError, Segments};
use crate::model::{Location, Part, Path};
use crate::report::DiagnosticReport;
use crate::store::{FileProblems, FlagFile, Source, Tree};
use crate::yaml::{Span, locate};
use anyhow::{Result, anyhow};
use std::collections::BTreeSet;

/// Some flags of a directory.
pub(super) struct Chosen<'a> {
    pub(super) tree: Tree,
    pub(super) segments: Segments,
    pub(super) environment: Option<&'a str>,
    source: Source,
    keys: BTreeSet<&'a str>,
}

impl<'a> Chosen<'a> {
    /// Loads what was asked for.
    ///
    /// # Errors
    /// Where there is no such flag or environment.
    pub(super) fn open(args: &'a TestArgs, session: &Session) -> Result<Chosen<'a>> {
        let source = session.source(&|_, _| true)?;
        let tree = session.tree_of(&source)?;
        let broken = tree.broken().filter(|file| file.kind == Some(FileKind::Flag)).map(|file| file.stem.as_str());
        let known: BTreeSet<&str> = tree.flags.iter().map(|file| file.flag.key.as_str()).chain(broken).collect();
        if let Some(unknown) = args.keys.iter().find(|key| !known.contains(key.as_str())) {
            let keys: Vec<String> = known.into_iter().map(str::to_owned).collect();
            return Err(unknown_flag(unknown, &keys).into());
        }
        if let Some(name) = &args.env {
            session.known_environment(&tree, name)?;
        }
        let segments = Segments::compile(&tree.segments);
        let keys = args.keys.iter().map(String::as_str).collect();
        Ok(Chosen { tree, segments, environment: args.env.as_deref(), source, keys })
    }

    /// Every flag of a directory that is loaded already.
    #[cfg(feature = "watch")]
    pub(super) fn of_all(tree: Tree, source: Source) -> Chosen<'a> {
        let segments = Segments::compile(&tree.segments);
        Chosen { tree, segments, environment: None, source, keys: BTreeSet::new() }
    }

    /// The flags that can be evaluated, by key.
    pub(super) fn flags(&self) -> Vec<&FlagFile> {
        let asked_for = self.tree.flags.iter().filter(|file| self.is_asked_for(&file.flag.key));
        asked_for.filter(|file| self.tree.in_the_way_of(&file.flag).is_empty()).collect()
    }

    /// What is broken, as far as it has to do with the flags asked for.
    pub(super) fn problems(&self, session: &Session) -> Vec<DiagnosticReport> {
        if self.keys.is_empty() {
            return session.problems(self.tree.broken());
        }
        let flags = self.tree.flags.iter().filter(|file| self.is_asked_for(&file.flag.key));
        let needed: BTreeSet<&str> =
            flags.flat_map(|file| self.tree.in_the_way_of(&file.flag)).map(|file| file.path.as_str()).collect();
        let is_flag = |file: &FileProblems| file.kind == Some(FileKind::Flag) && self.is_asked_for(&file.stem);
        session.problems(self.tree.broken().filter(|file| is_flag(file) || needed.contains(file.path.as_str())))
    }

    fn is_asked_for(&self, key: &str) -> bool {
        self.keys.is_empty() || self.keys.contains(key)
    }

    pub(super) fn text(&self, file: &FlagFile) -> String {
        self.source.text(&file.path).unwrap_or_default()
    }

    /// Where in a flag's file each path leads.
    pub(super) fn places<'p>(&self, file: &FlagFile, paths: impl IntoIterator<Item = &'p Path>) -> Vec<Span> {
        let at = |path: &Path| Location::At(path.clone(), Part::Value);
        let locations: Vec<Location> = paths.into_iter().map(at).collect();
        if locations.is_empty() { Vec::new() } else { locate(&self.text(file), &locations) }
    }
}

/// What `validate` would have found, if it asked.
pub(super) fn invalid(file: &FlagFile, error: &CompileError) -> anyhow::Error {
    anyhow!("{}: {error}", file.flag.key)
}

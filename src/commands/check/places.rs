//! Findings with the line that says so, in the file before or after the change.

use super::sides::{Compared, Moments, paths};
use super::{Finding, FindingReport, Repository, Session, Side, Subject, Version};
use crate::model::{Location, Part, one_line};
use crate::store::Tree;
use crate::yaml::{decode, locate};
use anyhow::Result;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

/// The files in which findings are shown; each is read once.
pub(super) struct Places<'c> {
    compared: &'c Compared,
    repository: &'c Repository,
    moments: &'c Moments,
    session: &'c Session,
    /// The way from the repository's root to the flags directory.
    below: PathBuf,
    /// After the change, and before it.
    paths: [BTreeMap<Subject, &'c str>; 2],
    texts: HashMap<(bool, &'c str), String>,
}

impl<'c> Places<'c> {
    pub(super) fn of(
        compared: &'c Compared,
        repository: &'c Repository,
        moments: &'c Moments,
        session: &'c Session,
    ) -> Result<Places<'c>> {
        let below = repository.relative(&session.directory.root)?;
        let paths = [&compared.new, &compared.old].map(paths);
        Ok(Places { compared, repository, moments, session, below, paths, texts: HashMap::new() })
    }

    pub(super) fn report(&mut self, found: Finding) -> Result<FindingReport> {
        let (file, line, column) = self.place(&found)?;
        let key = match &found.subject {
            Subject::Flag(key) => Some(key.clone()),
            Subject::Segment(_) | Subject::Settings => None,
        };
        let owner = |key: &str| {
            let of = |tree: &'c Tree| {
                // Flags are sorted by key.
                let found = tree.flags.binary_search_by(|file| file.flag.key.as_str().cmp(key)).ok()?;
                Some(tree.flags[found].flag.owner.clone())
            };
            of(&self.compared.new).or_else(|| of(&self.compared.old))
        };
        Ok(FindingReport {
            owner: key.as_deref().and_then(owner),
            key,
            environment: found.environment,
            rule: found.rule,
            level: found.level,
            message: one_line(&found.message),
            help: Some(found.help),
            file,
            line,
            column,
        })
    }

    /// The file as the user names it, line and column.
    fn place(&mut self, found: &Finding) -> Result<(String, usize, usize)> {
        let is_old = found.place.version == Side::Old;
        let directory = &self.session.directory.shown;
        let Some(&path) = self.paths[usize::from(is_old)].get(&found.subject) else {
            return Ok((directory.display().to_string(), 1, 1));
        };
        let shown = if is_old { directory.join(path).display().to_string() } else { self.session.shown(path) };
        if !self.texts.contains_key(&(is_old, path)) {
            let text = self.text(path, is_old)?;
            self.texts.insert((is_old, path), text);
        }
        let text = self.texts.get(&(is_old, path)).map(String::as_str).unwrap_or_default();
        let location = Location::At(found.place.path.clone(), Part::Value);
        let span = locate(text, [&location]).into_iter().next();
        let (line, column) = span.map_or((1, 1), |span| (span.line, span.column));
        Ok((shown, line, column))
    }

    /// A file's text before or after the change; empty where it cannot be read any longer.
    fn text(&self, path: &str, is_old: bool) -> Result<String> {
        let Moments { base, head, name, .. } = self.moments;
        let bytes = match (is_old, name) {
            (false, None) => std::fs::read(self.session.directory.root.join(path)).ok(),
            _ => {
                let commit = if is_old { base } else { head };
                self.repository.bytes_at(&Version { commit: commit.clone(), path: self.below.join(path) })?
            }
        };
        Ok(bytes.and_then(|bytes| decode(&bytes).ok().map(str::to_owned)).unwrap_or_default())
    }
}

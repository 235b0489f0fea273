//! Names that were asked for and are known from nowhere.

use super::{News, Told, Touched, Wanted};
use crate::check::FileKind;
use crate::commands::shared::{Session, known_environment, unknown_flag};
use crate::report::Refused;
use crate::store::Lookup;
use anyhow::Result;
use std::collections::BTreeSet;

/// The keys and the environment of which neither the flags at hand nor the history read so far knew anything.
#[derive(Debug, Default)]
pub(super) struct Unseen {
    keys: BTreeSet<String>,
    /// What flags there are, or were.
    known: BTreeSet<String>,
    environment: Option<(String, Refused)>,
}

impl Unseen {
    /// Of what is wanted, the names that the flags at hand do not have. In a part of history nothing is missed: a name
    /// may be known from elsewhere.
    pub(super) fn of(wanted: &Wanted, session: &Session) -> Result<Unseen> {
        let mut unseen = Unseen::default();
        if wanted.since.is_some() {
            return Ok(unseen);
        }
        for key in &wanted.keys {
            if let Lookup::Unknown(known) = session.lookup(key)? {
                unseen.keys.insert(key.clone());
                unseen.known.extend(known);
            }
        }
        if let Some(name) = wanted.environment.as_ref().filter(|_| wanted.until.is_none() && wanted.author.is_none()) {
            let refusal = known_environment(&session.tree()?.settings, name.as_str()).err();
            unseen.environment = refusal.map(|refusal| (name.clone(), refusal));
        }
        Ok(unseen)
    }

    /// Takes note of the files of a commit.
    pub(super) fn saw(&mut self, files: &[Touched]) {
        if self.keys.is_empty() {
            return;
        }
        for file in files.iter().map(|touched| &touched.file).filter(|file| file.kind == FileKind::Flag) {
            self.keys.remove(&file.stem);
            self.known.insert(file.stem.clone());
        }
    }

    /// Takes note of what a commit told.
    pub(super) fn heard(&mut self, told: &[Told]) {
        let Some((name, _)) = &self.environment else { return };
        let is_named = |told: &Told| match &told.news {
            News::Change(change) => change.environment.as_ref() == Some(name),
            _ => false,
        };
        if told.iter().any(is_named) {
            self.environment = None;
        }
    }

    /// At the end of history: why a name is refused, once.
    pub(super) fn take_refusal(&mut self) -> Option<anyhow::Error> {
        let environment = self.environment.take().map(|(_, refusal)| refusal);
        let key = self.keys.pop_first().map(|key| {
            let known: Vec<String> = std::mem::take(&mut self.known).into_iter().collect();
            let refusal = unknown_flag(&key, &known);
            Refused { message: format!("{}, and there never was", refusal.message), ..refusal }
        });
        self.keys.clear();
        key.or(environment).map(Into::into)
    }
}

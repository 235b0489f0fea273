//! What is proposed, and by what it is judged.

use super::Rollbacks;
use crate::change::{Change, Subject, TreeModel, diff_settings};
use crate::impact::{FlagCase, changed_segments, flag_cases};
use crate::model::{CodeOwners, FlagType, Settings};
use std::collections::BTreeMap;

/// A change of a flags directory that somebody wants to make.
#[derive(Debug)]
pub struct Proposal<'p> {
    pub(super) old: TreeModel<'p>,
    pub(super) new: TreeModel<'p>,
    /// The settings that count: those before the change.
    pub(super) policy: Settings,
    pub(super) owners: Option<Owners<'p>>,
    pub(super) rollbacks: &'p Rollbacks,
    /// The flags that are another than before, or name a segment that is.
    pub(super) flags: Vec<FlagCase<'p>>,
    /// The segments that are others than before, with what changed for users.
    pub(super) segments: BTreeMap<&'p str, Vec<Change>>,
}

/// Who has to review what, by the file that says so and the files of the flags, from the repository's root.
#[derive(Clone, Copy, Debug)]
pub struct Owners<'p> {
    /// What CODEOWNERS says.
    pub code: &'p CodeOwners,
    /// Where each flag's file is, by its key.
    pub files: &'p BTreeMap<String, String>,
}

impl<'p> Proposal<'p> {
    /// The change from one tree to the other. Where the old one has no settings, the defaults count.
    pub fn new(
        old: TreeModel<'p>,
        new: TreeModel<'p>,
        owners: Option<Owners<'p>>,
        rollbacks: &'p Rollbacks,
    ) -> Proposal<'p> {
        let segments = changed_segments(&old, &new);
        let flags = flag_cases(&old, &new, &segments);
        let policy = old.settings.cloned().unwrap_or_default();
        Proposal { old, new, policy, owners, rollbacks, flags, segments }
    }

    /// How many flags it bears on.
    pub fn flags(&self) -> usize {
        self.flags.len()
    }

    pub(super) fn settings_changes(&self) -> Vec<Change> {
        let defaults = Settings::default();
        diff_settings(&self.policy, self.new.settings.unwrap_or(&defaults))
    }

    /// The environments whose users are looked after: the protected ones, else all, else the top level.
    pub(super) fn watched(&self) -> Vec<Option<&str>> {
        let Settings { protected, environments, .. } = &self.policy;
        let names = if protected.is_empty() { environments } else { protected };
        match names.is_empty() {
            true => vec![None],
            false => self.still_declared(names).map(Some).collect(),
        }
    }

    /// The protected environments.
    pub(super) fn protected(&self) -> impl Iterator<Item = &str> {
        self.still_declared(&self.policy.protected)
    }

    /// In an environment that is declared no longer nothing is served: that is told of the settings.
    fn still_declared<'s>(&'s self, names: &'s [String]) -> impl Iterator<Item = &'s str> {
        let declared = self.new.settings.map(|settings| settings.environments.as_slice()).unwrap_or_default();
        names.iter().filter(|name| declared.contains(name)).map(String::as_str)
    }

    pub(super) fn flag_type(&self, subject: &Subject) -> Option<FlagType> {
        let Subject::Flag(key) = subject else { return None };
        let flag = self.new.flags.get(key.as_str()).or(self.old.flags.get(key.as_str()));
        flag.map(|flag| flag.flag_type)
    }
}

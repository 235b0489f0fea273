//! What is proposed, and by what it is judged.

use super::Rollbacks;
use crate::change::{Change, FlagPair, Subject, TreeModel, diff_segments, diff_settings, pair_flags};
use crate::model::{CodeOwners, FlagType, Segment, Settings};
use std::collections::{BTreeMap, BTreeSet};

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

/// A flag that the proposal bears on.
#[derive(Clone, Debug)]
pub(super) struct FlagCase<'p> {
    pub(super) pair: FlagPair<'p>,
    pub(super) changes: Vec<Change>,
    /// The changed segments that it names, itself or by others.
    pub(super) segments: BTreeSet<&'p str>,
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
        let case = |pair: FlagPair<'p>| {
            let changes = pair.changes();
            let segments = named(&pair, &old, &new, &segments);
            (!(changes.is_empty() && segments.is_empty())).then_some(FlagCase { pair, changes, segments })
        };
        let flags = pair_flags(&old, &new).into_iter().filter_map(case).collect();
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

impl FlagCase<'_> {
    pub(super) fn subject(&self) -> Subject {
        Subject::Flag(self.pair.key().to_owned())
    }

    /// The changes that users can notice in an environment, or at the top level.
    pub(super) fn reaching(&self, environment: Option<&str>) -> Vec<&Change> {
        let FlagPair { before, after } = self.pair;
        let reaches = |change: &&Change| match environment {
            Some(name) => change.reaches(name, before, after),
            None => change.environment.is_none(),
        };
        self.changes.iter().filter(|change| change.affects_targeting()).filter(reaches).collect()
    }
}

fn changed_segments<'p>(old: &TreeModel<'p>, new: &TreeModel<'p>) -> BTreeMap<&'p str, Vec<Change>> {
    let changed = |(&name, &before): (&&'p str, &&'p Segment)| {
        let after = new.segments.get(name).copied()?;
        let mut changes = diff_segments(Some(before), Some(after));
        changes.retain(Change::affects_targeting);
        (!changes.is_empty()).then_some((name, changes))
    };
    old.segments.iter().filter_map(changed).collect()
}

/// The changed segments that a flag names, before or after, itself or by others.
fn named<'p>(
    pair: &FlagPair<'p>,
    old: &TreeModel<'p>,
    new: &TreeModel<'p>,
    changed: &BTreeMap<&'p str, Vec<Change>>,
) -> BTreeSet<&'p str> {
    if changed.is_empty() {
        return BTreeSet::new();
    }
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for (flag, tree) in [(pair.before, old), (pair.after, new)] {
        let mut open: Vec<&str> = flag.map(|flag| flag.references().into_iter().collect()).unwrap_or_default();
        let mut visited = BTreeSet::new();
        while let Some(name) = open.pop() {
            if visited.insert(name) {
                open.extend(tree.segments.get(name).map(|segment| segment.references()).unwrap_or_default());
            }
        }
        seen.extend(visited);
    }
    changed.keys().copied().filter(|name| seen.contains(name)).collect()
}

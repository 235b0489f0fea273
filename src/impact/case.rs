//! The flags that a change of a directory bears on.

use crate::change::{Change, FlagPair, Subject, TreeModel, diff_segments, pair_flags};
use crate::model::Segment;
use std::collections::{BTreeMap, BTreeSet};

/// A flag that a change bears on.
#[derive(Clone, Debug)]
pub struct FlagCase<'p> {
    /// Before and after.
    pub pair: FlagPair<'p>,
    /// What changed in it.
    pub changes: Vec<Change>,
    /// The changed segments that it names, itself or by others.
    pub segments: BTreeSet<&'p str>,
}

impl FlagCase<'_> {
    pub(crate) fn subject(&self) -> Subject {
        Subject::Flag(self.pair.key().to_owned())
    }

    /// The changes that users can notice in an environment, or at the top level.
    pub(crate) fn reaching(&self, environment: Option<&str>) -> Vec<&Change> {
        let FlagPair { before, after } = self.pair;
        let reaches = |change: &&Change| match environment {
            Some(name) => change.reaches(name, before, after),
            None => change.environment.is_none(),
        };
        self.changes.iter().filter(|change| change.affects_targeting()).filter(reaches).collect()
    }
}

/// The flags that are another than before, or name a segment that is one of the `changed`.
pub(crate) fn flag_cases<'p>(
    old: &TreeModel<'p>,
    new: &TreeModel<'p>,
    changed: &BTreeMap<&'p str, Vec<Change>>,
) -> Vec<FlagCase<'p>> {
    let case = |pair: FlagPair<'p>| {
        let changes = pair.changes();
        let segments = named(&pair, old, new, changed);
        (!(changes.is_empty() && segments.is_empty())).then_some(FlagCase { pair, changes, segments })
    };
    pair_flags(old, new).into_iter().filter_map(case).collect()
}

/// The segments that are others than before, with what changed for users.
pub(crate) fn changed_segments<'p>(old: &TreeModel<'p>, new: &TreeModel<'p>) -> BTreeMap<&'p str, Vec<Change>> {
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

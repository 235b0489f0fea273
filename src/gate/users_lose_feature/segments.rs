//! Segments by which users lose something: told once for all flags that name them.

use super::sentence::verb;
use super::{Scene, help};
use crate::change::Subject;
use crate::gate::loss::Loss;
use crate::gate::{Found, Proposal, place, words};
use crate::impact::Whom;
use std::collections::BTreeMap;

/// What is lost by segments, for all flags that name them together.
#[derive(Default)]
pub(super) struct BySegments(BTreeMap<(Vec<String>, Option<String>), Affected>);

/// The flags that segments bear on.
#[derive(Default)]
struct Affected {
    keys: Vec<String>,
    /// Users who are named, where nobody else loses anything.
    ids: Option<Vec<String>>,
    is_certain: bool,
}

impl BySegments {
    pub(super) fn add(&mut self, scene: &Scene<'_, '_>, losses: &[Loss]) {
        let meant = |name: &&&str| !scene.proposal.rollbacks.allow_segment(name);
        let names: Vec<String> = scene.case.segments.iter().filter(meant).map(|name| (*name).to_owned()).collect();
        if names.is_empty() {
            return;
        }
        let ids = losses.iter().map(|loss| match &loss.whom {
            Whom::Users(ids) => Some(ids.clone()),
            _ => None,
        });
        let ids: Option<Vec<String>> = ids.collect::<Option<Vec<_>>>().map(|ids| ids.concat());
        let is_certain = losses.iter().all(|loss| loss.is_certain);
        let key = (names, scene.environment.map(str::to_owned));
        let affected = self.0.entry(key).or_insert_with(|| Affected { keys: Vec::new(), ids: ids.clone(), is_certain });
        affected.keys.push(scene.case.pair.key().to_owned());
        affected.is_certain &= is_certain;
        affected.ids = affected.ids.take().zip(ids).map(|(mut all, more)| {
            all.extend(more);
            all.sort();
            all.dedup();
            all
        });
    }

    pub(super) fn found(self, proposal: &Proposal<'_>) -> Vec<Found> {
        self.0
            .into_iter()
            .map(|((names, environment), affected)| affected.found(proposal, &names, environment))
            .collect()
    }
}

impl Affected {
    fn found(self, proposal: &Proposal<'_>, names: &[String], environment: Option<String>) -> Found {
        let is_one = self.ids.as_ref().is_some_and(|ids| ids.len() == 1);
        let whom = self.ids.map_or("some of its users".to_owned(), words::listed);
        let verb = verb(self.is_certain, is_one);
        let changes = |name: &String| {
            let changes = proposal.segments.get(name.as_str()).map(words::changes);
            format!("segment {name}: {}", changes.unwrap_or_default())
        };
        let first = names.first().cloned().unwrap_or_default();
        let change = proposal.segments.get(first.as_str()).and_then(|changes| changes.first());
        Found {
            environment,
            message: format!(
                "{whom} {verb} {}: {}",
                words::listed(self.keys),
                words::listed(names.iter().map(changes))
            ),
            help: help(&format!("segment {first}")),
            place: place::of_field(change),
            subject: Subject::Segment(first),
        }
    }
}

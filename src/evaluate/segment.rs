//! Segments, compiled once and shared by every flag that names them.

use super::asker::Asker;
use super::compile::CompileError;
use super::observe::Observer;
use super::predicate::Predicate;
use crate::model::{Condition, Flag, Segment, hint, segment_cycle};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

/// Compiled segments by name. One that is invalid spoils the flags that name it and no others.
#[derive(Clone, Debug, Default)]
pub struct Segments(BTreeMap<String, Result<Arc<Audience>, CompileError>>);

/// A compiled segment.
#[derive(Debug)]
pub(super) struct Audience {
    pub(super) name: String,
    users: HashSet<String>,
    pub(super) condition: Option<Predicate>,
    /// How many levels of conditions there are, those of the segments it names included.
    pub(super) depth: usize,
}

impl Segments {
    /// Compiles segments: all of a tree, or those that [`named_segments`] asks for and those they name in turn.
    pub fn compile(segments: &BTreeMap<String, Segment>) -> Segments {
        let mut compiled = Segments::default();
        for (name, segment) in leaves_first(segments) {
            let audience = match compiled.inherited_error(name, segment, segments) {
                Some(error) => Err(error),
                None => Audience::compile(name, segment, &compiled)
                    .map(Arc::new)
                    .map_err(|error| error.within(&format!("segment '{name}'"))),
            };
            compiled.0.insert(name.to_owned(), audience);
        }
        compiled
    }

    /// The segment of this name.
    pub(super) fn get(&self, name: &str) -> Result<Arc<Audience>, CompileError> {
        self.0.get(name).cloned().unwrap_or_else(|| {
            let hint = hint(name, self.0.keys().map(String::as_str));
            Err(CompileError::new(format!("unknown segment '{name}'")).with_hint(hint))
        })
    }

    /// What is wrong with a segment by those it names. Leaves come first, so one that is not compiled leads back here.
    fn inherited_error(
        &self,
        name: &str,
        segment: &Segment,
        segments: &BTreeMap<String, Segment>,
    ) -> Option<CompileError> {
        segment.references().into_iter().find_map(|reference| match self.0.get(reference) {
            Some(Ok(_)) => None,
            Some(Err(error)) => Some(error.clone()),
            None if !segments.contains_key(reference) => None,
            None => {
                let cycle = segment_cycle(name, segments).unwrap_or_default().join(" → ");
                Some(CompileError::new(format!("segments name each other in a cycle: {cycle}")))
            }
        })
    }
}

impl Audience {
    fn compile(name: &str, segment: &Segment, segments: &Segments) -> Result<Audience, CompileError> {
        let condition =
            segment.condition.as_ref().map(|condition| Predicate::compile(condition, segments)).transpose()?;
        let depth = condition.as_ref().map_or(0, Predicate::depth);
        Ok(Audience { name: name.to_owned(), users: segment.users.iter().cloned().collect(), condition, depth })
    }

    /// Whether whoever asks is listed as a user, or else fulfils the condition.
    pub(super) fn has<O: Observer>(&self, asker: Asker<'_>, observer: &mut O) -> bool {
        self.lists(asker) || self.condition.as_ref().is_some_and(|condition| condition.holds(asker, observer))
    }

    /// Whether whoever asks is listed as a user.
    pub(super) fn lists(&self, asker: Asker<'_>) -> bool {
        asker.user_id.is_some_and(|id| self.users.contains(id))
    }
}

/// The segments that a flag's rules name in an environment.
pub fn named_segments<'a>(flag: &'a Flag, environment: Option<&str>) -> BTreeSet<&'a str> {
    let mut names = BTreeSet::new();
    for rule in flag.targeting(environment).rules {
        rule.condition.walk(&mut |condition| {
            if let Condition::Segment(name) = condition {
                names.insert(name.as_str());
            }
        });
    }
    names
}

/// Every segment after those it names, except around a cycle. The way is kept in a list, for chains of any length.
fn leaves_first(segments: &BTreeMap<String, Segment>) -> Vec<(&str, &Segment)> {
    enum Step<'a> {
        Enter(&'a str),
        Leave(&'a str, &'a Segment),
    }
    let mut order = Vec::new();
    let mut seen = HashSet::new();
    let mut steps: Vec<Step<'_>> = segments.keys().map(|name| Step::Enter(name)).collect();
    while let Some(step) = steps.pop() {
        match step {
            Step::Leave(name, segment) => order.push((name, segment)),
            Step::Enter(name) => {
                if let Some(segment) = segments.get(name).filter(|_| seen.insert(name)) {
                    steps.push(Step::Leave(name, segment));
                    steps.extend(segment.references().into_iter().map(Step::Enter));
                }
            }
        }
    }
    order
}

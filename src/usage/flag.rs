//! When one flag was evaluated.

use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::Arc;

/// When one flag was evaluated, as far as anybody counted. Days are UTC.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlagUsage {
    /// The environments that serve it, none of them under an empty name, each with its last evaluation.
    environments: BTreeMap<String, Option<NaiveDate>>,
    /// When somebody last asked for all flags at once, in any environment.
    in_bulk: Option<NaiveDate>,
    /// Who counted, and since when at the latest.
    sources: Vec<(Arc<str>, Option<NaiveDate>)>,
}

impl FlagUsage {
    pub(super) fn is_evaluated(&mut self, source: &Arc<str>, environment: &str, on: Option<NaiveDate>) {
        let last = self.environments.entry(environment.to_owned()).or_default();
        *last = (*last).max(on);
        // Who has an evaluation to tell of was counting then.
        self.is_counted(source, environment, on);
    }

    /// An evaluation of all flags at once. Whether whoever asked looked at this one is not known.
    pub(super) fn is_evaluated_in_bulk(&mut self, source: &Arc<str>, environment: &str, on: Option<NaiveDate>) {
        self.in_bulk = self.in_bulk.max(on);
        self.is_counted(source, environment, on);
    }

    pub(super) fn is_counted(&mut self, source: &Arc<str>, environment: &str, since: Option<NaiveDate>) {
        self.environments.entry(environment.to_owned()).or_default();
        match self.sources.iter_mut().find(|(known, _)| known == source) {
            Some((_, known)) => *known = [*known, since].into_iter().flatten().min(),
            None => self.sources.push((source.clone(), since)),
        }
    }

    /// The day of its last evaluation, in any environment.
    pub fn last(&self) -> Option<NaiveDate> {
        self.environments.values().copied().max().flatten()
    }

    /// The day when somebody last asked for all flags at once, this one among them, in any environment.
    pub fn last_in_bulk(&self) -> Option<NaiveDate> {
        self.in_bulk
    }

    /// The environments that were the last to evaluate it.
    pub fn last_in(&self) -> Vec<String> {
        let last = self.last();
        self.named(|on| on.is_some() && on == last)
    }

    /// The environments that serve it.
    pub fn served_in(&self) -> Vec<String> {
        self.named(|_| true)
    }

    fn named(&self, wanted: impl Fn(Option<NaiveDate>) -> bool) -> Vec<String> {
        let named = self.environments.iter().filter(|(name, on)| !name.is_empty() && wanted(**on));
        named.map(|(name, _)| name.escape_debug().to_string()).collect()
    }

    /// Since when every source counted, and the one that was the last to begin: before that day, what went to it may be
    /// forgotten. Without a day it does not tell.
    pub fn counted_since(&self) -> Option<(&str, Option<NaiveDate>)> {
        let begun = |(source, since): &(Arc<str>, Option<NaiveDate>)| (since.is_none(), *since, source.clone());
        self.sources.iter().max_by_key(|counted| begun(counted)).map(|(source, since)| (source.as_ref(), *since))
    }
}

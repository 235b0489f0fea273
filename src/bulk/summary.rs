//! Counts to a summary.

use super::subject::Subject;
use super::tally::{Group, Outcome, Tally};
use crate::model::{ErrorCode, Reason, VariantName};
use crate::report::{
    FlagSummary, GroupCount, OtherGroups, ReasonCount, RuleReport, VariantCount, VariantShare, percent_of,
};
use indexmap::IndexMap;
use serde_json::Value;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

/// What was counted for each flag; where there are groups, the `top` largest are told one by one.
pub fn summary(subjects: &[Subject], tally: &Tally, top: Option<usize>) -> Vec<FlagSummary> {
    let contexts = tally.lines - tally.bad.count;
    let mut first = 0;
    let nothing = IndexMap::new();
    let of_flag = |(i, subject): (usize, &Subject)| {
        let outcomes = tally.outcomes.get(i).unwrap_or(&nothing);
        let columns = first..first + subject.variants.len();
        first = columns.end;
        let groups = top.map(|top| Groups { subject, columns, contexts }.tell(tally, top));
        let (groups, other_groups) = groups.map_or((None, None), |(told, others)| (Some(told), others));
        FlagSummary {
            key: subject.key.clone(),
            variants: variants(subject, outcomes, contexts),
            reasons: reasons(outcomes, contexts),
            groups,
            other_groups,
        }
    };
    subjects.iter().enumerate().map(of_flag).collect()
}

fn variants(subject: &Subject, outcomes: &IndexMap<Outcome, u64>, contexts: u64) -> Vec<VariantCount> {
    let counted = |(name, value): &(VariantName, Value)| {
        let count = outcomes.iter().filter(|(outcome, _)| outcome.variant == *name).map(|(_, count)| count).sum();
        VariantCount { variant: name.to_string(), value: value.clone(), count, share: percent_of(count, contexts) }
    };
    subject.variants.iter().map(counted).collect()
}

/// Why, whichever variant it led to.
fn reasons(outcomes: &IndexMap<Outcome, u64>, contexts: u64) -> Vec<ReasonCount> {
    type Why<'o> = (Reason, &'o Option<(usize, Option<String>)>, Option<ErrorCode>);
    let mut counts: HashMap<Why<'_>, u64> = HashMap::new();
    for (outcome, count) in outcomes {
        *counts.entry((outcome.reason, &outcome.rule, outcome.error)).or_default() += count;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|((reason, rule, _), count)| {
        let place = rule.as_ref().map_or(usize::MAX, |(index, _)| *index);
        (Reverse(*count), place, reason.name())
    });
    let told = |((reason, rule, error), count): (Why<'_>, u64)| ReasonCount {
        reason: reason.name(),
        rule: rule.clone().map(|(index, name)| RuleReport { index, name }),
        error_code: error.map(ErrorCode::name),
        count,
        share: percent_of(count, contexts),
    };
    counts.into_iter().map(told).collect()
}

/// The groups as one flag answered them.
struct Groups<'s> {
    subject: &'s Subject,
    /// Where the flag's variants are counted.
    columns: Range<usize>,
    contexts: u64,
}

impl Groups<'_> {
    /// The largest, and the others together. Groups of one size stand in the order of their names.
    fn tell(&self, tally: &Tally, top: usize) -> (Vec<GroupCount>, Option<OtherGroups>) {
        let counted = tally.groups.iter().filter(|(group, _)| **group != Group::Rest);
        let mut groups: Vec<(Option<&str>, &[u64])> =
            counted.map(|(group, counts)| (group.name(), &counts[self.columns.clone()])).collect();
        groups.sort_by_key(|(name, counts)| (Reverse(counts.iter().sum::<u64>()), *name));
        let (told, others) = groups.split_at(groups.len().min(top));
        let rest = tally.groups.get(&Group::Rest).map(|counts| &counts[self.columns.clone()]);
        let told = told.iter().map(|(name, counts)| self.group(*name, counts)).collect();
        (told, self.others(others.iter().map(|(_, counts)| *counts).chain(rest), others.len(), rest.is_some()))
    }

    fn group(&self, name: Option<&str>, counts: &[u64]) -> GroupCount {
        let count = counts.iter().sum();
        let share = percent_of(count, self.contexts);
        GroupCount { group: name.map(str::to_owned), count, share, variants: self.shares(counts) }
    }

    fn others<'c>(&self, each: impl Iterator<Item = &'c [u64]>, groups: usize, uncounted: bool) -> Option<OtherGroups> {
        let mut sums = vec![0; self.columns.len()];
        each.for_each(|counts| sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count));
        let count = sums.iter().sum();
        (count > 0).then(|| OtherGroups {
            groups,
            uncounted,
            count,
            share: percent_of(count, self.contexts),
            variants: self.shares(&sums),
        })
    }

    fn shares(&self, counts: &[u64]) -> Vec<VariantShare> {
        let whole = counts.iter().sum();
        let share = |((name, _), count): (&(VariantName, Value), &u64)| VariantShare {
            variant: name.to_string(),
            count: *count,
            share: percent_of(*count, whole),
        };
        self.subject.variants.iter().zip(counts).map(share).collect()
    }
}

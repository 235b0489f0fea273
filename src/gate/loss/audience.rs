//! Who gets the same from a flag: the users of an override, of a rule, and all others.

use super::Side;
use crate::change::RuleTitle;
use crate::gate::logic::Claim;
use crate::model::{Clause, Flag, Override, Percent, ResolvedClause, Segment, Serving, VariantName};
use std::collections::{BTreeSet, HashMap};

/// Who.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::gate) enum Whom {
    /// All.
    Everyone,
    /// These ids.
    Users(Vec<String>),
    /// Those for whom a rule is.
    OfRule(RuleTitle),
    /// Those for whom no rule is.
    OfNoRule {
        /// There are rules at all.
        has_rules: bool,
    },
}

/// Users who are given the same.
#[derive(Clone, Debug)]
pub(super) struct Audience<'s> {
    pub(super) whom: Whom,
    /// What is so for all of them, and for nobody else.
    pub(super) claims: Vec<Claim<'s>>,
    pub(super) gives: Gives<'s>,
}

/// What an audience is given.
#[derive(Clone, Copy, Debug)]
pub(super) enum Gives<'s> {
    /// One variant, without a draw.
    Always(&'s VariantName),
    /// What a clause says.
    Clause(ResolvedClause<'s>),
    /// Nothing that is known: the flag is invalid there.
    Unknown,
}

/// The rules' audiences in order, then all others. Users with an override are not told apart.
pub(super) fn audiences(side: Side<'_>) -> Vec<Audience<'_>> {
    let Side { flag, targeting, segments, .. } = side;
    if !targeting.enabled {
        let gives = flag.fallback().map_or(Gives::Unknown, Gives::Always);
        return vec![Audience { whom: Whom::Everyone, claims: Vec::new(), gives }];
    }
    let mut audiences = Vec::new();
    let mut claims: Vec<Claim<'_>> = Vec::new();
    for (index, rule) in targeting.rules.iter().enumerate() {
        let claim = |holds| Claim { condition: &rule.condition, segments, holds };
        let title = rule.name.clone().map_or(RuleTitle::Numbered(index + 1), RuleTitle::Named);
        audiences.push(Audience {
            whom: Whom::OfRule(title),
            claims: claims.iter().copied().chain([claim(true)]).collect(),
            gives: Gives::of(&rule.clause, flag),
        });
        claims.push(claim(false));
    }
    let whom = Whom::OfNoRule { has_rules: !targeting.rules.is_empty() };
    audiences.push(Audience { whom, claims, gives: Gives::of(&targeting.clause, flag) });
    audiences
}

/// Each user whom an override names, as an audience of their own. Where an id is listed twice, the first counts.
pub(super) fn pinned(side: Side<'_>) -> HashMap<&str, Audience<'_>> {
    let mut pinned = HashMap::new();
    for Override { variant, ids } in side.targeting.overrides.iter().filter(|_| side.targeting.enabled) {
        for id in ids {
            let only = || Audience { whom: Whom::Everyone, claims: Vec::new(), gives: Gives::Always(variant) };
            pinned.entry(id.as_str()).or_insert_with(only);
        }
    }
    pinned
}

impl<'s> Gives<'s> {
    fn of(clause: &'s Clause, flag: &'s Flag) -> Gives<'s> {
        clause.resolve(&flag.variants).map_or(Gives::Unknown, Gives::Clause)
    }

    /// Everything that somebody is given.
    pub(super) fn variants(&self, flag: &Flag) -> Vec<VariantName> {
        let fallback = flag.fallback().into_iter();
        let served: Vec<&VariantName> = match self {
            Gives::Unknown => Vec::new(),
            Gives::Always(variant) => vec![variant],
            Gives::Clause(clause) if clause.rollout == Percent::ZERO => fallback.collect(),
            Gives::Clause(ResolvedClause { serving: Serving::Variant(variant), .. }) => {
                fallback.chain([*variant]).collect()
            }
            Gives::Clause(ResolvedClause { serving: Serving::Split(split), .. }) => {
                let served = split.0.iter().filter(|(_, weight)| *weight > Percent::ZERO);
                fallback.chain(served.map(|(variant, _)| variant)).collect()
            }
        };
        served.into_iter().cloned().collect()
    }
}

/// Users of whom more is known than of others: overrides name them, or a segment that lists them on one side only.
pub(super) fn of_special_interest(old: Side<'_>, new: Side<'_>) -> Vec<String> {
    let pinned = |side: Side<'_>| side.targeting.overrides.iter().flat_map(|entry| entry.ids.clone()).collect();
    let mut special: BTreeSet<String> = pinned(old);
    special.extend::<BTreeSet<String>>(pinned(new));
    for (name, segment) in old.segments {
        let users = |segment: &Segment| segment.users.iter().cloned().collect::<BTreeSet<String>>();
        let (was, is) = (users(segment), new.segments.get(name).map(|segment| users(segment)).unwrap_or_default());
        special.extend(was.symmetric_difference(&is).cloned());
    }
    special.into_iter().collect()
}

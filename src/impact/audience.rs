//! Who gets the same from a flag: the users of an override, of a rule, and all others.

use super::Side;
use super::gives::Gives;
use crate::change::RuleTitle;
use crate::logic::{Claim, Logic, contradict};
use crate::model::{Override, Segment};
use std::collections::{BTreeSet, HashMap};

/// Who.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
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
pub(crate) struct Audience<'s> {
    pub(crate) whom: Whom,
    /// What is so for all of them, and for nobody else.
    pub(crate) claims: Vec<Claim<'s>>,
    pub(crate) gives: Gives<'s>,
}

impl Audience<'_> {
    pub(super) fn everyone(gives: Gives<'_>) -> Audience<'_> {
        Audience { whom: Whom::Everyone, claims: Vec::new(), gives }
    }

    /// Whether somebody may be of both, of whom this is known.
    pub(crate) fn may_share(&self, other: &Audience<'_>, known: Claim<'_>) -> bool {
        !contradict(self.claims.iter().chain(&other.claims).copied().chain([known]))
    }
}

/// The rules' audiences in order, then all others. Users with an override are not told apart.
pub(crate) fn audiences(side: Side<'_>) -> Vec<Audience<'_>> {
    let Side { flag, targeting, segments, .. } = side;
    if !targeting.enabled {
        return vec![Audience::everyone(flag.fallback().map_or(Gives::Nothing, Gives::Always))];
    }
    let logic = Logic::borrowing(segments);
    let mut audiences = Vec::new();
    let mut claims: Vec<Claim<'_>> = Vec::new();
    for (index, rule) in targeting.rules.iter().enumerate() {
        let claim = |holds| logic.claim(&rule.condition, holds);
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
fn pinned(side: Side<'_>) -> HashMap<&str, Audience<'_>> {
    let mut pinned = HashMap::new();
    for Override { variant, ids } in side.targeting.overrides.iter().filter(|_| side.targeting.enabled) {
        for id in ids {
            pinned.entry(id.as_str()).or_insert_with(|| Audience::everyone(Gives::Always(variant)));
        }
    }
    pinned
}

/// A side, ready to be asked about one user after the other.
pub(crate) struct Answers<'s> {
    pub(crate) side: Side<'s>,
    pinned: HashMap<&'s str, Audience<'s>>,
    audiences: Vec<Audience<'s>>,
}

impl<'s> Answers<'s> {
    pub(crate) fn of(side: Side<'s>) -> Answers<'s> {
        Answers { side, pinned: pinned(side), audiences: audiences(side) }
    }

    /// The audiences that one user can be of.
    pub(crate) fn audiences_of(&self, id: &str) -> &[Audience<'s>] {
        self.pinned.get(id).map_or(&self.audiences, std::slice::from_ref)
    }
}

/// Users of whom more is known than of others: overrides name them, or a segment that lists them on one side only.
pub(crate) fn of_special_interest(old: Side<'_>, new: Side<'_>) -> Vec<String> {
    let pinned = |side: Side<'_>| side.targeting.overrides.iter().flat_map(|entry| entry.ids.clone()).collect();
    let mut special: BTreeSet<String> = pinned(old);
    special.extend::<BTreeSet<String>>(pinned(new));
    if std::ptr::eq(old.segments, new.segments) {
        return special.into_iter().collect();
    }
    for (name, segment) in old.segments {
        let users = |segment: &Segment| segment.users.iter().cloned().collect::<BTreeSet<String>>();
        let (was, is) = (users(segment), new.segments.get(name).map(|segment| users(segment)).unwrap_or_default());
        special.extend(was.symmetric_difference(&is).cloned());
    }
    special.into_iter().collect()
}

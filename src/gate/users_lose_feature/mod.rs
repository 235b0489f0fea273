//! `users-lose-feature`: whoever has a feature keeps it, unless a rollback is meant.

mod segments;
mod sentence;

use super::loss::{Loss, losses};
use super::{Found, Place, Proposal, Rule, words};
use crate::change::{Change, Field, FlagPair};
use crate::impact::{FlagCase, Side, Whom};
use crate::model::{Flag, Level, Reach};
use segments::BySegments;
use sentence::sentence;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    name: "users-lose-feature",
    level: Level::Error,
    about: "users who have a feature would lose it, and no `Rollback:` trailer says that it is meant",
    why: "What people have got used to is taken from them by a line that looks harmless: a lower percentage, a narrower segment, \
          a moved split. The shares are exact where the rules allow it; 'may lose' depends on who there is.",
    mend: "Leave those in who have it; or, where it is meant, say so in a commit of the change with the trailer `Rollback: KEY`.",
    check,
};

fn check(proposal: &Proposal<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut by_segments = BySegments::default();
    for case in proposal.flags.iter().filter(|case| !proposal.rollbacks.allow_flag(&case.pair)) {
        for environment in proposal.watched() {
            match case.pair {
                FlagPair { before: Some(before), after: Some(after) } => {
                    let scene = Scene { proposal, case, before, after, environment };
                    found.extend(scene.by_flag(&mut by_segments));
                }
                FlagPair { before: Some(flag), after: None } => found.extend(removal(case, flag, environment)),
                _ => {}
            }
        }
    }
    found.extend(by_segments.found(proposal));
    found
}

/// A flag that goes while it decides between users. One that is settled is only tidied away.
fn removal(case: &FlagCase<'_>, flag: &Flag, environment: Option<&str>) -> Option<Found> {
    let whom = match Reach::of(flag, &flag.targeting(environment)) {
        Reach::Nobody | Reach::Everyone => return None,
        Reach::Named => "those whom its rules or overrides name",
        Reach::Share => "a share of users",
    };
    Some(Found {
        subject: case.subject(),
        environment: environment.map(str::to_owned),
        message: format!("{whom} may lose it: the flag is removed"),
        help: format!("take it to everybody or nobody first; {}", help(&flag.key)),
        place: Place::gone(),
    })
}

fn help(name: &str) -> String {
    format!("where it is meant, end the message of a commit with the line `Rollback: {name}`")
}

/// A flag in an environment, before and after.
struct Scene<'s, 'p> {
    proposal: &'s Proposal<'p>,
    case: &'s FlagCase<'p>,
    before: &'p Flag,
    after: &'p Flag,
    environment: Option<&'s str>,
}

impl Scene<'_, '_> {
    /// What its users lose by the flag; what they lose by segments is put with the other flags that name them.
    fn by_flag(&self, by_segments: &mut BySegments) -> Vec<Found> {
        let all = self.losses(true, true);
        if all.is_empty() {
            return Vec::new();
        }
        let (flag, segments) = (!self.case.changes.is_empty(), !self.case.segments.is_empty());
        let of_flag = if flag && segments { self.losses(true, false) } else { Vec::new() };
        let of_segments = if flag && segments { self.losses(false, true) } else { Vec::new() };
        let neither_alone = flag && segments && of_flag.is_empty() && of_segments.is_empty();
        let (of_flag, of_segments) = match (flag, segments) {
            (true, false) => (all, Vec::new()),
            (false, _) => (Vec::new(), all),
            _ if neither_alone => (all, Vec::new()),
            _ => (of_flag, of_segments),
        };
        if !of_segments.is_empty() {
            by_segments.add(self, &of_segments);
        }
        self.found(of_flag, neither_alone)
    }

    /// What is lost with the new flag, the new segments, or both.
    fn losses(&self, with_flag: bool, with_segments: bool) -> Vec<Loss> {
        let flag = if with_flag { self.after } else { self.before };
        let segments = if with_segments { &self.proposal.new.segments } else { &self.proposal.old.segments };
        let (was, is) = (self.before.targeting(self.environment), flag.targeting(self.environment));
        losses(Side::new(self.before, &was, &self.proposal.old.segments), Side::new(flag, &is, segments))
    }

    /// A finding for each loss; losses by the same changes are one.
    fn found(&self, losses: Vec<Loss>, by_segments_too: bool) -> Vec<Found> {
        let mut found: BTreeMap<(String, bool), (Vec<Loss>, Place)> = BTreeMap::new();
        for loss in losses {
            let causes = self.causes(&loss.whom);
            let words = self.words(&causes, by_segments_too);
            let place = Place::of(causes.first().copied(), self.after);
            found.entry((words, !loss.is_certain)).or_insert_with(|| (Vec::new(), place)).0.push(loss);
        }
        let found = found.into_iter().map(|((words, _), (losses, place))| Found {
            subject: self.case.subject(),
            environment: self.environment.map(str::to_owned),
            message: format!("{}: {words}", sentence(self.before, &losses)),
            help: help(&self.after.key),
            place,
        });
        found.collect()
    }

    /// The flag's changes, and the segments if they have a part in it.
    fn words(&self, causes: &[&Change], by_segments_too: bool) -> String {
        let segments = self.case.segments.iter().filter(|_| by_segments_too);
        let segments = segments.map(|name| format!("segment {name} changed"));
        words::listed(causes.iter().map(|change| change.what.to_string()).chain(segments))
    }

    /// The changes by which an audience may lose something: those of its own place, else all.
    fn causes(&self, whom: &Whom) -> Vec<&Change> {
        let reaching = self.case.reaching(self.environment);
        let own = |change: &&&Change| match (whom, &change.what.rule) {
            (Whom::Everyone, _) => change.what.field == Field::Enabled,
            (Whom::Users(_), _) => change.what.field == Field::Overrides,
            (Whom::OfRule(title), rule) => rule.as_ref() == Some(title),
            (Whom::OfNoRule { .. }, rule) => rule.is_none() && is_of_default(change.what.field),
        };
        let of_place: Vec<&Change> = reaching.iter().filter(own).copied().collect();
        let of_rules: Vec<&Change> =
            reaching.iter().filter(|change| change.what.setting() == Field::Rules).copied().collect();
        match (of_place.is_empty(), whom) {
            (false, _) => of_place,
            (true, Whom::OfRule(_)) if !of_rules.is_empty() => of_rules,
            _ => reaching,
        }
    }
}

fn is_of_default(field: Field) -> bool {
    matches!(field, Field::Enabled | Field::Default | Field::Rollout | Field::Serve | Field::Split | Field::Fallback)
}

//! `step-too-large`: a protected environment is ramped in steps.

use super::{Found, Place, Proposal, Rule};
use crate::change::{Field, FlagPair, Rise, rises};
use crate::impact::FlagCase;
use crate::model::{Flag, Level};

pub(super) const RULE: Rule = Rule {
    name: "step-too-large",
    level: Level::Error,
    about: "a rollout that rises by more than `policy.max_step` in a protected environment",
    why: "A large step meets everybody with what only a few have tried. `policy.max_step` is the largest rise in one go.",
    mend: "Go in steps: `ffctl rollout KEY --next`.",
    check,
};

fn check(proposal: &Proposal<'_>) -> Vec<Found> {
    let places = |case| proposal.protected().map(move |environment| (case, environment));
    let places = proposal.flags.iter().flat_map(places);
    places.flat_map(|(case, environment)| of_environment(proposal, case, environment)).collect()
}

fn of_environment(proposal: &Proposal<'_>, case: &FlagCase<'_>, environment: &str) -> Vec<Found> {
    let FlagPair { before, after: Some(after) } = case.pair else { return Vec::new() };
    // While it is off nobody is let in. And what is made to stay is often made switched on.
    let is_ramped = before.is_some() || after.flag_type.must_expire();
    if !after.targeting(Some(environment)).enabled || !is_ramped {
        return Vec::new();
    }
    let limit = proposal.policy.policy.max_step;
    let mut rises = rises(before, after, environment);
    rises.retain(|rise| rise.exceeds(limit));
    // Where it is switched on and raised at once, the step is the one from nobody.
    let is_less =
        |rise: &Rise, others: &[Rise]| others.iter().any(|other| rise.rule == other.rule && other.from < rise.from);
    let largest = rises.iter().filter(|rise| !is_less(rise, &rises));
    let found = largest.map(|rise| Found {
        subject: case.subject(),
        environment: Some(environment.to_owned()),
        message: format!("{} is a larger step than `policy.max_step` ({limit}%)", words(rise)),
        help: "take a smaller step, and the next one when it has proven itself".to_owned(),
        place: place(case, after, environment, rise),
    });
    found.collect()
}

fn words(Rise { rule, from, to }: &Rise) -> String {
    let rule = rule.as_ref().map(|title| format!("{title} ")).unwrap_or_default();
    format!("{rule}rollout {from}% → {to}%")
}

/// The rollout that rises, else what lets its share in.
fn place(case: &FlagCase<'_>, after: &Flag, environment: &str, rise: &Rise) -> Place {
    let changes = case.reaching(Some(environment));
    let risen = changes.iter().find(|change| change.what.field == Field::Rollout && change.what.rule == rise.rule);
    let switched = || changes.iter().find(|change| change.what.field == Field::Enabled);
    Place::of(switched().or(risen).or(changes.first()).copied(), after)
}

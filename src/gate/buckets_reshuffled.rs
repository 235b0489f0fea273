//! `buckets-reshuffled`: whoever is in stays in.

use super::{Found, Place, Proposal, Rule, words};
use crate::change::{Change, Field, FlagPair};
use crate::impact::FlagCase;
use crate::model::{Clause, Flag, Level, Percent, Serving};

pub(super) const RULE: Rule = Rule {
    name: "buckets-reshuffled",
    level: Level::Error,
    about: "another `salt` or `bucket_by` of a flag that draws: everybody is drawn anew",
    why: "The bucket of every user comes from `salt` and the value of `bucket_by`. With another one everybody is drawn anew: \
          people change sides in both directions, and an experiment starts from nothing.",
    mend: "Keep the salt; a renamed flag keeps its old key as `salt`, which `ffctl rename` writes.",
    check,
};

fn check(proposal: &Proposal<'_>) -> Vec<Found> {
    proposal.flags.iter().filter_map(|case| of_flag(proposal, case)).collect()
}

fn of_flag(proposal: &Proposal<'_>, case: &FlagCase<'_>) -> Option<Found> {
    let FlagPair { before: Some(before), after: Some(after) } = case.pair else { return None };
    let is_of_hash = |change: &&Change| matches!(change.what.field, Field::Salt | Field::BucketBy);
    let changes: Vec<&Change> = case.changes.iter().filter(is_of_hash).collect();
    let draws_on = |environment: &Option<&str>| draws(before, *environment) && draws(after, *environment);
    let drawn: Vec<&str> =
        proposal.watched().into_iter().filter(draws_on).map(|name| name.unwrap_or("top level")).collect();
    let place = Place::of(Some(changes.first()?), after);
    if drawn.is_empty() {
        return None;
    }
    let renamed =
        if before.key == after.key { String::new() } else { format!("; the old one was that of {}", before.key) };
    Some(Found {
        subject: case.subject(),
        environment: None,
        message: format!("{}: whoever was in may be out ({}){renamed}", words::changes(changes), drawn.join(", ")),
        help: help(before, after),
        place,
    })
}

fn help(before: &Flag, after: &Flag) -> String {
    match before.bucket_by() == after.bucket_by() {
        true => format!("keep everyone's bucket with `salt: {}`", before.salt()),
        false => "begin with a new flag, and ramp that".to_owned(),
    }
}

/// Whether somebody's answer depends on a draw.
fn draws(flag: &Flag, environment: Option<&str>) -> bool {
    let targeting = flag.targeting(environment);
    let clauses = targeting.rules.iter().map(|rule| &rule.clause).chain([&targeting.clause]);
    let is_drawn = |clause: &Clause| {
        clause.resolve(&flag.variants).is_some_and(|clause| match clause.serving {
            Serving::Variant(_) => clause.rollout > Percent::ZERO && clause.rollout < Percent::FULL,
            Serving::Split(_) => clause.rollout > Percent::ZERO,
        })
    };
    targeting.enabled && { clauses }.any(is_drawn)
}

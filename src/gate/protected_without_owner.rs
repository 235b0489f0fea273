//! `protected-without-owner`: what reaches a protected environment is reviewed by somebody who has to.

use super::{Found, Owners, Place, Proposal, Rule, words};
use crate::change::FlagPair;
use crate::impact::FlagCase;
use crate::model::{Level, Reach};

pub(super) const RULE: Rule = Rule {
    name: "protected-without-owner",
    level: Level::Error,
    about: "a change that reaches a protected environment, of a flag whose file has no owner in CODEOWNERS",
    why: "CODEOWNERS asks somebody for a review of each change; a flag's file that nobody owns changes production unseen.",
    mend: "Give the flag's folder an owner in CODEOWNERS.",
    check,
};

fn check(proposal: &Proposal<'_>) -> Vec<Found> {
    let Some(owners) = proposal.owners else { return Vec::new() };
    proposal.flags.iter().filter_map(|case| of_flag(proposal, case, owners)).collect()
}

fn of_flag(proposal: &Proposal<'_>, case: &FlagCase<'_>, owners: Owners<'_>) -> Option<Found> {
    let file = owners.files.get(case.pair.key())?;
    let reached: Vec<&str> = proposal.protected().filter(|name| reaches(case, name)).collect();
    let environment = *reached.first()?;
    if !owners.code.owners(file).is_empty() {
        return None;
    }
    let changes = case.reaching(Some(environment));
    let names = words::listed(reached.iter().map(|&name| name.to_owned()));
    Some(Found {
        subject: case.subject(),
        environment: (reached.len() == 1).then(|| environment.to_owned()),
        message: format!(
            "CODEOWNERS has no owner for {file}, and {names} changes: {}",
            words::changes(changes.iter().copied())
        ),
        help: format!(
            "add a line to CODEOWNERS first, such as `/{file} @team`: the one of the branch that this is merged into counts"
        ),
        place: case.pair.after.map_or_else(Place::gone, |after| Place::of(changes.first().copied(), after)),
    })
}

/// Whether a flag gives something else in an environment; one that comes or goes, whether it gave anything.
fn reaches(case: &FlagCase<'_>, environment: &str) -> bool {
    match case.pair {
        FlagPair { before: Some(_), after: Some(_) } => !case.reaching(Some(environment)).is_empty(),
        FlagPair { before, after } => {
            before.or(after).is_some_and(|flag| Reach::of(flag, &flag.targeting(Some(environment))) > Reach::Nobody)
        }
    }
}

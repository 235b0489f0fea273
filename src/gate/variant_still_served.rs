//! `variant-still-served`: a variant goes when nobody gets it any longer.

use super::loss::is_gone;
use super::{Found, Place, Proposal, Rule, words};
use crate::change::FlagPair;
use crate::impact::FlagCase;
use crate::model::{Clause, Flag, Level, Path, Percent, Serving, VariantName};

pub(super) const RULE: Rule = Rule {
    name: "variant-still-served",
    level: Level::Error,
    about: "a variant that is removed while somebody is served it",
    why: "Whoever is served a variant that is removed gets something else from one moment to the next.",
    mend: "Serve something else first, in a change of its own, and remove the variant when nobody has it any more.",
    check,
};

fn check(proposal: &Proposal<'_>) -> Vec<Found> {
    proposal.flags.iter().flat_map(|case| of_flag(proposal, case)).collect()
}

fn of_flag(proposal: &Proposal<'_>, case: &FlagCase<'_>) -> Vec<Found> {
    let FlagPair { before: Some(before), after: Some(after) } = case.pair else { return Vec::new() };
    let gone = before.variants.list.iter().map(|(name, _)| name).filter(|name| is_gone(before, name, after));
    let found = gone.filter_map(|variant| {
        let servers = servers(proposal, before, variant);
        (!servers.is_empty()).then(|| Found {
            subject: case.subject(),
            environment: None,
            message: format!("variant `{variant}` is removed and was still served: {}", words::listed(servers)),
            help: "first serve something else in its place, and remove it in a later change".to_owned(),
            place: Place::new(Path::root().key("variants")),
        })
    });
    found.collect()
}

/// Where a variant was served: `production`, `rule 'staff' in staging`, `override in production`.
fn servers(proposal: &Proposal<'_>, flag: &Flag, variant: &VariantName) -> Vec<String> {
    let names = &proposal.policy.environments;
    let environments: Vec<Option<&str>> =
        if names.is_empty() { vec![None] } else { names.iter().map(|name| Some(name.as_str())).collect() };
    environments.into_iter().flat_map(|environment| in_environment(flag, environment, variant)).collect()
}

fn in_environment(flag: &Flag, environment: Option<&str>, variant: &VariantName) -> Vec<String> {
    let targeting = flag.targeting(environment);
    let place = environment.unwrap_or("the top level");
    if !targeting.enabled {
        return Vec::new();
    }
    let pinned = targeting.overrides.iter().any(|entry| entry.variant == *variant && !entry.ids.is_empty());
    let pinned = pinned.then(|| format!("override in {place}"));
    let serves = |clause: &Clause| {
        clause.resolve(&flag.variants).is_some_and(|clause| match clause.serving {
            _ if clause.rollout == Percent::ZERO => false,
            Serving::Variant(served) => served == variant,
            Serving::Split(split) => split.0.iter().any(|(name, weight)| name == variant && *weight > Percent::ZERO),
        })
    };
    let rules = targeting.rules.iter().enumerate().filter(|(_, rule)| serves(&rule.clause));
    let rules = rules.map(|(index, rule)| format!("{} in {place}", words::title(index, rule.name.as_deref())));
    let default = serves(&targeting.clause).then(|| place.to_owned());
    pinned.into_iter().chain(rules).chain(default).collect()
}

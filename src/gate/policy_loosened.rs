//! `policy-loosened`: what guards the flags is changed for its own sake, and seen.

use super::{Found, Proposal, Rule, place};
use crate::change::{Change, Field, Subject};
use crate::model::{Days, Level, Percent};

pub(super) const RULE: Rule = Rule {
    name: "policy-loosened",
    level: Level::Warning,
    about: "settings that guard less than before: protected environments, `policy`",
    why: "A limit that is raised in passing guards nothing from then on. The change itself is still held to the old settings.",
    mend: "Loosen the settings in a change of its own, which says why.",
    check,
};

fn check(proposal: &Proposal<'_>) -> Vec<Found> {
    let changes = proposal.settings_changes();
    let loosened = changes.iter().filter(|change| loosens(change));
    loosened
        .map(|change| Found {
            subject: Subject::Settings,
            environment: None,
            message: format!("{}: later changes are held to less", change.what),
            help: "this change is still held to the settings as they were; whoever reviews it should know why"
                .to_owned(),
            place: if proposal.new.settings.is_some() { place::of_field(Some(change)) } else { place::Place::gone() },
        })
        .collect()
}

/// Whether less is asked for from now on. Of a part of the policy whose direction is not known here, any change counts.
fn loosens(change: &Change) -> bool {
    let what = &change.what;
    let (from, to) = (what.from(), what.to());
    let (from, to) = (from.as_deref(), to.as_deref());
    match what.field {
        Field::Protected | Field::Environments | Field::Require => loses_a_name(from, to),
        Field::MaxStep => rises::<Percent>(from, to),
        Field::StaleAfter | Field::RampStuckAfter | Field::UnusedAfter | Field::MaxAge => longer(from, to),
        Field::Owners => loses_a_name(to, from),
        // A rule that is not set has a level of its own, which a warning may be less than.
        Field::RuleLevels => !matches!((from, to), (_, Some("error")) | (Some("off"), _)),
        Field::ExpiringWithin => longer(to, from),
        field => field.name().starts_with("policy."),
    }
}

fn loses_a_name(from: Option<&str>, to: Option<&str>) -> bool {
    let names = |text: Option<&str>| text.unwrap_or_default().split(", ").map(str::to_owned).collect::<Vec<_>>();
    let left = names(to);
    names(from).iter().any(|name| !name.is_empty() && !left.contains(name))
}

fn rises<T: std::str::FromStr + PartialOrd>(from: Option<&str>, to: Option<&str>) -> bool {
    let read = |text: Option<&str>| text?.parse::<T>().ok();
    read(from).zip(read(to)).is_some_and(|(from, to)| from < to)
}

/// A limit that is longer, or gone.
fn longer(from: Option<&str>, to: Option<&str>) -> bool {
    let days = |text: &str| Days::parse(text).map_or(u32::MAX, |days| days.0);
    from.is_some_and(|from| to.is_none_or(|to| days(from) < days(to)))
}

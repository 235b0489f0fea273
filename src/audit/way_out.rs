//! What to do about a flag, as commands that work when they are typed.

use super::draws::{Draw, draws};
use super::settled::settled_variant;
use super::words::shell;
use crate::model::{Flag, Percent, Settings, Step};
use chrono::{Months, NaiveDate};

/// How a flag comes to its end from where it stands.
pub(super) fn way_out(flag: &Flag, settings: &Settings) -> String {
    let key = &flag.key;
    if let Some(variant) = settled_variant(flag, settings) {
        return format!("keep in the code what `{variant}` does, then `ffctl remove {key}`");
    }
    let ramps: Vec<Draw<'_>> = draws(flag, settings).into_iter().filter(Draw::is_ramp).collect();
    match ramps.last() {
        Some(ramp) if !flag.variants.declared => {
            let (up, down) = (rollout_up(flag, settings, ramp), rollout(flag, ramp, "0"));
            format!("decide ({up} or {down}), take the flag out of the code, then `ffctl remove {key}`")
        }
        _ => {
            format!(
                "serve one variant to everybody (`ffctl edit {key}`), take the flag out of the code, then `ffctl remove {key}`"
            )
        }
    }
}

/// The command that gives a flag three months from today, or more.
pub(super) fn extend(flag: &Flag, today: NaiveDate) -> String {
    let later = |day: NaiveDate| day.checked_add_months(Months::new(3)).unwrap_or(day);
    // One day for all flags, but for one that has longer already.
    let until = flag.expires.filter(|expires| *expires >= later(today)).map_or(later(today), later);
    format!("`ffctl set {} expires {until}`", flag.key)
}

/// The command that takes a ramp to its end, or to its next step where the whole way is more than `max_step` allows.
pub(super) fn rollout_up(flag: &Flag, settings: &Settings, ramp: &Draw<'_>) -> String {
    let rise = Percent::FULL.thousandths() - ramp.rollout.thousandths();
    let is_held = !settings.protected.is_empty() && rise > settings.policy.max_step.thousandths();
    let has_next = settings.ramp.iter().any(|step| *step > ramp.rollout);
    rollout(flag, ramp, if is_held && has_next { "--next" } else { "100" })
}

/// The command that sets a ramp where it is written.
pub(super) fn rollout(flag: &Flag, ramp: &Draw<'_>, to: &str) -> String {
    let is_own = matches!(ramp.path.0.first(), Some(Step::Key(first)) if first == "environments");
    let place = ramp.environment.filter(|_| is_own).map(|name| format!(" -e {}", shell(name))).unwrap_or_default();
    format!("`ffctl rollout {} {to}{place}`", flag.key)
}

//! What the settings say about edits: protected environments, and the largest step.

use super::super::shared::refused;
use crate::change::{Change, Field, diff};
use crate::model::{Flag, Percent, Reach, Settings};
use anyhow::Result;

/// The protected environments that get something else from a flag; of one that comes or goes, those that it serves.
pub(super) fn reached_protected(settings: &Settings, before: Option<&Flag>, after: Option<&Flag>) -> Vec<String> {
    let serves = |flag: &Flag, name: &str| Reach::of(flag, &flag.targeting(Some(name))) > Reach::Nobody;
    let reached = |name: &&String| match (before, after) {
        (Some(before), Some(after)) => before.targeting(Some(name)) != after.targeting(Some(name)),
        (Some(flag), None) | (None, Some(flag)) => serves(flag, name),
        (None, None) => false,
    };
    settings.protected.iter().filter(reached).cloned().collect()
}

/// Holds the rises of rollouts in protected environments to the settings' `max_step`.
pub(in super::super) fn within_step(settings: &Settings, before: &Flag, after: &Flag) -> Result<()> {
    let changes = diff(Some(before), Some(after));
    for name in &settings.protected {
        for change in changes.iter().filter(|change| change.reaches(name, Some(before), Some(after))) {
            if let Some((from, to)) = rise(change) {
                known_rise(settings, name, from, to)?;
            }
        }
    }
    Ok(())
}

fn rise(change: &Change) -> Option<(Percent, Percent)> {
    let percent = |text: Option<String>| text?.parse().ok();
    match change.what.field {
        Field::Rollout => Some((percent(change.what.from())?, percent(change.what.to())?)),
        _ => None,
    }
}

/// Holds one rise in a protected environment to the settings' `max_step`.
pub(in super::super) fn known_rise(settings: &Settings, name: &str, from: Percent, to: Percent) -> Result<()> {
    let limit = settings.policy.max_step;
    if to.thousandths().saturating_sub(from.thousandths()) <= limit.thousandths() {
        return Ok(());
    }
    let message = format!("{from}% → {to}% in {name} is a larger step than `policy.max_step` ({limit}%)");
    Err(refused(message, Some("take a smaller step, or pass --force".to_owned())))
}

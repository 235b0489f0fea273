//! What the settings say about edits: protected environments, and the largest step.

use super::super::shared::refused;
use crate::change::{Rise, rises};
use crate::model::{Flag, Reach, Settings};
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

/// Holds the rises in protected environments to the settings' `max_step`.
pub(in super::super) fn within_step(settings: &Settings, before: &Flag, after: &Flag) -> Result<()> {
    let limit = settings.policy.max_step;
    for name in &settings.protected {
        if let Some(Rise { from, to, .. }) = rises(Some(before), after, name).iter().find(|rise| rise.exceeds(limit)) {
            let message = format!("{from}% → {to}% in {name} is a larger step than `policy.max_step` ({limit}%)");
            return Err(refused(message, Some("take a smaller step, or pass --force".to_owned())));
        }
    }
    Ok(())
}

//! Where a flag is in its life, derived from what it serves.

use super::{EffectiveTargeting, Flag, Percent, Serving, Settings};
use chrono::NaiveDate;
use serde_json::Value;

/// Where a flag is in its life.
///
/// The deciding environments are the settings' protected ones, else the last one declared; without any declared, the
/// top level decides. A flag that is made to stay (ops, kill-switch, permission) is released also where only its rules
/// serve somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Nobody gets it anywhere.
    Draft,
    /// Some get it: elsewhere than in the deciding environments, or there by a rule or an override only.
    Testing,
    /// In a deciding environment a share gets it, or a split is still undecided.
    Ramping,
    /// In every deciding environment everyone gets it.
    Released,
    /// Nobody gets it anywhere, and it is expired.
    Retired,
}

/// Whom a flag's targeting reaches in one environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// It is disabled, or all get the fallback.
    Nobody,
    /// Those whom rules or overrides name.
    Named,
    /// A share of everyone, or everyone divided among variants.
    Share,
    /// Everyone, with one variant.
    Everyone,
}

impl Stage {
    /// Every stage, in the order of a flag's life.
    pub const ALL: &[Stage] = &[Stage::Draft, Stage::Testing, Stage::Ramping, Stage::Released, Stage::Retired];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Draft => "draft",
            Stage::Testing => "testing",
            Stage::Ramping => "ramping",
            Stage::Released => "released",
            Stage::Retired => "retired",
        }
    }

    /// The stage of a flag on a day (UTC).
    pub fn of(flag: &Flag, settings: &Settings, today: NaiveDate) -> Stage {
        let reach = |environment: Option<&str>| {
            let reach = Reach::of(flag, &flag.targeting(environment));
            // Rules are the whole job of a flag that is made to stay: who is entitled, which region.
            let settled = reach == Reach::Named && !flag.flag_type.must_expire();
            if settled { Reach::Everyone } else { reach }
        };
        let deciding: Vec<Reach> = match &settings.deciding_environments()[..] {
            [] => vec![reach(None)],
            names => names.iter().map(|name| reach(Some(name))).collect(),
        };
        let everywhere = settings.environments.iter().map(|name| reach(Some(name))).chain(deciding.iter().copied());
        let widest = everywhere.max().unwrap_or(Reach::Nobody);
        if deciding.iter().all(|&reach| reach == Reach::Everyone) {
            Stage::Released
        } else if deciding.iter().any(|&reach| reach >= Reach::Share) {
            Stage::Ramping
        } else if widest > Reach::Nobody {
            Stage::Testing
        } else if flag.is_expired(today) {
            Stage::Retired
        } else {
            Stage::Draft
        }
    }
}

impl Reach {
    /// Whom this targeting of a flag reaches.
    pub fn of(flag: &Flag, targeting: &EffectiveTargeting<'_>) -> Reach {
        if !targeting.enabled {
            return Reach::Nobody;
        }
        let named = !(targeting.rules.is_empty() && targeting.overrides.is_empty());
        let default = targeting.clause.resolve(&flag.variants);
        let by_default = match default {
            None => Reach::Nobody,
            Some(clause) if clause.rollout == Percent::ZERO => Reach::Nobody,
            Some(clause) => match (only_variant(clause.serving), clause.rollout) {
                (Some(variant), _) if flag.variants.value(variant) == Some(&Value::Bool(false)) => Reach::Nobody,
                (Some(variant), _) if named && flag.fallback() == Some(variant) => Reach::Nobody,
                (Some(_), Percent::FULL) => Reach::Everyone,
                _ => Reach::Share,
            },
        };
        if by_default == Reach::Nobody && named { Reach::Named } else { by_default }
    }
}

/// The one variant that is served, also by a split that gives everything to it.
fn only_variant(serving: Serving<'_>) -> Option<&super::VariantName> {
    match serving {
        Serving::Variant(variant) => Some(variant),
        Serving::Split(split) => {
            let full = split.0.iter().find(|(_, weight)| *weight == Percent::FULL);
            full.map(|(variant, _)| variant)
        }
    }
}

impl std::fmt::Display for Stage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

//! What `list` returns.

use super::{DiagnosticReport, VERSION};
use crate::model::{EffectiveTargeting, Flag, Percent, ResolvedClause, Serving, Settings, Stage, VariantName};
use chrono::NaiveDate;
use serde::Serialize;
use std::fmt;

/// The flags of a directory.
#[derive(Debug, Serialize)]
pub struct ListReport {
    version: u32,
    /// The environments of the settings; they are the keys of each flag's `environments`.
    pub environments: Vec<String>,
    /// By key.
    pub flags: Vec<FlagRow>,
    /// Files that are broken and are not in the list.
    pub problems: Vec<DiagnosticReport>,
}

/// One flag of a list.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FlagRow {
    /// Its key.
    pub key: String,
    /// Its type.
    #[serde(rename = "type")]
    pub flag_type: &'static str,
    /// Its owner.
    pub owner: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// Where it is in its life.
    pub stage: &'static str,
    /// What holds with no environment.
    pub default: StateReport,
    /// What holds in each environment.
    pub environments: Vec<NamedState>,
    /// When it was made.
    pub created: String,
    /// How old it is, in days.
    pub age_days: i64,
    /// When it expires.
    pub expires: Option<String>,
    /// How long until then, in days; 0 and below is expired.
    pub expires_in_days: Option<i64>,
    /// Its file.
    pub file: String,
}

/// An environment's state.
#[derive(Debug, Serialize)]
pub struct NamedState {
    /// The environment.
    pub environment: String,
    /// What holds there.
    #[serde(flatten)]
    pub state: StateReport,
}

/// What a flag does in one place, in short.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct StateReport {
    /// The switch.
    pub enabled: bool,
    /// The share that the default clause admits, as a percentage.
    #[serde(serialize_with = "percent_number")]
    pub rollout: Option<Percent>,
    /// The one variant the admitted get.
    pub serve: Option<String>,
    /// The variants and weights the admitted get.
    pub split: Option<Vec<WeightReport>>,
    /// How many rules there are.
    pub rules: usize,
    /// How many ids are pinned.
    pub overrides: usize,
    /// The flag is boolean and this serves `true`: there is no need to name the variant.
    #[serde(skip)]
    plain: bool,
}

/// A variant's part of a split.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct WeightReport {
    /// The variant.
    pub variant: String,
    /// In percent of the admitted.
    pub weight: f64,
}

impl ListReport {
    /// A list of these flags.
    pub fn new(environments: Vec<String>, flags: Vec<FlagRow>, problems: Vec<DiagnosticReport>) -> ListReport {
        ListReport { version: VERSION, environments, flags, problems }
    }
}

impl FlagRow {
    /// A flag as it stands on a day (UTC).
    pub fn new(flag: &Flag, file: String, settings: &Settings, today: NaiveDate) -> FlagRow {
        let state = |environment: Option<&str>| StateReport::new(flag, &flag.targeting(environment));
        let named = |name: &String| NamedState { environment: name.clone(), state: state(Some(name)) };
        FlagRow {
            key: flag.key.clone(),
            flag_type: flag.flag_type.name(),
            owner: flag.owner.clone(),
            tags: flag.tags.clone(),
            stage: Stage::of(flag, settings, today).name(),
            default: state(None),
            environments: settings.environments.iter().map(named).collect(),
            created: flag.created.to_string(),
            age_days: (today - flag.created).num_days(),
            expires: flag.expires.map(|expires| expires.to_string()),
            expires_in_days: flag.expires.map(|expires| (expires - today).num_days()),
            file,
        }
    }
}

impl StateReport {
    /// What this targeting of a flag does.
    pub fn new(flag: &Flag, targeting: &EffectiveTargeting<'_>) -> StateReport {
        let clause = targeting.clause.resolve(&flag.variants);
        let serve = clause.and_then(|clause| match clause.serving {
            Serving::Variant(variant) => Some(variant.0.clone()),
            Serving::Split(_) => None,
        });
        let plain = flag.variants.default_serve().map(|variant| &variant.0) == serve.as_ref();
        StateReport {
            enabled: targeting.enabled,
            rollout: clause.map(|clause| clause.rollout),
            split: clause.and_then(split_weights),
            plain: plain && serve.is_some(),
            serve,
            rules: targeting.rules.len(),
            overrides: targeting.overrides.iter().map(|entry| entry.ids.len()).sum(),
        }
    }
}

/// The variants of a split with their weights, in order.
fn split_weights(clause: ResolvedClause<'_>) -> Option<Vec<WeightReport>> {
    let Serving::Split(split) = clause.serving else { return None };
    let report =
        |(name, weight): &(VariantName, Percent)| WeightReport { variant: name.0.clone(), weight: number(*weight) };
    Some(split.0.iter().map(report).collect())
}

impl fmt::Display for StateReport {
    /// In a few words: `off`, `on`, `10%`, `10% blue`, `3-way split +2 rules`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(rollout) = self.rollout.filter(|_| self.enabled) else { return f.write_str("off") };
        let what = match (&self.split, &self.serve) {
            (Some(split), _) => format!("{}-way split", split.len()),
            (None, Some(variant)) if !self.plain => variant.clone(),
            _ => String::new(),
        };
        match (rollout, what.as_str()) {
            (Percent::FULL, "") => f.write_str("on")?,
            (Percent::FULL, what) => f.write_str(what)?,
            (rollout, "") => write!(f, "{rollout}%")?,
            (Percent::ZERO, _) => f.write_str("0%")?,
            (rollout, what) => write!(f, "{rollout}% {what}")?,
        }
        match self.rules {
            0 => Ok(()),
            1 => f.write_str(" +1 rule"),
            rules => write!(f, " +{rules} rules"),
        }
    }
}

fn number(percent: Percent) -> f64 {
    f64::from(percent.thousandths()) / 1000.0
}

/// A percentage as a JSON number.
fn percent_number<S: serde::Serializer>(percent: &Option<Percent>, serializer: S) -> Result<S::Ok, S::Error> {
    match percent {
        Some(percent) => serializer.serialize_f64(number(*percent)),
        None => serializer.serialize_none(),
    }
}

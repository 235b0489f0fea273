//! What `show` returns.

use super::{FlagRow, StateReport, VERSION};
use crate::model::{Clause, EffectiveTargeting, Flag, Percent, ResolvedClause, Serving, Settings, Variants, Waiver};
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Map, Value};

/// One flag as people read it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ShowReport {
    version: u32,
    /// What `list` says of it.
    #[serde(flatten)]
    pub row: FlagRow,
    /// What it switches.
    pub description: String,
    /// Its ticket.
    pub ticket: Option<String>,
    /// URLs.
    pub links: Vec<String>,
    /// The rules of the audit that it is excused from.
    pub waivers: Vec<ShownWaiver>,
    /// Variant to value.
    pub variants: Map<String, Value>,
    /// The variant served where nothing else is.
    pub fallback: String,
    /// The attribute hashed.
    pub bucket_by: String,
    /// The text hashed with it.
    pub salt: String,
    /// The effective targeting; places with the same one stand together.
    pub targeting: Vec<PlaceReport>,
    /// When and by whom it was last changed.
    pub last_change: Option<LastChangeReport>,
    /// Why that is not known.
    pub last_change_unknown: Option<String>,
    /// How many test cases it has.
    pub tests: usize,
}

/// What a flag is excused from.
#[derive(Debug, Serialize)]
pub struct ShownWaiver {
    /// The rule.
    pub rule: String,
    /// The first day (UTC) on which it no longer holds.
    pub until: String,
    /// Why.
    pub reason: String,
}

/// The last change of a flag's file.
#[derive(Debug, Serialize)]
pub struct LastChangeReport {
    /// The day (UTC); null where it is not committed yet.
    pub date: Option<String>,
    /// The commit, abbreviated; null where it is not committed yet.
    pub commit: Option<String>,
    /// Its author.
    pub author: Option<String>,
    /// In words.
    pub words: String,
}

/// The targeting of one or more places.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlaceReport {
    /// The environments; empty for the top level, which holds without an environment.
    pub environments: Vec<String>,
    /// Whether the top level is among them.
    pub top_level: bool,
    /// In short.
    pub state: StateReport,
    /// The overrides.
    pub overrides: Vec<ShownOverride>,
    /// The rules, in order.
    pub rules: Vec<ShownRule>,
    /// The default clause in words; null where there is none.
    pub default: Option<String>,
}

/// Users who always get one variant.
#[derive(Debug, Serialize)]
pub struct ShownOverride {
    /// What they get.
    pub variant: String,
    /// Their ids.
    pub ids: Vec<String>,
}

/// A rule in words.
#[derive(Debug, Serialize)]
pub struct ShownRule {
    /// Its name.
    pub name: Option<String>,
    /// Who it is for.
    pub condition: String,
    /// What they get.
    pub clause: String,
}

impl ShowReport {
    /// A flag as it stands on a day (UTC); its last change is filled in by who knows it.
    pub fn new(flag: &Flag, file: String, settings: &Settings, today: NaiveDate) -> ShowReport {
        let variants = flag.variants.list.iter().map(|(name, value)| (name.0.clone(), value.clone()));
        ShowReport {
            version: VERSION,
            row: FlagRow::new(flag, file, settings, today),
            description: flag.description.clone(),
            ticket: flag.ticket.clone(),
            links: flag.links.clone(),
            waivers: flag.waivers.iter().map(waiver).collect(),
            variants: variants.collect(),
            fallback: fallback(flag),
            bucket_by: flag.bucket_by().to_owned(),
            salt: flag.salt().to_owned(),
            targeting: places(flag, settings),
            last_change: None,
            last_change_unknown: None,
            tests: flag.tests.len(),
        }
    }
}

fn waiver(waiver: &Waiver) -> ShownWaiver {
    ShownWaiver { rule: waiver.rule.clone(), until: waiver.until.to_string(), reason: waiver.reason.clone() }
}

fn fallback(flag: &Flag) -> String {
    flag.fallback().map(ToString::to_string).unwrap_or_default()
}

/// The top level and each environment, those with the same targeting joined.
fn places(flag: &Flag, settings: &Settings) -> Vec<PlaceReport> {
    let mut places: Vec<(EffectiveTargeting<'_>, PlaceReport)> = Vec::new();
    let names = settings.environments.iter().map(Some).chain([None]);
    for name in names {
        let targeting = flag.targeting(name.map(String::as_str));
        // Off is off, whatever the rules would say.
        let same = |known: &EffectiveTargeting<'_>| *known == targeting || !(known.enabled || targeting.enabled);
        let index = places.iter().position(|(known, _)| same(known)).unwrap_or_else(|| {
            let place = place(flag, &targeting);
            places.push((targeting, place));
            places.len() - 1
        });
        match name {
            Some(name) => places[index].1.environments.push(name.clone()),
            None => places[index].1.top_level = true,
        }
    }
    places.into_iter().map(|(_, place)| place).collect()
}

fn place(flag: &Flag, targeting: &EffectiveTargeting<'_>) -> PlaceReport {
    let overrides = targeting.overrides.iter();
    let rules = targeting.rules.iter();
    PlaceReport {
        environments: Vec::new(),
        top_level: false,
        state: StateReport::new(flag, targeting),
        overrides: overrides
            .map(|entry| ShownOverride { variant: entry.variant.to_string(), ids: entry.ids.clone() })
            .collect(),
        rules: rules
            .map(|rule| ShownRule {
                name: rule.name.clone(),
                condition: rule.condition.to_string(),
                clause: clause_words(&rule.clause, &flag.variants, &fallback(flag)),
            })
            .collect(),
        default: targeting.clause.resolve(&flag.variants).map(|clause| resolved_words(clause, &fallback(flag))),
    }
}

fn clause_words(clause: &Clause, variants: &Variants, fallback: &str) -> String {
    clause.resolve(variants).map(|clause| resolved_words(clause, fallback)).unwrap_or_default()
}

/// `true`, `25% true, else false`, `50% split a 60, b 40, else a`
fn resolved_words(clause: ResolvedClause<'_>, fallback: &str) -> String {
    let served = match clause.serving {
        Serving::Variant(variant) => variant.to_string(),
        Serving::Split(split) => {
            let weights: Vec<String> = split.0.iter().map(|(name, weight)| format!("{name} {weight}%")).collect();
            format!("split {}", weights.join(", "))
        }
    };
    match clause.rollout {
        Percent::FULL => served,
        Percent::ZERO => fallback.to_owned(),
        rollout => format!("{rollout}% {served}, else {fallback}"),
    }
}

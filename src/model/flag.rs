//! A flag, as one file describes it.

use super::{TargetingLayer, Waiver};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::fmt;

/// A feature flag.
#[derive(Clone, Debug, PartialEq)]
pub struct Flag {
    /// The file's stem.
    pub key: String,
    /// What it switches.
    pub description: String,
    /// Who answers for it.
    pub owner: String,
    /// What it is for, which says how long it may live.
    pub flag_type: FlagType,
    /// When it was made (UTC).
    pub created: NaiveDate,
    /// From this day on (UTC) it is expired.
    pub expires: Option<NaiveDate>,
    /// The ticket of the work it belongs to.
    pub ticket: Option<String>,
    /// Free labels.
    pub tags: Vec<String>,
    /// URLs worth knowing.
    pub links: Vec<String>,
    /// The rules of the audit that it is excused from.
    pub waivers: Vec<Waiver>,
    /// What it can answer.
    pub variants: Variants,
    /// What is served where nothing else is, as written; see [`Flag::fallback`].
    pub fallback: Option<VariantName>,
    /// The attribute hashed for rollouts and splits, as written; see [`Flag::bucket_by`].
    pub bucket_by: Option<String>,
    /// The text hashed with it, as written; see [`Flag::salt`].
    pub salt: Option<String>,
    /// The targeting at the top level.
    pub base: TargetingLayer,
    /// What environments name for themselves, in the order written.
    pub environments: Vec<(String, TargetingLayer)>,
    /// The flag's own test cases.
    pub tests: Vec<TestCase>,
}

/// What a flag is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FlagType {
    /// Ships a change step by step; ends.
    Release,
    /// Compares variants; ends.
    Experiment,
    /// Tunes a running system.
    Ops,
    /// Switches something off in an emergency.
    KillSwitch,
    /// Says who may use what.
    Permission,
}

/// A variant's name; scalars of any kind, compared as text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VariantName(pub String);

/// What a flag can answer, in the order written.
#[derive(Clone, Debug, PartialEq)]
pub struct Variants {
    /// Whether the file lists them; else it is the boolean flag.
    pub declared: bool,
    /// Name and value of each.
    pub list: Vec<(VariantName, Value)>,
}

/// One case of a flag's own `tests`.
#[derive(Clone, Debug, PartialEq)]
pub struct TestCase {
    /// What it shows.
    pub name: Option<String>,
    /// Where; without one, the top-level fields hold.
    pub environment: Option<String>,
    /// When; without one, now.
    pub at: Option<DateTime<Utc>>,
    /// For whom.
    pub context: Map<String, Value>,
    /// The variant that must be served.
    pub expect: VariantName,
    /// The reason that must be given, where it matters.
    pub reason: Option<String>,
}

impl Flag {
    /// The variant served where nothing else is: `fallback`, or `false` on a boolean flag; `None` where a flag with
    /// `variants` says none.
    pub fn fallback(&self) -> Option<&VariantName> {
        self.fallback.as_ref().or_else(|| self.variants.name_of_boolean(false))
    }

    /// The attribute hashed for rollouts and splits; `user_id` by default.
    pub fn bucket_by(&self) -> &str {
        self.bucket_by.as_deref().unwrap_or("user_id")
    }

    /// The text hashed with it; the key by default.
    pub fn salt(&self) -> &str {
        self.salt.as_deref().unwrap_or(&self.key)
    }

    /// The segments that its rules name, in any environment.
    pub fn references(&self) -> BTreeSet<&str> {
        let layers = std::iter::once(&self.base).chain(self.environments.iter().map(|(_, layer)| layer));
        let mut names = BTreeSet::new();
        for rule in layers.flat_map(|layer| layer.rules.iter().flatten()) {
            names.extend(rule.condition.segments());
        }
        names
    }

    /// Whether the flag is expired on a day.
    pub fn is_expired(&self, today: NaiveDate) -> bool {
        self.expires.is_some_and(|expires| expires <= today)
    }
}

impl FlagType {
    /// Every type, in the order of the documentation.
    pub const ALL: &[FlagType] =
        &[FlagType::Release, FlagType::Experiment, FlagType::Ops, FlagType::KillSwitch, FlagType::Permission];

    /// The word in the file.
    pub fn name(self) -> &'static str {
        match self {
            FlagType::Release => "release",
            FlagType::Experiment => "experiment",
            FlagType::Ops => "ops",
            FlagType::KillSwitch => "kill-switch",
            FlagType::Permission => "permission",
        }
    }

    /// The type of this name.
    pub fn from_name(name: &str) -> Option<FlagType> {
        Self::ALL.iter().copied().find(|flag_type| flag_type.name() == name)
    }

    /// Whether a flag of this type has to say when it ends.
    pub fn must_expire(self) -> bool {
        matches!(self, FlagType::Release | FlagType::Experiment)
    }
}

impl Variants {
    /// The variants of a flag that lists none: `true` and `false`.
    pub fn boolean() -> Variants {
        let variant = |value: bool| (VariantName(value.to_string()), Value::Bool(value));
        Variants { declared: false, list: vec![variant(true), variant(false)] }
    }

    /// The value of a variant.
    pub fn value(&self, name: &VariantName) -> Option<&Value> {
        self.list.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// The names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.list.iter().map(|(name, _)| name.0.as_str())
    }

    /// What a clause serves that says nothing: `true` on a boolean flag, nothing on others.
    pub fn default_serve(&self) -> Option<&VariantName> {
        self.name_of_boolean(true)
    }

    fn name_of_boolean(&self, value: bool) -> Option<&VariantName> {
        let variant = self.list.iter().find(|(_, known)| *known == Value::Bool(value));
        variant.filter(|_| !self.declared).map(|(name, _)| name)
    }
}

impl fmt::Display for FlagType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Display for VariantName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

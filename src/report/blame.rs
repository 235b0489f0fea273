//! What `blame` returns.

use super::{CommitRef, VERSION};
use crate::change::Fact;
use crate::model::one_line;
use serde::Serialize;

/// Where each setting of a flag comes from.
#[derive(Debug, Serialize)]
pub struct BlameReport {
    version: u32,
    /// The flag.
    pub key: String,
    /// Its file.
    pub file: String,
    /// In the order of the format.
    pub settings: Vec<SettingReport>,
}

/// A setting with its present value.
#[derive(Debug, Serialize)]
pub struct SettingReport {
    /// The environment; null for the top level.
    pub environment: Option<String>,
    /// The field's name in the file.
    pub field: &'static str,
    /// The rule, where it is one's: `rule 'employees'`, or its number from 1, `rule 2`.
    pub rule: Option<String>,
    /// The entry of the field, where it has several: a variant.
    pub item: Option<String>,
    /// The value; of a set, those members that have the same origin.
    pub value: String,
    /// Where the value comes from.
    pub origin: Origin,
    /// The commit that gave it; for `shallow` the one at which history ends.
    pub commit: Option<CommitRef>,
    /// What is set, in words: `rule 'employees' if`.
    #[serde(skip)]
    pub name: String,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// From a commit.
    Commit,
    /// It is not committed yet.
    Uncommitted,
    /// From this commit or one before it that a shallow clone leaves out.
    Shallow,
    /// Not known: the texts before are not in this partial clone.
    Unknown,
}

impl BlameReport {
    /// The settings of a flag with their origins. Neighbours that are members of one set and have one origin become one.
    pub fn new(key: String, file: String, origins: Vec<(Fact, Origin, Option<CommitRef>)>) -> BlameReport {
        let mut settings: Vec<SettingReport> = Vec::new();
        for setting in origins.into_iter().map(|(fact, origin, commit)| SettingReport::new(&fact, origin, commit)) {
            match settings.last_mut().filter(|last| last.goes_with(&setting)) {
                Some(last) => last.value += &format!(", {}", setting.value),
                None => settings.push(setting),
            }
        }
        BlameReport { version: VERSION, key, file, settings }
    }
}

impl SettingReport {
    fn new(fact: &Fact, origin: Origin, commit: Option<CommitRef>) -> SettingReport {
        SettingReport {
            environment: fact.environment.clone(),
            field: fact.field.name(),
            rule: fact.rule.as_ref().map(ToString::to_string),
            item: fact.item.clone(),
            value: one_line(&fact.value),
            origin,
            commit,
            name: one_line(&fact.name()),
        }
    }

    fn goes_with(&self, next: &SettingReport) -> bool {
        let place = |setting: &SettingReport| (setting.environment.clone(), setting.name.clone(), setting.origin);
        let commit = |setting: &SettingReport| setting.commit.as_ref().map(|commit| commit.commit.clone());
        place(self) == place(next) && commit(self) == commit(next)
    }
}

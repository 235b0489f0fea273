//! What a rule is, and what it answers.

use super::{Finding, Subject};
use crate::model::{Flag, Level, Location, Part, Path, Settings, Waiver};
use chrono::NaiveDate;

/// A rule of the audit.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its name in kebab case.
    pub name: &'static str,
    /// The level of its findings, where the settings name no other.
    pub level: Level,
    /// What it finds, in one line.
    pub about: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// How to mend it.
    pub mend: &'static str,
    pub(super) ask: Ask,
}

/// Whom a rule is asked about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ask {
    Flag(fn(&Subject<'_>, &Settings, NaiveDate) -> Verdict),
    /// Each waiver of a flag, once all other rules have spoken; with its place in the list.
    Waiver(fn(&Excuse<'_>, NaiveDate) -> Verdict),
    /// No flag: what code asks for.
    Code,
}

/// A waiver and what it did.
pub(super) struct Excuse<'a> {
    pub(super) flag: &'a Flag,
    pub(super) waiver: &'a Waiver,
    pub(super) path: Path,
    /// It took out a finding, or may have: whether there is one is not known, or was not asked.
    pub(super) is_used: bool,
}

/// What one rule says of one flag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Fine,
    Found(Found),
    Unknown {
        message: String,
    },
    /// What the rule goes by was not given.
    NotAsked,
}

/// What a rule found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) path: Path,
    pub(super) part: Part,
    pub(super) environment: Option<String>,
    pub(super) message: String,
    pub(super) help: String,
}

impl Found {
    /// Something about the value at a path.
    pub(super) fn at(path: Path, message: String, help: String) -> Found {
        Found { path, part: Part::Value, environment: None, message, help }
    }

    pub(super) fn finding(self, rule: &'static str, level: Level) -> Finding {
        let Found { path, part, environment, message, help } = self;
        Finding { rule, level, location: Location::At(path, part), environment, message, help }
    }
}

//! What has outlived its purpose: one file a rule, and here what they share.
//!
//! A rule is asked about one flag on one day and has three answers: all is well, a finding, or that it cannot be known.
//! The third is never a finding and never silence: an audit of half a history says so.

mod expired;
mod expiring;
#[cfg(test)]
mod fixture;
mod missing_metadata;
mod overage;
mod references;
mod settled;
mod stale;
mod words;

pub use references::{ReferenceRule, UNKNOWN_REFERENCE, UNREFERENCED, unknown_reference, unreferenced};

use crate::model::{Flag, Level, Settings};
use chrono::NaiveDate;

/// A flag and what is known of its past.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The flag.
    pub flag: &'a Flag,
    /// When its file was last changed.
    pub last_change: LastChange,
}

/// When a flag's file was last changed (UTC), as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastChange {
    /// On this day.
    On(NaiveDate),
    /// On this day or before it: the history known here ends there, as in a shallow clone.
    NotAfter(NaiveDate),
    /// No history is kept, as outside git: the flag's `created` stands in.
    Created,
    /// There may be a history, but it cannot be read.
    Unknown,
}

/// One thing that should be done about a flag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's name in kebab case.
    pub rule: &'static str,
    /// How bad it is.
    pub level: Level,
    /// What is so, with its dates, in one line.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

/// A question that what is known does not answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// The name of the rule that asked it.
    pub rule: &'static str,
    /// What is not known and why, in one line.
    pub message: String,
}

/// What the rules say of one flag, in the order of [`RULES`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audit {
    /// What should be done.
    pub findings: Vec<Finding>,
    /// What could not be decided.
    pub unknowns: Vec<Unknown>,
}

/// A rule of the audit.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its name in kebab case.
    pub name: &'static str,
    /// The level of its findings.
    pub level: Level,
    /// What it finds, in one line.
    pub about: &'static str,
    check: fn(&Subject<'_>, &Settings, NaiveDate) -> Verdict,
}

/// What one rule says of one flag.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Verdict {
    Fine,
    Found { message: String, help: String },
    Unknown { message: String },
}

/// Every rule, those of the most pressing findings first.
pub const RULES: &[Rule] = &[expired::RULE, missing_metadata::RULE, expiring::RULE, stale::RULE, overage::RULE];

/// Asks every rule about a flag as it stands on a day (UTC).
pub fn audit(subject: &Subject<'_>, settings: &Settings, today: NaiveDate) -> Audit {
    let mut audit = Audit::default();
    for &Rule { name: rule, level, check, .. } in RULES {
        match check(subject, settings, today) {
            Verdict::Fine => {}
            Verdict::Found { message, help } => audit.findings.push(Finding { rule, level, message, help }),
            Verdict::Unknown { message } => audit.unknowns.push(Unknown { rule, message }),
        }
    }
    audit
}

#[cfg(test)]
mod tests {
    use super::fixture::{day, flag};
    use super::*;
    use crate::model::Days;

    #[test]
    fn every_rule_speaks_for_itself_under_its_own_name_and_level() {
        let mut flag = flag();
        flag.ticket = None;
        flag.expires = Some(day(0));
        let mut settings = Settings::default();
        settings.policy.require = vec!["ticket".into()];
        settings.policy.max_age = vec![(flag.flag_type, Days(10))];

        let subject = Subject { flag: &flag, last_change: LastChange::On(day(-40)) };
        let found = audit(&subject, &settings, day(0));
        let names: Vec<_> = found.findings.iter().map(|finding| (finding.rule, finding.level)).collect();
        assert_eq!(
            names,
            [
                ("expired", Level::Error),
                ("missing-metadata", Level::Error),
                ("stale", Level::Warning),
                ("overage", Level::Warning),
            ]
        );
        assert_eq!(found.unknowns, []);
    }

    #[test]
    fn what_cannot_be_known_is_said_and_is_no_finding() {
        let flag = flag();
        let subject = Subject { flag: &flag, last_change: LastChange::Unknown };
        let found = audit(&subject, &Settings::default(), day(0));
        assert_eq!(found.findings, []);
        assert_eq!(found.unknowns.iter().map(|unknown| unknown.rule).collect::<Vec<_>>(), ["stale"]);
    }

    #[test]
    fn names_are_unique_and_in_kebab_case() {
        let mut names: Vec<_> = RULES.iter().map(|rule| rule.name).collect();
        assert!(names.iter().all(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), RULES.len());
    }
}

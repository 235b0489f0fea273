//! What has outlived its purpose: one file a rule, and here what they share.
//!
//! A rule is asked about one flag on one day and has three answers: all is well, a finding, or that it cannot be known.
//! The third is never a finding and never silence: an audit of half a history says so. What a finding counts as, and
//! whether the rule is asked at all, the settings say; a waiver of the flag takes a finding out and keeps it in sight.

mod baseline;
mod dead_variant;
mod draws;
mod expired;
mod expired_waiver;
mod expiring;
#[cfg(test)]
mod fixture;
mod missing_metadata;
mod overage;
mod owner_unknown;
mod owners;
mod ramp_stuck;
mod references;
mod rule;
mod settled;
mod stale;
mod unchanged;
mod undecided_experiment;
mod unused;
mod unused_waiver;
mod way_out;
mod words;

pub use baseline::{Baseline, BaselineEntry};
pub use owners::Owners;
pub use references::{Mentions, UNKNOWN_REFERENCE, UNREFERENCED, unknown_reference, unreferenced};
pub use rule::Rule;

use crate::model::{Flag, Level, Location, Path, Settings, Waiver};
use crate::usage::Usage;
use chrono::NaiveDate;
use rule::{Ask, Excuse, Found, Verdict};

/// A flag and what is known around it.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The flag.
    pub flag: &'a Flag,
    /// When its file was last changed.
    pub last_change: LastChange,
    /// Who may own flags.
    pub owners: &'a Owners,
    /// How often code mentions it.
    pub mentions: Mentions,
    /// When flags were evaluated; nothing where nobody asks.
    pub usage: Option<&'a Usage>,
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
    /// Where in the flag's file.
    pub location: Location,
    /// The environment that it is about, where it is about one.
    pub environment: Option<String>,
    /// What is so, with its dates, in one line.
    pub message: String,
    /// What to do about it, with the commands in backquotes.
    pub help: String,
}

/// A finding that a flag is excused from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waived {
    /// What is so.
    pub finding: Finding,
    /// The excuse.
    pub waiver: Waiver,
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
    /// What should be done, and is excused for now.
    pub waived: Vec<Waived>,
    /// What could not be decided.
    pub unknowns: Vec<Unknown>,
    /// The rules that were not asked, since what they go by was not given.
    pub not_asked: Vec<&'static str>,
}

/// Every rule, those of the most pressing findings first; those about waivers come last, and judge by the others.
pub const RULES: &[Rule] = &[
    expired::RULE,
    missing_metadata::RULE,
    expiring::RULE,
    undecided_experiment::RULE,
    stale::RULE,
    ramp_stuck::RULE,
    dead_variant::RULE,
    unused::RULE,
    UNREFERENCED,
    UNKNOWN_REFERENCE,
    owner_unknown::RULE,
    overage::RULE,
    expired_waiver::RULE,
    unused_waiver::RULE,
];

/// Asks every rule that the settings do not switch off about a flag as it stands on a day (UTC).
pub fn audit(subject: &Subject<'_>, settings: &Settings, today: NaiveDate) -> Audit {
    let mut audit = Audit::default();
    for rule in RULES {
        let Some(level) = settings.policy.level(rule.name, Some(subject.flag.flag_type), rule.level) else { continue };
        match rule.ask {
            Ask::Flag(ask) => audit.take(subject.flag, rule.name, level, ask(subject, settings, today), today),
            Ask::Waiver(ask) => {
                for excuse in audit.excuses(subject.flag) {
                    audit.take(subject.flag, rule.name, level, ask(&excuse, today), today);
                }
            }
            Ask::Code => {}
        }
    }
    audit
}

impl Audit {
    fn take(&mut self, flag: &Flag, rule: &'static str, level: Level, verdict: Verdict, today: NaiveDate) {
        let excused = || flag.waivers.iter().find(|waiver| waiver.rule == rule && waiver.holds_on(today));
        match verdict {
            Verdict::Fine => {}
            Verdict::NotAsked => self.not_asked.push(rule),
            Verdict::Unknown { message } => self.unknowns.push(Unknown { rule, message }),
            Verdict::Found(found) => match excused() {
                Some(waiver) => {
                    self.waived.push(Waived { finding: found.finding(rule, level), waiver: waiver.clone() });
                }
                None => self.findings.push(found.finding(rule, level)),
            },
        }
    }

    fn excuses<'a>(&self, flag: &'a Flag) -> Vec<Excuse<'a>> {
        let is_used = |waiver: &Waiver| {
            self.waived.iter().any(|waived| waived.waiver == *waiver)
                || self.unknowns.iter().any(|unknown| unknown.rule == waiver.rule)
                || self.not_asked.contains(&waiver.rule.as_str())
        };
        let excuse = |(index, waiver)| Excuse {
            flag,
            waiver,
            path: Path::root().key("waivers").index(index),
            is_used: is_used(waiver),
        };
        flag.waivers.iter().enumerate().map(excuse).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::fixture::{day, flag, subject};
    use super::*;
    use crate::model::{Days, Policy, RuleLevel};

    fn rules_of<'a>(list: impl IntoIterator<Item = &'a Finding>) -> Vec<(&'static str, Level)> {
        list.into_iter().map(|finding| (finding.rule, finding.level)).collect()
    }

    fn waiver(rule: &str, until: i64) -> Waiver {
        Waiver { rule: rule.into(), until: day(until), reason: "because".into() }
    }

    fn leaving() -> Flag {
        Flag { expires: Some(day(3)), ..flag() }
    }

    #[test]
    fn every_rule_speaks_for_itself_under_its_own_name_and_level() {
        let mut flag = flag();
        flag.ticket = None;
        flag.expires = Some(day(0));
        let mut settings = Settings::default();
        settings.policy.require = vec!["ticket".into()];
        settings.policy.max_age = vec![(flag.flag_type, Days(1))];
        let subject = Subject { last_change: LastChange::On(day(-40)), ..subject(&flag) };
        let found = audit(&subject, &settings, day(0));
        assert_eq!(
            rules_of(&found.findings),
            [
                ("expired", Level::Error),
                ("missing-metadata", Level::Error),
                ("stale", Level::Warning),
                ("overage", Level::Warning),
            ]
        );
        assert_eq!((found.unknowns, found.waived), (vec![], vec![]));
    }

    #[test]
    fn what_cannot_be_known_is_said_and_is_no_finding() {
        let flag = flag();
        let found = audit(&subject(&flag), &Settings::default(), day(0));
        assert_eq!(found.findings, []);
        assert_eq!(found.unknowns.iter().map(|unknown| unknown.rule).collect::<Vec<_>>(), ["stale"]);
    }

    #[test]
    fn the_settings_set_a_level_or_switch_a_rule_off() {
        let level = |level| {
            let mut settings = Settings::default();
            settings.policy.rules = vec![RuleLevel { rule: "expiring".into(), flag_type: None, level }];
            let flag = leaving();
            let subject = Subject { last_change: LastChange::On(day(0)), ..subject(&flag) };
            rules_of(&audit(&subject, &settings, day(0)).findings)
        };
        assert_eq!(level(Some(Level::Error)), [("expiring", Level::Error)]);
        assert_eq!(level(None), []);
    }

    #[test]
    fn a_waiver_takes_a_finding_out_until_its_day_comes() {
        let asked = |waivers: Vec<Waiver>, last_change| {
            let flag = Flag { waivers, ..leaving() };
            let found = audit(&Subject { last_change, ..subject(&flag) }, &Settings::default(), day(0));
            (rules_of(&found.findings), rules_of(found.waived.iter().map(|waived| &waived.finding)))
        };
        let recent = LastChange::On(day(0));
        let expiring = ("expiring", Level::Warning);
        assert_eq!(asked(vec![waiver("expiring", 1)], recent), (vec![], vec![expiring]));
        assert_eq!(
            asked(vec![waiver("expiring", 0)], recent),
            (vec![expiring, ("expired-waiver", Level::Warning)], vec![])
        );
        assert_eq!(
            asked(vec![waiver("stale", 1)], recent),
            (vec![expiring, ("unused-waiver", Level::Warning)], vec![])
        );
        assert_eq!(asked(vec![waiver("stale", 1)], LastChange::Unknown), (vec![expiring], vec![]), "not known");
        assert_eq!(asked(vec![waiver("unused", 1)], recent), (vec![expiring], vec![]), "not asked");
    }

    #[test]
    fn names_are_unique_in_kebab_case_and_those_that_settings_may_name() {
        let mut names: Vec<_> = RULES.iter().map(|rule| rule.name).collect();
        assert!(Policy::RULES.starts_with(&names), "{names:?}");
        assert!(names.iter().all(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), RULES.len());
    }

    #[test]
    fn only_rules_about_waivers_excuse_from_nothing() {
        let of_waivers = RULES.iter().filter(|rule| matches!(rule.ask, Ask::Waiver(_))).map(|rule| rule.name);
        assert_eq!(of_waivers.collect::<Vec<_>>(), Waiver::OWN_RULES);
    }
}

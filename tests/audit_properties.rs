//! What holds of the audit whatever the flag.

#![allow(clippy::unwrap_used)]

#[path = "common/flags.rs"]
mod flags;

use ffctl::audit::{Audit, Baseline, BaselineEntry, Finding, LastChange, Mentions, Owners, RULES, Subject, audit};
use ffctl::model::{Days, Flag, FlagType, Policy, RuleLevel, Settings, Waiver, parse_date};
use ffctl::usage::{SERVED_SINCE, Usage};
use flags::{ENVIRONMENTS, flag};
use proptest::prelude::*;

fn settings() -> Settings {
    let max_age = FlagType::ALL.iter().map(|flag_type| (*flag_type, Days(1))).collect();
    let policy = Policy { max_age, require: vec!["ticket".into()], ..Policy::default() };
    let environments = ENVIRONMENTS.iter().map(|&name| name.to_owned()).collect();
    Settings { environments, protected: vec!["production".into()], policy, ..Settings::default() }
}

/// The flag on 2026-12-20, changed last when it was created, and never evaluated.
fn asked(flag: &Flag, settings: &Settings) -> Audit {
    let owners = Owners::new(&["o".to_owned()], None);
    let mut usage = Usage::default();
    usage.add("a server", &format!("{SERVED_SINCE}{{flag=\"{}\"}} 1600000000\n", flag.key)).unwrap();
    let last_change = LastChange::On(flag.created);
    let subject = Subject { flag, last_change, owners: &owners, mentions: Mentions::NotAsked, usage: Some(&usage) };
    audit(&subject, settings, parse_date("2026-12-20").unwrap())
}

fn without_waivers(flag: Flag) -> Flag {
    Flag { waivers: Vec::new(), ..flag }
}

proptest! {
    #[test]
    fn a_flag_that_is_excused_from_all_that_is_found_has_no_finding(flag in flag()) {
        let mut flag = without_waivers(flag);
        let found = asked(&flag, &settings()).findings;
        let until = parse_date("2026-12-21").unwrap();
        flag.waivers = found.iter().map(|found| Waiver { rule: found.rule.into(), until, reason: "r".into() }).collect();
        let excused = asked(&flag, &settings());
        prop_assert_eq!(&excused.findings, &Vec::new());
        let waived: Vec<Finding> = excused.waived.into_iter().map(|waived| waived.finding).collect();
        prop_assert_eq!(waived, found);
    }

    #[test]
    fn a_rule_that_is_off_finds_nothing_and_leaves_the_others_as_they_are(flag in flag(), nth in 0..RULES.len()) {
        let flag = without_waivers(flag);
        let rule = RULES[nth].name;
        let mut off = settings();
        off.policy.rules = vec![RuleLevel { rule: rule.into(), flag_type: Some(flag.flag_type), level: None }];
        let mut expected = asked(&flag, &settings()).findings;
        expected.retain(|finding| finding.rule != rule);
        prop_assert_eq!(asked(&flag, &off).findings, expected);
    }

    #[test]
    fn a_finding_names_one_of_the_rules_and_a_command_for_its_flag(flag in flag()) {
        for finding in asked(&flag, &settings()).findings {
            prop_assert!(RULES.iter().any(|rule| rule.name == finding.rule));
            prop_assert!(finding.help.contains("`ffctl ") && finding.help.contains(" flag"), "{}", finding.help);
            prop_assert!(!finding.message.contains('\n'), "{}", finding.message);
        }
    }

    #[test]
    fn a_baseline_is_read_as_it_was_written(entries in proptest::collection::btree_set((any::<Option<String>>(), ".*", any::<Option<String>>()), 0..8)) {
        let entry = |(key, rule, environment)| BaselineEntry { key, rule, environment };
        let baseline = Baseline(entries.into_iter().map(entry).collect());
        prop_assert_eq!(baseline.text().lines().count(), baseline.0.len() + 4 + usize::from(!baseline.0.is_empty()));
        prop_assert_eq!(Baseline::parse(&baseline.text()), Ok(baseline));
    }
}

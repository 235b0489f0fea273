//! `stale`: the flag has long stopped deciding anything.
//!
//! Only release and experiment flags go stale. A kill switch that stands fully on, an ops setting and a permission that
//! everybody has do their work by standing there.

use super::settled::settled_variant;
use super::unchanged::{Unchanged, unchanged};
use super::way_out::way_out;
use super::{Ask, Found, Rule, Subject, Verdict, words};
use crate::model::{Flag, Level, Path, Settings, VariantName};
use chrono::NaiveDate;
use serde_json::Value;

pub(super) const RULE: Rule = Rule {
    name: "stale",
    level: Level::Warning,
    about: "a release or experiment flag gives everybody the same in every environment, unchanged for \
            `policy.stale_after`",
    why: "It decides nothing any more, and its other branch is code that cannot run. Only releases and experiments are \
          asked: a kill switch that stands on, an ops setting and a permission that everybody has do their work by \
          standing there.",
    mend: "Keep what the variant in force does, and remove the flag with the rest. What counts is the last change of \
           meaning in git: formatting, comments and waivers are none. Where the history is cut short, as in a shallow \
           clone, it is said to be not known and is no finding.",
    ask: Ask::Flag(check),
};

fn check(subject: &Subject<'_>, settings: &Settings, today: NaiveDate) -> Verdict {
    let flag = subject.flag;
    let Some(variant) = settled_variant(flag, settings).filter(|_| flag.flag_type.must_expire()) else {
        return Verdict::Fine;
    };
    let limit = settings.policy.stale_after;
    let state = state(flag, &variant, settings);
    match unchanged(subject, limit, today) {
        Unchanged::Recently => Verdict::Fine,
        Unchanged::Unknown(why) => {
            let limit = words::days(limit.0.into());
            Verdict::Unknown { message: format!("cannot tell whether it has been {state} for {limit}: {why}") }
        }
        Unchanged::Long(since) => {
            let help = format!(
                "{}; or, where it is to stay, give it the type that says so: `ffctl set {} type ops`, kill-switch or \
                 permission",
                way_out(flag, settings),
                flag.key
            );
            Verdict::Found(Found::at(Path::root().key("enabled"), format!("{state}, {since}"), help))
        }
    }
}

/// `fully on in every environment`.
fn state(flag: &Flag, variant: &VariantName, settings: &Settings) -> String {
    let place = if settings.environments.is_empty() { "" } else { " in every environment" };
    match flag.variants.value(variant) {
        Some(Value::Bool(true)) => format!("fully on{place}"),
        Some(Value::Bool(false)) => format!("fully off{place}"),
        _ => format!("`{variant}` for everybody{place}"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::LastChange;
    use super::super::fixture::{day, flag, message, subject};
    use super::*;
    use crate::model::{Clause, FlagType, Variants};
    use serde_json::json;

    fn stale(flag: &Flag, last_change: LastChange) -> Verdict {
        check(&Subject { last_change, ..subject(flag) }, &Settings::default(), day(0))
    }

    #[test]
    fn a_known_change_is_stale_from_the_limit_on() {
        for (changed, said) in [
            (-29, None),
            (-30, Some("fully on, unchanged for 30 days, since 2026-10-22")),
            (-31, Some("fully on, unchanged for 31 days, since 2026-10-21")),
            (0, None),
            (1, None),
        ] {
            assert_eq!(message(&stale(&flag(), LastChange::On(day(changed)))), said, "{changed}");
        }
    }

    #[test]
    fn where_the_history_ends_early_it_is_stale_for_certain_or_not_known() {
        let said = "fully on, unchanged for at least 30 days: the history known here ends on 2026-10-22";
        assert_eq!(message(&stale(&flag(), LastChange::NotAfter(day(-30)))), Some(said));
        for last_change in [LastChange::NotAfter(day(-29)), LastChange::NotAfter(day(0)), LastChange::Unknown] {
            let Verdict::Unknown { message } = stale(&flag(), last_change) else {
                panic!("{last_change:?} decides nothing")
            };
            assert!(message.starts_with("cannot tell whether it has been fully on for 30 days: "), "{message}");
        }
    }

    #[test]
    fn a_flag_younger_than_the_limit_is_not_stale_whatever_its_history() {
        let mut flag = flag();
        for (created, fine) in [(-29, true), (-30, false), (-31, false)] {
            flag.created = day(created);
            for last_change in [LastChange::NotAfter(day(-5)), LastChange::Unknown, LastChange::Created] {
                assert_eq!(stale(&flag, last_change) == Verdict::Fine, fine, "{created} {last_change:?}");
            }
        }
    }

    #[test]
    fn without_git_created_stands_in_and_that_is_said() {
        let mut flag = flag();
        flag.created = day(-30);
        let said = "fully on, created 30 days ago, on 2026-10-22; without git no later change is known";
        assert_eq!(message(&stale(&flag, LastChange::Created)), Some(said));
    }

    #[test]
    fn only_flags_that_are_meant_to_end_go_stale() {
        for (flag_type, found) in [
            (FlagType::Release, true),
            (FlagType::Experiment, true),
            (FlagType::Ops, false),
            (FlagType::KillSwitch, false),
            (FlagType::Permission, false),
        ] {
            let mut flag = flag();
            flag.flag_type = flag_type;
            assert_eq!(message(&stale(&flag, LastChange::On(day(-99)))).is_some(), found, "{flag_type}");
            assert_eq!(stale(&flag, LastChange::Unknown) == Verdict::Fine, !found, "{flag_type}");
        }
    }

    #[test]
    fn a_flag_that_still_decides_is_not_stale() {
        let mut flag = flag();
        flag.base.clause = Clause { rollout: Some("99".parse().unwrap()), ..Clause::default() };
        for last_change in [LastChange::On(day(-99)), LastChange::Unknown] {
            assert_eq!(stale(&flag, last_change), Verdict::Fine);
        }
    }

    #[test]
    fn the_state_is_said_in_the_flags_own_words() {
        let settings = Settings { environments: vec!["production".into()], ..Settings::default() };
        let mut flag = flag();
        let say = |flag: &Flag, variant: &str| state(flag, &VariantName(variant.into()), &settings);
        assert_eq!(say(&flag, "true"), "fully on in every environment");
        assert_eq!(say(&flag, "false"), "fully off in every environment");
        let blue = (VariantName("blue".into()), json!("#00f"));
        flag.variants = Variants { declared: true, list: vec![blue] };
        assert_eq!(say(&flag, "blue"), "`blue` for everybody in every environment");
    }
}

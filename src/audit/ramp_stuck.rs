//! `ramp-stuck`: a release that was on its way to everybody stands still.
//!
//! Only releases ramp. An experiment keeps its share for as long as it measures, and an ops flag or a permission may
//! have one for good.

use super::draws::{Draw, draws};
use super::unchanged::{Unchanged, unchanged};
use super::way_out::{rollout, rollout_up};
use super::{Ask, Found, Rule, Subject, Verdict, words};
use crate::model::{Flag, FlagType, Level, Settings};
use chrono::NaiveDate;

pub(super) const RULE: Rule = Rule {
    name: "ramp-stuck",
    level: Level::Warning,
    about: "a release admits a share of everybody, unchanged for `policy.ramp_stuck_after`",
    why: "A ramp is a question: does it hold at 10 percent? Where nobody takes the next step, the answer came long ago or \
          was never looked for, and two versions of the code run and are maintained meanwhile. Only releases are asked: \
          an experiment keeps its share while it measures, and other types may have one for good.",
    mend: "Take the next step of the ramp, or go back to nobody. What counts is the last change of meaning in git; where \
           the history is cut short, as in a shallow clone, it is said to be not known and is no finding.",
    ask: Ask::Flag(check),
};

fn check(subject: &Subject<'_>, settings: &Settings, today: NaiveDate) -> Verdict {
    let flag = subject.flag;
    if flag.flag_type != FlagType::Release {
        return Verdict::Fine;
    }
    let ramps: Vec<Draw<'_>> = draws(flag, settings).into_iter().filter(Draw::is_ramp).collect();
    let Some(last) = ramps.last() else { return Verdict::Fine };
    let limit = settings.policy.ramp_stuck_after;
    let state = state(&ramps);
    match unchanged(subject, limit, today) {
        Unchanged::Recently => Verdict::Fine,
        Unchanged::Unknown(why) => {
            let limit = words::days(limit.0.into());
            Verdict::Unknown { message: format!("cannot tell whether it has been {state} for {limit}: {why}") }
        }
        Unchanged::Long(since) => {
            let environment = last.environment.filter(|_| ramps.len() == 1).map(str::to_owned);
            let found = Found::at(last.path.clone(), format!("{state}, {since}"), help(flag, settings, last));
            Verdict::Found(Found { environment, ..found })
        }
    }
}

fn help(flag: &Flag, settings: &Settings, ramp: &Draw<'_>) -> String {
    let (up, down) = (rollout_up(flag, settings, ramp), rollout(flag, ramp, "0"));
    format!("go on, or back to nobody: {up} or {down}")
}

/// `at 10%`, `at 10% in staging and production`, `at 50% in staging, 10% in production`.
fn state(ramps: &[Draw<'_>]) -> String {
    let shares = ramps.chunk_by(|a, b| a.rollout == b.rollout).map(|same| {
        let names: Vec<String> = same.iter().filter_map(|ramp| ramp.environment).map(str::to_owned).collect();
        let place = if names.is_empty() { String::new() } else { format!(" in {}", words::list(&names)) };
        format!("{}%{place}", same[0].rollout)
    });
    format!("at {}", shares.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::super::LastChange;
    use super::super::fixture::{day, flag, found, message, subject};
    use super::*;
    use crate::model::{Clause, TargetingLayer};

    fn ramp(percent: &str) -> TargetingLayer {
        let clause = Clause { rollout: Some(percent.parse().unwrap()), ..Clause::default() };
        TargetingLayer { clause, ..TargetingLayer::default() }
    }

    fn asked(flag: &Flag, last_change: LastChange) -> Verdict {
        let settings = Settings { environments: vec!["staging".into(), "production".into()], ..Settings::default() };
        check(&Subject { last_change, ..subject(flag) }, &settings, day(0))
    }

    #[test]
    fn a_ramp_is_stuck_from_the_limit_on_where_it_stands() {
        let mut flag = flag();
        flag.environments = vec![("production".into(), ramp("10"))];
        assert_eq!(asked(&flag, LastChange::On(day(-29))), Verdict::Fine);
        let verdict = asked(&flag, LastChange::On(day(-30)));
        assert_eq!(message(&verdict), Some("at 10% in production, unchanged for 30 days, since 2026-10-22"));
        let found = found(&verdict);
        assert_eq!(found.path.to_string(), "environments.production.rollout");
        assert_eq!(found.environment.as_deref(), Some("production"));
        assert!(found.help.contains("`ffctl rollout new-checkout 100 -e production`"), "{}", found.help);
    }

    #[test]
    fn a_share_that_every_environment_inherits_is_one_finding() {
        let mut flag = flag();
        flag.base.clause = ramp("50").clause;
        let verdict = asked(&flag, LastChange::On(day(-31)));
        let said = "at 50% in staging and production, unchanged for 31 days, since 2026-10-21";
        assert_eq!((message(&verdict), &found(&verdict).environment), (Some(said), &None));
        assert!(found(&verdict).help.ends_with("`ffctl rollout new-checkout 0`"));
    }

    #[test]
    fn nobody_everybody_and_what_is_off_is_no_ramp_and_only_releases_ramp() {
        for percent in ["0", "100"] {
            let mut flag = flag();
            flag.base.clause = ramp(percent).clause;
            assert_eq!(asked(&flag, LastChange::On(day(-99))), Verdict::Fine, "{percent}");
        }
        for flag_type in FlagType::ALL {
            let mut flag = flag();
            (flag.flag_type, flag.base.clause) = (*flag_type, ramp("50").clause);
            let is_fine = asked(&flag, LastChange::On(day(-99))) == Verdict::Fine;
            assert_eq!(is_fine, *flag_type != FlagType::Release, "{flag_type}");
            flag.base.enabled = Some(false);
            assert_eq!(asked(&flag, LastChange::On(day(-99))), Verdict::Fine, "{flag_type}");
        }
    }

    #[test]
    fn where_the_history_ends_early_it_is_not_known() {
        let mut flag = flag();
        flag.base.clause = ramp("50").clause;
        for last_change in [LastChange::NotAfter(day(-1)), LastChange::Unknown] {
            assert!(matches!(asked(&flag, last_change), Verdict::Unknown { .. }), "{last_change:?}");
        }
        assert!(message(&asked(&flag, LastChange::NotAfter(day(-30)))).is_some());
    }
}

//! `unused`: nobody asks for the flag, as far as those who serve it count.
//!
//! It is asked of every type. A kill switch that never changes, an ops setting and a permission are evaluated all the
//! same, whenever the code comes by: what changes is the answer, not that it is asked for.

use super::{Ask, Found, Rule, Subject, Verdict, words};
use crate::model::{Flag, Level, Path, Settings};
use crate::usage::FlagUsage;
use chrono::NaiveDate;

pub(super) const RULE: Rule = Rule {
    name: "unused",
    level: Level::Warning,
    about: "nobody evaluated the flag for `policy.unused_after`, as the metrics of `--usage` tell",
    why: "Nothing asks for it any more: its code is gone, or cannot be reached. Every type is asked, since a kill switch \
          that never changes is still evaluated whenever its code runs. What counts is the last evaluation in any \
          environment and on any server; a flag that is younger is let be, and so is one that web clients get with all \
          others at once: whether they look at it is not known. It is asked with \
          `ffctl audit --usage URL|FILE|-` alone, and sees those who evaluate through `ffctl serve`.",
    mend: "Take what is left of it out of the code, and remove it; where something else than `ffctl serve` evaluates it, \
           excuse it. What every server has not counted long enough, as after a restart, is said to be not known and is \
           no finding: Prometheus remembers, and `ffctl audit --help` shows what to ask it.",
    ask: Ask::Flag(check),
};

/// A clock may be ahead of another by a little, but not by days.
const SKEW: i64 = 1;

fn check(subject: &Subject<'_>, settings: &Settings, today: NaiveDate) -> Verdict {
    let Some(usage) = subject.usage else { return Verdict::NotAsked };
    let flag = subject.flag;
    let limit = settings.policy.unused_after.0.into();
    let long_ago = |day| words::days_between(day, today) >= limit;
    if !long_ago(flag.created) {
        return Verdict::Fine;
    }
    let unknown = |why: String| Verdict::Unknown {
        message: format!("cannot tell whether it is unused for {}: {why}", words::days(limit)),
    };
    let known = usage.of(&flag.key);
    let Some((known, (source, since))) = known.and_then(|known| Some((known, known.counted_since()?))) else {
        return unknown("no metrics tell of it".to_owned());
    };
    match (known.last(), since) {
        (Some(last), _) if is_ahead(last, today) => {
            unknown(format!("its last evaluation, on {last}, is ahead of the clock"))
        }
        (Some(last), _) if !long_ago(last) => Verdict::Fine,
        (_, None) => unknown(format!("{source} does not say since when it counts")),
        (_, Some(since)) if is_ahead(since, today) => {
            unknown(format!("{source} counts it since {since}, which is ahead of the clock"))
        }
        (_, Some(since)) if !long_ago(since) => unknown(format!("{source} counts it only since {since}")),
        (_, Some(_)) if known.last_in_bulk().is_some_and(|last| !long_ago(last)) => {
            unknown("it is asked for with all other flags at once, and who does that may not look at it".to_owned())
        }
        (last, Some(since)) => Verdict::Found(found(flag, known, last, since, today)),
    }
}

fn is_ahead(day: NaiveDate, today: NaiveDate) -> bool {
    words::days_between(today, day) > SKEW
}

fn found(flag: &Flag, known: &FlagUsage, last: Option<NaiveDate>, since: NaiveDate, today: NaiveDate) -> Found {
    let age = |day| words::days(words::days_between(day, today));
    let place = |names: Vec<String>| match names.is_empty() {
        true => String::new(),
        false => format!(", in {}", words::list(&names)),
    };
    let message = match last {
        Some(last) => format!("last evaluated {} ago, on {last}{}", age(last), place(known.last_in())),
        None => format!("never evaluated in {}, since {since}{}", age(since), place(known.served_in())),
    };
    let help = format!(
        "take what is left of it out of the code, then `ffctl remove {}`; or excuse it, where it is evaluated by what these \
         metrics do not see",
        flag.key
    );
    Found::at(Path::root(), message, help)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{day, flag, message, subject};
    use super::*;
    use crate::model::{Days, FlagType};
    use crate::usage::{LAST_EVALUATION, SERVED_SINCE, Usage};

    /// A series of the flag: metric, environment, and day from today.
    type Series<'a> = (&'a str, &'a str, i64);

    fn usage(sources: &[&[Series<'_>]]) -> Usage {
        let mut usage = Usage::default();
        for (nth, source) in sources.iter().enumerate() {
            let line = |(metric, environment, offset): &Series<'_>| {
                let seconds = day(*offset).and_hms_opt(12, 0, 0).unwrap().and_utc().timestamp();
                let (name, more) = metric.split_once('{').unwrap_or((metric, "}"));
                format!("{name}{{flag=\"new-checkout\",environment=\"{environment}\",{more} {seconds}\n")
            };
            usage.add(&format!("s{nth}"), &source.iter().map(line).collect::<String>()).unwrap();
        }
        usage
    }

    fn asked(flag: &Flag, usage: &Usage) -> Verdict {
        check(&Subject { usage: Some(usage), ..subject(flag) }, &Settings::default(), day(0))
    }

    /// What is said, with a question mark before it where it is not known.
    fn said(verdict: &Verdict) -> Option<String> {
        let unknown =
            |said: &str| said.strip_prefix("cannot tell whether it is unused for 30 days: ").unwrap().to_owned();
        match verdict {
            Verdict::Unknown { message } => Some(format!("? {}", unknown(message))),
            other => message(other).map(str::to_owned),
        }
    }

    #[test]
    fn a_flag_is_unused_from_the_limit_on_where_somebody_counted_that_long() {
        const LAST: &str = LAST_EVALUATION;
        const SINCE: &str = SERVED_SINCE;
        const BULK: &str = "ffctl_flag_last_evaluation_timestamp_seconds{request=\"bulk\"}";
        let table: &[(&[&[Series<'_>]], Option<&str>)] = &[
            (&[&[(SINCE, "", -90), (LAST, "", -29)]], None),
            (&[&[(SINCE, "", -90), (LAST, "", -30)]], Some("last evaluated 30 days ago, on 2026-10-22")),
            (&[&[(LAST, "", -31)]], Some("last evaluated 31 days ago, on 2026-10-21")),
            (&[&[(SINCE, "", -29)]], Some("? s0 counts it only since 2026-10-23")),
            (&[&[(SINCE, "", -30)]], Some("never evaluated in 30 days, since 2026-10-22")),
            // Environments.
            (&[&[(LAST, "production", -90), (LAST, "staging", -2)]], None),
            (
                &[&[(LAST, "production", -40), (LAST, "staging", -50), (SINCE, "staging", -60)]],
                Some("last evaluated 40 days ago, on 2026-10-12, in production"),
            ),
            (
                &[&[(SINCE, "production", -40), (SINCE, "staging", -5)]],
                Some("never evaluated in 40 days, since 2026-10-12, in production and staging"),
            ),
            // Sources.
            (&[&[(LAST, "", -90)], &[(LAST, "", -1)]], None),
            (&[&[(SINCE, "", -50)], &[(SINCE, "", -40)]], Some("never evaluated in 40 days, since 2026-10-12")),
            (&[&[(SINCE, "", -90)], &[(SINCE, "", -3)]], Some("? s1 counts it only since 2026-11-18")),
            (&[&[(LAST, "", -60)], &[(SINCE, "", -3)]], Some("? s1 counts it only since 2026-11-18")),
            // All flags at once.
            (
                &[&[(SINCE, "", -90), (BULK, "", -2)]],
                Some("? it is asked for with all other flags at once, and who does that may not look at it"),
            ),
            (&[&[(SINCE, "", -90), (BULK, "", -40)]], Some("never evaluated in 90 days, since 2026-08-23")),
            (&[&[(LAST, "", -3), (BULK, "", -2)]], None),
            // Clocks.
            (&[&[(LAST, "", 1)]], None),
            (&[&[(LAST, "", 2)]], Some("? its last evaluation, on 2026-11-23, is ahead of the clock")),
            (&[&[(SINCE, "", 2)]], Some("? s0 counts it since 2026-11-23, which is ahead of the clock")),
            (&[&[(SINCE, "", 1)]], Some("? s0 counts it only since 2026-11-22")),
        ];
        for (sources, expected) in table {
            assert_eq!(said(&asked(&flag(), &usage(sources))).as_deref(), *expected, "{sources:?}");
        }
    }

    #[test]
    fn every_type_is_asked_and_a_young_flag_is_not() {
        let never = usage(&[&[(SERVED_SINCE, "", -90)]]);
        for flag_type in FlagType::ALL {
            let flag = Flag { flag_type: *flag_type, ..flag() };
            assert!(message(&asked(&flag, &never)).is_some(), "{flag_type}");
        }
        let aged = |days: i64| Flag { created: day(-days), ..flag() };
        assert_eq!(asked(&aged(29), &never), Verdict::Fine);
        assert!(message(&asked(&aged(30), &never)).is_some());
    }

    #[test]
    fn the_policy_says_how_long() {
        let mut settings = Settings::default();
        settings.policy.unused_after = Days(90);
        let (flag, usage) = (flag(), usage(&[&[(LAST_EVALUATION, "", -40)]]));
        let flag = Flag { created: day(-200), ..flag };
        let subject = Subject { usage: Some(&usage), ..subject(&flag) };
        assert_eq!(check(&subject, &settings, day(0)), Verdict::Fine);
        assert!(message(&check(&subject, &settings, day(50))).is_some());
    }

    #[test]
    fn a_flag_that_no_source_serves_is_not_known_and_without_metrics_nobody_asks() {
        let other = Flag { key: "other".into(), ..flag() };
        let usage = usage(&[&[(LAST_EVALUATION, "", -90)]]);
        assert_eq!(said(&asked(&other, &usage)).as_deref(), Some("? no metrics tell of it"));
        assert_eq!(check(&subject(&flag()), &Settings::default(), day(0)), Verdict::NotAsked);
    }
}

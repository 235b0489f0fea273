//! `expiring`: the day on which the flag is to be gone is near.

use super::way_out::{extend, way_out};
use super::{Ask, Found, Rule, Subject, Verdict, words};
use crate::model::{Level, Path, Settings};
use chrono::NaiveDate;

pub(super) const RULE: Rule = Rule {
    name: "expiring",
    level: Level::Warning,
    about: "the flag's `expires` comes within `policy.expiring_within`",
    why: "Removing a flag takes a change of code, a review and a deployment. Said in time, it is planned work; said on the \
          day, it is an alarm.",
    mend: "Plan the clean-up, or give the flag the day on which it will be done.",
    ask: Ask::Flag(check),
};

fn check(subject: &Subject<'_>, settings: &Settings, today: NaiveDate) -> Verdict {
    let flag = subject.flag;
    let Some(expires) = flag.expires else {
        return Verdict::Fine;
    };
    let left = words::days_between(today, expires);
    if left <= 0 || left > i64::from(settings.policy.expiring_within.0) {
        return Verdict::Fine;
    }
    let message = format!("expires in {}, on {expires}", words::days(left));
    let help = format!("{}; or, where it takes longer, {}", way_out(flag, settings), extend(flag, today));
    Verdict::Found(Found::at(Path::root().key("expires"), message, help))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{day, flag, message, subject};
    use super::*;
    use crate::model::Days;

    #[test]
    fn the_warning_begins_its_span_before_and_ends_the_day_before() {
        for (expires, said) in [
            (Some(15), None),
            (Some(14), Some("expires in 14 days, on 2026-12-05")),
            (Some(13), Some("expires in 13 days, on 2026-12-04")),
            (Some(1), Some("expires in 1 day, on 2026-11-22")),
            (Some(0), None),
            (Some(-1), None),
            (None, None),
        ] {
            let mut flag = flag();
            flag.expires = expires.map(day);
            let verdict = check(&subject(&flag), &Settings::default(), day(0));
            assert_eq!(message(&verdict), said, "{expires:?}");
        }
    }

    #[test]
    fn a_span_of_no_days_never_warns() {
        let mut settings = Settings::default();
        settings.policy.expiring_within = Days(0);
        for expires in [-1, 0, 1] {
            let mut flag = flag();
            flag.expires = Some(day(expires));
            assert_eq!(check(&subject(&flag), &settings, day(0)), Verdict::Fine, "{expires}");
        }
    }
}

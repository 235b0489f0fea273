//! `expired`: the day on which the flag was to be gone has come.

use super::{Rule, Subject, Verdict, settled, words};
use crate::model::{Level, Settings};
use chrono::NaiveDate;

pub(super) const RULE: Rule = Rule {
    name: "expired",
    level: Level::Error,
    about: "the flag's `expires` has come; it is expired from that day on",
    check,
};

fn check(subject: &Subject<'_>, settings: &Settings, today: NaiveDate) -> Verdict {
    let flag = subject.flag;
    let Some(expires) = flag.expires.filter(|_| flag.is_expired(today)) else {
        return Verdict::Fine;
    };
    let message = match words::days_between(expires, today) {
        0 => format!("expired today, {expires}"),
        ago => format!("expired {} ago, on {expires}", words::days(ago)),
    };
    let help = format!("{}; or, where it is still needed, edit `expires`", settled::way_out(flag, settings));
    Verdict::Found { message, help }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{day, flag, message, subject};
    use super::*;

    #[test]
    fn a_flag_is_expired_from_its_day_on() {
        for (expires, said) in [
            (Some(1), None),
            (Some(0), Some("expired today, 2026-11-21")),
            (Some(-1), Some("expired 1 day ago, on 2026-11-20")),
            (Some(-30), Some("expired 30 days ago, on 2026-10-22")),
            (None, None),
        ] {
            let mut flag = flag();
            flag.expires = expires.map(day);
            let verdict = check(&subject(&flag), &Settings::default(), day(0));
            assert_eq!(message(&verdict), said, "{expires:?}");
        }
    }
}

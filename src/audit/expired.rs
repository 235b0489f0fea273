//! `expired`: the day on which the flag was to be gone has come.

use super::way_out::{extend, way_out};
use super::{Ask, Found, Rule, Subject, Verdict, words};
use crate::model::{Level, Path, Settings};
use chrono::NaiveDate;

pub(super) const RULE: Rule = Rule {
    name: "expired",
    level: Level::Error,
    about: "the flag's `expires` has come; it is expired from that day on",
    why: "A flag that outlives its day is a branch that nobody tests and nobody dares to delete. The day was chosen when \
          there was a plan; that it has come means that the plan is done, or that it slipped and nobody said so.",
    mend: "Finish the flag and remove it with its code; or give it the day on which it will be done. The settings decide \
           with `policy.expiring_within` how long before its day a flag is `expiring`.",
    ask: Ask::Flag(check),
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
    let help = format!("{}; or, where it is still needed, {}", way_out(flag, settings), extend(flag, today));
    Verdict::Found(Found::at(Path::root().key("expires"), message, help))
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

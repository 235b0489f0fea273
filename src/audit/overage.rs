//! `overage`: the flag is older than flags of its type should become.

use super::way_out::way_out;
use super::{Ask, Found, Rule, Subject, Verdict, words};
use crate::model::{Level, Path, Settings};
use chrono::NaiveDate;

pub(super) const RULE: Rule = Rule {
    name: "overage",
    level: Level::Warning,
    about: "the flag is older than `policy.max_age` of its type, counted from `created`",
    why: "A date that is moved again and again never comes. The age counts from the day the flag was made, whatever was \
          edited since.",
    mend: "Finish the flag; where one has to live longer than its kind, excuse it with a waiver that says until when and \
           why. A type that `policy.max_age` leaves out has no limit.",
    ask: Ask::Flag(check),
};

fn check(subject: &Subject<'_>, settings: &Settings, today: NaiveDate) -> Verdict {
    let flag = subject.flag;
    let limit = settings.policy.max_age.iter().find(|(flag_type, _)| *flag_type == flag.flag_type);
    let Some(limit) = limit.map(|(_, days)| i64::from(days.0)) else {
        return Verdict::Fine;
    };
    let age = words::days_between(flag.created, today);
    if age <= limit {
        return Verdict::Fine;
    }
    let (age, limit) = (words::days(age), words::days(limit));
    let message =
        format!("{age} old (created on {}); the limit for the type {} is {limit}", flag.created, flag.flag_type);
    let help = format!("{}; the limit is `policy.max_age` of the settings", way_out(flag, settings));
    Verdict::Found(Found::at(Path::root().key("created"), message, help))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{day, flag, message, subject};
    use super::*;
    use crate::model::{Days, FlagType};

    fn settings() -> Settings {
        let mut settings = Settings::default();
        settings.policy.max_age = vec![(FlagType::Experiment, Days(1)), (FlagType::Release, Days(90))];
        settings
    }

    #[test]
    fn a_flag_may_live_as_long_as_its_limit_and_no_day_longer() {
        let said = "91 days old (created on 2026-08-22); the limit for the type release is 90 days";
        for (created, expected) in [(-89, None), (-90, None), (-91, Some(said)), (1, None)] {
            let mut flag = flag();
            flag.created = day(created);
            assert_eq!(message(&check(&subject(&flag), &settings(), day(0))), expected, "{created}");
        }
    }

    #[test]
    fn each_type_has_its_own_limit_or_none() {
        for (flag_type, found) in
            [(FlagType::Experiment, true), (FlagType::Release, false), (FlagType::Permission, false)]
        {
            let mut flag = flag();
            flag.flag_type = flag_type;
            flag.created = day(-2);
            assert_eq!(message(&check(&subject(&flag), &settings(), day(0))).is_some(), found, "{flag_type}");
        }
    }
}

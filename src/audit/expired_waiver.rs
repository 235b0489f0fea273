//! `expired-waiver`: an excuse that no longer holds is gone, or is given anew.

use super::{Ask, Excuse, Found, Rule, Verdict, words};
use crate::model::Level;
use chrono::NaiveDate;

pub(super) const RULE: Rule = Rule {
    name: "expired-waiver",
    level: Level::Warning,
    about: "a waiver's `until` has come; it excuses from nothing any more",
    why: "A waiver holds for a time so that it is looked at again. When its day has come, what it excused is a finding \
          again, and the waiver itself is a line that says nothing.",
    mend: "Mend what it excused and remove the waiver; or give it a later `until`, with the reason that holds now.",
    ask: Ask::Waiver(check),
};

fn check(excuse: &Excuse<'_>, today: NaiveDate) -> Verdict {
    let waiver = excuse.waiver;
    if waiver.holds_on(today) {
        return Verdict::Fine;
    }
    let ended = match words::days_between(waiver.until, today) {
        0 => format!("today, {}", waiver.until),
        ago => format!("{} ago, on {}", words::days(ago), waiver.until),
    };
    let message = format!("the waiver of `{}` ended {ended}; it said: {}", waiver.rule, waiver.reason);
    let help = format!("`ffctl edit {}`: remove it, or give it a later `until` and today's reason", excuse.flag.key);
    Verdict::Found(Found::at(excuse.path.clone().key("until"), message, help))
}

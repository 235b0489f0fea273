//! A flag that is excused from a rule, for a reason and for a time.

use super::Policy;
use chrono::NaiveDate;
use std::fmt;

/// One rule of the audit that a flag is excused from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// The rule's name.
    pub rule: String,
    /// The first day (UTC) on which it no longer holds.
    pub until: NaiveDate,
    /// Why the rule does not matter here for now.
    pub reason: String,
}

impl Waiver {
    /// The rules about waivers themselves, which nothing excuses from.
    pub const OWN_RULES: &[&str] = &["expired-waiver", "unused-waiver"];

    /// The rules of the audit that nothing excuses from: those about waivers, and one that is about no flag.
    const FIRM: &[&str] = &["expired-waiver", "unused-waiver", "unknown-reference"];

    /// The rules that a flag may be excused from. A gate is passed by a commit that says so, not by a waiver.
    pub fn rules() -> impl Iterator<Item = &'static str> {
        let of_flags =
            Policy::RULES.iter().filter(|rule| !Policy::GATES.contains(rule) && !Waiver::FIRM.contains(rule));
        of_flags.copied()
    }

    /// Whether it holds on a day.
    pub fn holds_on(&self, today: NaiveDate) -> bool {
        today < self.until
    }
}

impl fmt::Display for Waiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} until {}: {}", self.rule, self.until, self.reason)
    }
}

//! A flag that is excused from a rule, for a reason and for a time.

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

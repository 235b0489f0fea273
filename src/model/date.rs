//! Dates, times and spans of days, as the files and contexts write them. All in UTC.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use std::fmt;

/// Reads a date, exactly `YYYY-MM-DD`.
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| match i {
            4 | 7 => b == b'-',
            _ => b.is_ascii_digit(),
        });
    shaped.then(|| text.parse().ok())?
}

/// Reads a date, which means its first instant in UTC, or an RFC 3339 time.
pub fn parse_instant(text: &str) -> Option<DateTime<Utc>> {
    match parse_date(text) {
        Some(date) => Some(date.and_time(NaiveTime::MIN).and_utc()),
        None => DateTime::parse_from_rfc3339(text).ok().map(|time| time.to_utc()),
    }
}

/// A span of whole days, written `14d` or `2w`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Days(pub u32);

impl Days {
    /// Reads `14d` (days) or `2w` (weeks); at most 36,500 days.
    pub fn parse(text: &str) -> Option<Days> {
        let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
        let per_unit = match unit {
            "d" => 1,
            "w" => 7,
            _ => return None,
        };
        let digits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        let days = digits.then(|| number.parse::<u32>().ok())??.checked_mul(per_unit)?;
        (days <= 36_500).then_some(Days(days))
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}d", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_full_dates_are_dates() {
        assert!(parse_date("2026-11-01").is_some());
        for bad in ["2026-11-1", "2026-13-01", "2026-02-30", "26-11-01", "2026/11/01", "+026-11-01", "２026-11-0"] {
            assert_eq!(parse_date(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_date_means_its_first_instant_in_utc() {
        assert_eq!(parse_instant("2026-06-01"), parse_instant("2026-06-01T02:00:00+02:00"));
        assert!(parse_instant("2026-06-01T00:00:00").is_none(), "a time needs an offset");
    }

    #[test]
    fn spans_are_days_or_weeks() {
        assert_eq!(Days::parse("14d"), Some(Days(14)));
        assert_eq!(Days::parse("2w"), Some(Days(14)));
        for bad in ["", "d", "14", "-1d", "+1d", "1.5d", "14 d", "9999999999d", "1m", "é"] {
            assert_eq!(Days::parse(bad), None, "{bad}");
        }
    }
}

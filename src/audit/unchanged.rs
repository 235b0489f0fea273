//! How long a flag has meant what it means.

use super::{LastChange, Subject, words};
use crate::model::Days;
use chrono::NaiveDate;

/// Whether the last change of meaning is as long ago as a limit.
pub(super) enum Unchanged {
    /// It is, and in these words.
    Long(String),
    /// It is not.
    Recently,
    /// It cannot be known, for this reason.
    Unknown(String),
}

pub(super) fn unchanged(subject: &Subject<'_>, limit: Days, today: NaiveDate) -> Unchanged {
    let created = subject.flag.created;
    let long_ago = |day| words::days_between(day, today) >= i64::from(limit.0);
    let age = |day| words::days(words::days_between(day, today));
    // A file that is younger than the limit cannot be unchanged for longer, whatever its history.
    let old_enough = long_ago(created);
    Unchanged::Long(match subject.last_change {
        LastChange::On(day) if long_ago(day) => format!("unchanged for {}, since {day}", age(day)),
        LastChange::NotAfter(day) if long_ago(day) => {
            format!("unchanged for at least {}: the history known here ends on {day}", age(day))
        }
        LastChange::Created if old_enough => {
            format!("created {} ago, on {created}; without git no later change is known", age(created))
        }
        LastChange::NotAfter(day) if old_enough => return Unchanged::Unknown(cut_short(day)),
        LastChange::Unknown if old_enough => return Unchanged::Unknown("its last change is not known".to_owned()),
        _ => return Unchanged::Recently,
    })
}

fn cut_short(day: NaiveDate) -> String {
    format!("the history known here ends on {day}, as in a shallow clone (`git fetch --unshallow` gets the rest)")
}

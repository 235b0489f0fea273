//! What the tests of the rules start from.

use super::{Found, LastChange, Mentions, Owners, Subject, Verdict};
use crate::model::{Clause, Flag, FlagType, TargetingLayer, Variants};
use chrono::{NaiveDate, TimeDelta};

/// A day counted from 2026-11-21.
pub(super) fn day(offset: i64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap() + TimeDelta::days(offset)
}

/// A boolean release flag, fully on, 60 days old, with all metadata.
pub(super) fn flag() -> Flag {
    Flag {
        key: "new-checkout".into(),
        description: "One-page checkout".into(),
        owner: "payments".into(),
        flag_type: FlagType::Release,
        created: day(-60),
        expires: Some(day(60)),
        ticket: Some("PAY-1".into()),
        tags: vec!["checkout".into()],
        links: vec!["https://example.com".into()],
        waivers: vec![],
        variants: Variants::boolean(),
        fallback: None,
        bucket_by: None,
        salt: None,
        base: TargetingLayer { enabled: Some(true), overrides: None, rules: None, clause: Clause::default() },
        environments: vec![],
        tests: vec![],
    }
}

/// The flag, of whose last change nothing is known.
pub(super) fn subject(flag: &Flag) -> Subject<'_> {
    static NOBODY: std::sync::LazyLock<Owners> = std::sync::LazyLock::new(Owners::default);
    Subject { flag, last_change: LastChange::Unknown, owners: &NOBODY, mentions: Mentions::NotAsked, usage: None }
}

/// What is said of what was found, if anything.
pub(super) fn message(verdict: &Verdict) -> Option<&str> {
    match verdict {
        Verdict::Found(found) => Some(&found.message),
        Verdict::Fine | Verdict::NotAsked | Verdict::Unknown { .. } => None,
    }
}

/// What was found, which has to be something.
pub(super) fn found(verdict: &Verdict) -> &Found {
    match verdict {
        Verdict::Found(found) => found,
        other => panic!("{other:?}"),
    }
}

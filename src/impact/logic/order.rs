//! Comparisons that order: numbers, times and versions.

use super::fact::Test;
use crate::model::{Number, Operand, Operator};
use chrono::{DateTime, Utc};
use semver::Version;
use std::cmp::Ordering;

/// What an attribute is ordered against.
enum Bound {
    Number(Number),
    Instant(DateTime<Utc>),
    Version(Version),
}

/// Which side of the bound passes.
#[derive(Clone, Copy)]
enum Side {
    Above { strictly: bool },
    Below { strictly: bool },
    At,
}

pub(super) fn within(a: &Test<'_>, b: &Test<'_>) -> bool {
    let Some((x, y, order)) = compared(a, b) else { return false };
    match (x, y) {
        (Side::At, _) => y.takes(order),
        (Side::Above { strictly: x }, Side::Above { strictly: y }) => order.is_gt() || order.is_eq() && (x || !y),
        (Side::Below { strictly: x }, Side::Below { strictly: y }) => order.is_lt() || order.is_eq() && (x || !y),
        _ => false,
    }
}

pub(super) fn disjoint(a: &Test<'_>, b: &Test<'_>) -> bool {
    let Some((x, y, order)) = compared(a, b) else { return false };
    match (x, y) {
        (Side::At, _) => !y.takes(order),
        (_, Side::At) => !x.takes(order.reverse()),
        (Side::Above { strictly: x }, Side::Below { strictly: y }) => order.is_gt() || order.is_eq() && (x || y),
        (Side::Below { strictly: x }, Side::Above { strictly: y }) => order.is_lt() || order.is_eq() && (x || y),
        _ => false,
    }
}

impl Side {
    fn of(operator: Operator) -> Option<Side> {
        use Operator::*;
        Some(match operator {
            GreaterThan | After | SemverGreaterThan => Side::Above { strictly: true },
            AtLeast | SemverAtLeast => Side::Above { strictly: false },
            LessThan | Before | SemverLessThan => Side::Below { strictly: true },
            AtMost | SemverAtMost => Side::Below { strictly: false },
            SemverEquals => Side::At,
            _ => return None,
        })
    }

    /// Whether what stands so to the bound passes.
    fn takes(self, order: Ordering) -> bool {
        match self {
            Side::Above { strictly } => order.is_gt() || order.is_eq() && !strictly,
            Side::Below { strictly } => order.is_lt() || order.is_eq() && !strictly,
            Side::At => order.is_eq(),
        }
    }
}

/// Both sides, and how the bound of the first stands to that of the second.
fn compared(a: &Test<'_>, b: &Test<'_>) -> Option<(Side, Side, Ordering)> {
    let order = match (bound(a)?, bound(b)?) {
        (Bound::Number(a), Bound::Number(b)) => a.cmp(&b),
        (Bound::Instant(a), Bound::Instant(b)) => a.cmp(&b),
        (Bound::Version(a), Bound::Version(b)) => a.cmp(&b),
        _ => return None,
    };
    Some((Side::of(a.operator)?, Side::of(b.operator)?, order))
}

fn bound(test: &Test<'_>) -> Option<Bound> {
    match test.operator.operand(test.value).ok()? {
        Operand::Number(number) => Some(Bound::Number(number)),
        Operand::Instant(instant) => Some(Bound::Instant(instant)),
        Operand::Version(version) => Some(Bound::Version(version)),
        _ => None,
    }
}

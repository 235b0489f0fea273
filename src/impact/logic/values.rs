//! Which values two comparisons of one attribute have in common.

use super::fact::Test;
use super::order;
use crate::model::{Number, Operator, Scalar, ScalarKind};

/// Whether whatever value passes one test passes the other.
pub(super) fn within(a: &Test<'_>, b: &Test<'_>) -> bool {
    use Operator::*;
    match (a.presence(), b.presence()) {
        (None, Some(wanted)) => return wanted,
        (Some(_), None) => return false,
        (Some(a), Some(b)) => return a == b,
        (None, None) => {}
    }
    let all_in = |a: &[Scalar], b: &[Scalar]| a.iter().all(|x| b.iter().any(|y| same(x, y)));
    match (a.operator, b.operator) {
        (Equals | In, Equals | In) => all_in(a.items(), b.items()),
        (NotEquals | NotIn, NotEquals | NotIn) => all_in(b.items(), a.items()),
        (Equals | In, NotEquals | NotIn) => !overlap(a.items(), b.items()),
        (StartsWith, StartsWith) => affixed(a, b, |long, short| long.starts_with(short)),
        (EndsWith, EndsWith) => affixed(a, b, |long, short| long.ends_with(short)),
        (x, y) if x == y && a.value == b.value => true,
        _ => order::within(a, b),
    }
}

/// Whether no value passes both.
pub(super) fn disjoint(a: &Test<'_>, b: &Test<'_>) -> bool {
    use Operator::*;
    match (a.presence(), b.presence()) {
        (None, Some(wanted)) | (Some(wanted), None) => return !wanted,
        (Some(a), Some(b)) => return a != b,
        (None, None) => {}
    }
    let all_in = |a: &[Scalar], b: &[Scalar]| a.iter().all(|x| b.iter().any(|y| same(x, y)));
    let unlike = |fits: fn(&str, &str) -> bool| {
        let pairs = a.items().iter().flat_map(|x| b.items().iter().map(move |y| (x.text.as_str(), y.text.as_str())));
        pairs.into_iter().all(|(x, y)| !fits(x, y) && !fits(y, x))
    };
    match (a.operator, b.operator) {
        (Equals | In, Equals | In) => !overlap(a.items(), b.items()),
        (Equals | In, NotEquals | NotIn) => all_in(a.items(), b.items()),
        (NotEquals | NotIn, Equals | In) => all_in(b.items(), a.items()),
        // Numbers are looked for as they are written.
        (Contains, NotContains) | (NotContains, Contains) => a.value == b.value,
        (StartsWith, StartsWith) => unlike(|long, short| long.starts_with(short)),
        (EndsWith, EndsWith) => unlike(|long, short| long.ends_with(short)),
        _ => order::disjoint(a, b),
    }
}

fn affixed(a: &Test<'_>, b: &Test<'_>, fits: fn(&str, &str) -> bool) -> bool {
    a.items().iter().all(|long| b.items().iter().any(|short| fits(&long.text, &short.text)))
}

/// Whether the same values equal both.
fn same(a: &Scalar, b: &Scalar) -> bool {
    let number = |scalar: &Scalar| scalar.number().filter(|_| scalar.kind == ScalarKind::Number);
    a == b || number(a).is_some_and(|n| number(b) == Some(n))
}

/// Whether some value may equal one of each: texts are read as numbers and booleans too.
fn overlap(a: &[Scalar], b: &[Scalar]) -> bool {
    let number = |scalar: &Scalar| scalar.number().or_else(|| Number::parse(&scalar.text));
    let boolean = |scalar: &Scalar| scalar.text.to_ascii_lowercase().parse::<bool>().ok();
    let meet = |x: &Scalar, y: &Scalar| {
        x.text == y.text
            || number(x).is_some_and(|n| number(y) == Some(n))
            || boolean(x).is_some_and(|b| boolean(y) == Some(b))
    };
    a.iter().any(|x| b.iter().any(|y| meet(x, y)))
}

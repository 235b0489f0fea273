//! The values right beside a value: what an ordering tells apart, if only just.

use crate::model::{Operator, Scalar, ScalarKind, ValueType, parse_instant, parse_version};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use semver::{Prerelease, Version};

/// The value just below a value, and the one just above it, as an operator reads them; `None` where it does not order.
pub(super) fn neighbours(operator: Operator, value: &Scalar) -> Option<(Scalar, Scalar)> {
    match operator.value_type() {
        ValueType::Number => numbers(&value.text),
        ValueType::Instant => instants(parse_instant(&value.text)?),
        ValueType::Version => versions(&parse_version(&value.text)?),
        _ => None,
    }
}

/// One unit of the last decimal that is written: 30 is between 29 and 31, 0.5 between 0.4 and 0.6.
pub(super) fn numbers(text: &str) -> Option<(Scalar, Scalar)> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let units: i128 = format!("{whole}{decimals}").parse().ok()?;
    let scalar = |units: i128| Scalar { text: with_decimals(units, decimals.len()), kind: ScalarKind::Number };
    Some((scalar(units.checked_sub(1)?), scalar(units.checked_add(1)?)))
}

fn with_decimals(units: i128, decimals: usize) -> String {
    let sign = if units < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", units.unsigned_abs(), width = decimals + 1);
    let (whole, rest) = digits.split_at(digits.len() - decimals);
    if decimals == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

fn instants(instant: DateTime<Utc>) -> Option<(Scalar, Scalar)> {
    let second = TimeDelta::seconds(1);
    let scalar = |instant: DateTime<Utc>| Scalar::text(instant.to_rfc3339_opts(SecondsFormat::AutoSi, true));
    Some((scalar(instant.checked_sub_signed(second)?), scalar(instant.checked_add_signed(second)?)))
}

/// The next patch, and the last one or, where there is none, the lowest pre-release.
fn versions(version: &Version) -> Option<(Scalar, Scalar)> {
    const LAST: u64 = 999;
    let at = |major, minor, patch| Version::new(major, minor, patch);
    let Version { major, minor, patch, .. } = *version;
    let below = match (major, minor, patch) {
        _ if !version.pre.is_empty() && version.pre.as_str() != "0" => lowest(at(major, minor, patch)),
        (_, _, 1..) => at(major, minor, patch - 1),
        _ if version.pre.is_empty() => lowest(at(major, minor, patch)),
        (_, 1.., _) => at(major, minor - 1, LAST),
        (1.., _, _) => at(major - 1, LAST, LAST),
        _ => return None,
    };
    let above = if version.pre.is_empty() { at(major, minor, patch.checked_add(1)?) } else { at(major, minor, patch) };
    Some((Scalar::text(below.to_string()), Scalar::text(above.to_string())))
}

/// The first pre-release of a version, which comes before all others of it.
fn lowest(version: Version) -> Version {
    Version { pre: Prerelease::new("0").unwrap_or_default(), ..version }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(operator: Operator, value: &str) -> Option<(String, String)> {
        neighbours(operator, &Scalar::text(value)).map(|(below, above)| (below.text, above.text))
    }

    #[test]
    fn each_kind_has_its_own_step() {
        use Operator::*;
        for (operator, value, below, above) in [
            (GreaterThan, "30", "29", "31"),
            (AtMost, "0.5", "0.4", "0.6"),
            (AtLeast, "-0.05", "-0.06", "-0.04"),
            (LessThan, "10.00", "9.99", "10.01"),
            (Before, "2026-12-01", "2026-11-30T23:59:59Z", "2026-12-01T00:00:01Z"),
            (SemverAtLeast, "5.1", "5.1.0-0", "5.1.1"),
            (SemverEquals, "5.2.3", "5.2.2", "5.2.4"),
            (SemverLessThan, "6.0.0-0", "5.999.999", "6.0.0"),
            (SemverLessThan, "6.0.0-rc.1", "6.0.0-0", "6.0.0"),
        ] {
            assert_eq!(texts(operator, value), Some((below.to_owned(), above.to_owned())), "{operator} {value}");
        }
        for (operator, value) in [(Equals, "30"), (GreaterThan, "1e3"), (SemverAtMost, "0.0.0-0")] {
            assert_eq!(texts(operator, value), None, "{operator} {value}");
        }
    }
}

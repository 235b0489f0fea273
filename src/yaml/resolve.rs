//! What a plain scalar means: YAML 1.2's core schema, <https://yaml.org/spec/1.2.2/#103-core-schema>.
//!
//! Two things are text here that the schema calls numbers: digits that begin with a zero (`007`, a postal code),
//! and the infinities, which JSON does not have.

use crate::model::{Scalar, ScalarKind};

/// What a text means where it stands without quotes; null is a text like others.
pub fn plain(text: &str) -> Scalar {
    Scalar { text: text.to_owned(), kind: resolve(text).unwrap_or(ScalarKind::Text) }
}

/// The kind of a plain scalar; `None` for null.
pub(super) fn resolve(text: &str) -> Option<ScalarKind> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => None,
        "true" | "True" | "TRUE" | "false" | "False" | "FALSE" => Some(ScalarKind::Boolean),
        _ if is_number(text) => Some(ScalarKind::Number),
        _ => Some(ScalarKind::Text),
    }
}

fn is_number(text: &str) -> bool {
    if let Some(digits) = text.strip_prefix("0x") {
        return !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit());
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return !digits.is_empty() && digits.bytes().all(|b| matches!(b, b'0'..=b'7'));
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let leading_zero = whole.len() > 1 && whole.starts_with('0');
    let mantissa_fits = digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty());
    let exponent_fits = exponent.is_none_or(|exponent| {
        let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        !exponent.is_empty() && digits(exponent)
    });
    mantissa_fits && exponent_fits && !leading_zero
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_follow_the_core_schema() {
        for text in ["0", "-1", "+5", "3.14", ".5", "5.", "1e3", "1E-3", "0x1F", "0o17", "-0"] {
            assert_eq!(resolve(text), Some(ScalarKind::Number), "{text}");
        }
        for text in [
            "007",
            "00",
            "yes",
            "no",
            "on",
            "off",
            "-",
            "+",
            ".",
            "1.2.3",
            "0x",
            "0o8",
            "1e",
            ".inf",
            ".nan",
            "2026-11-01",
            "1_000",
            "e3",
        ] {
            assert_eq!(resolve(text), Some(ScalarKind::Text), "{text}");
        }
        for text in ["true", "False", "TRUE"] {
            assert_eq!(resolve(text), Some(ScalarKind::Boolean), "{text}");
        }
        for text in ["", "~", "null"] {
            assert_eq!(resolve(text), None, "{text}");
        }
    }
}

//! One value of a condition, as its author wrote it, and how it compares to a context's values.

mod members;

use members::Members;
use serde_json::Value;

/// What kind of value an author wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScalarKind {
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// Anything else, and all that is quoted.
    Text,
}

/// A boolean, number or text, with the exact text that stands in the file: `2.10` is still `2.10`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// The text as written, without quotes.
    pub text: String,
    /// What the text means.
    pub kind: ScalarKind,
}

/// A number that compares by its value: an integer and a float that are equal are the same `Number`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Number(Repr);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Repr {
    Integer(i128),
    /// The bits of a float that no `i128` equals; never NaN.
    Float(u64),
}

impl Number {
    /// Reads plain decimal text: `31`, `-1.5`, `1e3`; no spaces, sign `+`, hex or `inf`.
    pub fn parse(text: &str) -> Option<Number> {
        if !is_plain_decimal(text) {
            return None;
        }
        match text.parse::<i128>() {
            Ok(integer) => Some(Number(Repr::Integer(integer))),
            Err(_) => text.parse::<f64>().ok().and_then(Number::from_f64),
        }
    }

    /// From a float; `None` for NaN and the infinities.
    pub fn from_f64(float: f64) -> Option<Number> {
        /// Below this every integral float is an `i128`.
        const EXACT: f64 = (1u128 << 126) as f64;
        if !float.is_finite() {
            return None;
        }
        let integral = float.fract() == 0.0 && float.abs() < EXACT;
        Some(Number(if integral { Repr::Integer(float as i128) } else { Repr::Float(float.to_bits()) }))
    }

    /// From a number of a JSON context.
    pub fn from_json(number: &serde_json::Number) -> Option<Number> {
        match (number.as_i64(), number.as_u64()) {
            (Some(integer), _) => Some(Number(Repr::Integer(integer.into()))),
            (_, Some(integer)) => Some(Number(Repr::Integer(integer.into()))),
            _ => number.as_f64().and_then(Number::from_f64),
        }
    }

    /// The number that a context's value is or, if it is a string, reads as.
    pub fn read(value: &Value) -> Option<Number> {
        match value {
            Value::Number(number) => Number::from_json(number),
            Value::String(text) => Number::parse(text),
            _ => None,
        }
    }

    fn as_f64(self) -> f64 {
        match self.0 {
            Repr::Integer(integer) => integer as f64,
            Repr::Float(bits) => f64::from_bits(bits),
        }
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        match (self.0, other.0) {
            (Repr::Integer(a), Repr::Integer(b)) => a.cmp(&b),
            _ => self.as_f64().total_cmp(&other.as_f64()),
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// `-? digits (. digits)? ((e|E) (+|-)? digits)?`
fn is_plain_decimal(text: &str) -> bool {
    fn digits(text: &str) -> Option<&str> {
        let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        (end > 0).then(|| &text[end..])
    }
    fn rest(text: &str) -> Option<&str> {
        let mut text = digits(text.strip_prefix('-').unwrap_or(text))?;
        if let Some(fraction) = text.strip_prefix('.') {
            text = digits(fraction)?;
        }
        match text.strip_prefix(['e', 'E']) {
            Some(exponent) => digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)),
            None => Some(text),
        }
    }
    rest(text) == Some("")
}

/// Reads `true` or `false`, as written in lower case.
fn parse_bool(text: &str) -> Option<bool> {
    match text {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// A set of [`Scalar`]s that answers membership for a context's value without looking at each member.
#[derive(Clone, Debug, Default)]
pub struct ScalarSet {
    texts: Members<String>,
    numbers: Members<Number>,
    booleans: [bool; 2],
    /// What the texts read as, for attributes that are numbers or booleans themselves.
    texts_as_numbers: Members<Number>,
    texts_as_booleans: [bool; 2],
}

impl<'a> FromIterator<&'a Scalar> for ScalarSet {
    fn from_iter<I: IntoIterator<Item = &'a Scalar>>(scalars: I) -> Self {
        let mut set = ScalarSet::default();
        for scalar in scalars {
            set.insert(scalar);
        }
        set
    }
}

impl ScalarSet {
    fn insert(&mut self, scalar: &Scalar) {
        match scalar.kind {
            ScalarKind::Boolean => self.booleans[usize::from(scalar.text.eq_ignore_ascii_case("true"))] = true,
            ScalarKind::Number => scalar.number().into_iter().for_each(|number| self.numbers.insert(number)),
            ScalarKind::Text => {
                if let Some(number) = Number::parse(&scalar.text) {
                    self.texts_as_numbers.insert(number);
                }
                if let Some(boolean) = parse_bool(&scalar.text) {
                    self.texts_as_booleans[usize::from(boolean)] = true;
                }
                self.texts.insert(scalar.text.clone());
            }
        }
    }

    /// Whether a context's value equals a member; `None` for a shape that equals nothing (null, list, object).
    ///
    /// A string is read as the type of the member it is held against, a number or boolean equals a text that reads as it.
    pub fn contains(&self, value: &Value) -> Option<bool> {
        match value {
            Value::String(text) => Some(
                self.texts.contains(text.as_str())
                    || parse_bool(text).is_some_and(|boolean| self.booleans[usize::from(boolean)])
                    || (!self.numbers.is_empty()
                        && Number::parse(text).is_some_and(|number| self.numbers.contains(&number))),
            ),
            Value::Number(number) => {
                let number = Number::from_json(number)?;
                Some(self.numbers.contains(&number) || self.texts_as_numbers.contains(&number))
            }
            Value::Bool(boolean) => {
                let index = usize::from(*boolean);
                Some(self.booleans[index] || self.texts_as_booleans[index])
            }
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        }
    }
}

impl Scalar {
    /// A text, as if it stood in quotes.
    pub fn text(text: impl Into<String>) -> Scalar {
        Scalar { text: text.into(), kind: ScalarKind::Text }
    }

    /// The number this scalar is; also for YAML's other spellings (`+5`, `.5`, `0x1F`, `0o17`).
    pub fn number(&self) -> Option<Number> {
        if self.kind != ScalarKind::Number {
            return None;
        }
        let text = self.text.strip_prefix('+').unwrap_or(&self.text);
        let radix = |prefix: &str, radix| {
            let digits = text.strip_prefix(prefix)?;
            i128::from_str_radix(digits, radix).ok().map(|integer| Number(Repr::Integer(integer)))
        };
        Number::parse(text)
            .or_else(|| radix("0x", 16))
            .or_else(|| radix("0o", 8))
            .or_else(|| text.parse::<f64>().ok().and_then(Number::from_f64))
    }

    /// This scalar as a JSON value.
    pub fn to_json(&self) -> Value {
        match self.kind {
            ScalarKind::Boolean => Value::Bool(self.text.eq_ignore_ascii_case("true")),
            ScalarKind::Text => Value::String(self.text.clone()),
            ScalarKind::Number => self.number_to_json().unwrap_or_else(|| Value::String(self.text.clone())),
        }
    }

    fn number_to_json(&self) -> Option<Value> {
        let number = self.number()?;
        let written_as_float = self.text.contains(['.', 'e', 'E']) && !self.text.starts_with("0x");
        if let (Repr::Integer(integer), false) = (number.0, written_as_float) {
            if let Ok(integer) = i64::try_from(integer) {
                return Some(integer.into());
            }
            if let Ok(integer) = u64::try_from(integer) {
                return Some(integer.into());
            }
        }
        serde_json::Number::from_f64(number.as_f64()).map(Value::Number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_are_read_from_plain_decimal_text_alone() {
        for (text, twin) in [("31", "31.0"), ("1e3", "1000"), ("-1.5", "-15e-1"), ("0", "-0"), ("1E+2", "100")] {
            assert_eq!(Number::parse(text), Number::parse(twin), "{text}");
            assert!(Number::parse(text).is_some(), "{text}");
        }
        for bad in ["", " 31", "31 ", "+31", "0x1f", "inf", "NaN", "1.", ".5", "1e", "1_000", "--1", "٣"] {
            assert_eq!(Number::parse(bad), None, "{bad}");
        }
        assert!(Number::parse("9007199254740993") > Number::parse("9007199254740992"));
    }

    #[test]
    fn a_set_reads_a_value_as_its_members_type() {
        let scalar = |text: &str, kind| Scalar { text: text.into(), kind };
        let set: ScalarSet = [
            scalar("31", ScalarKind::Number),
            scalar("true", ScalarKind::Boolean),
            scalar("7", ScalarKind::Text),
            scalar("false", ScalarKind::Text),
        ]
        .iter()
        .collect();
        for yes in [
            json!(31),
            json!(31.0),
            json!("31"),
            json!("31.0"),
            json!(true),
            json!("true"),
            json!("7"),
            json!(7),
            json!(false),
        ] {
            assert_eq!(set.contains(&yes), Some(true), "{yes}");
        }
        for no in [json!("7.0"), json!("True"), json!(""), json!(32)] {
            assert_eq!(set.contains(&no), Some(false), "{no}");
        }
        assert_eq!(set.contains(&json!([31])), None);
        assert_eq!(set.contains(&json!(null)), None);
    }

    #[test]
    fn json_keeps_what_a_number_is() {
        let number = |text: &str| Scalar { text: text.into(), kind: ScalarKind::Number }.to_json().to_string();
        assert_eq!(number("5"), "5");
        assert_eq!(number("5.0"), "5.0");
        assert_eq!(number("0x1F"), "31");
        assert_eq!(number("18446744073709551615"), "18446744073709551615");
    }
}

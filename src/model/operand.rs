//! What an operator's value means: its text is read once, as the type that the operator calls for.

use super::{Comparison, Number, Operator, Scalar, ScalarKind, ScalarSet, parse_instant, parse_version};
use chrono::{DateTime, Utc};
use regex::Regex;
use std::fmt;

/// The largest compiled size of one regular expression, in bytes.
const REGEX_SIZE: usize = 1 << 20;

/// The value of a condition, ready to be compared with.
#[derive(Clone, Debug)]
pub enum Operand {
    /// For `equals`, `in` and their opposites.
    Set(ScalarSet),
    /// For `contains`: the element of a list, and the text to look for in a string.
    Element(ScalarSet, String),
    /// For `starts_with` and `ends_with`: any of these.
    Affixes(Vec<String>),
    /// For `matches`.
    Pattern(Regex),
    /// For the orderings of numbers.
    Number(Number),
    /// For `before` and `after`.
    Instant(DateTime<Utc>),
    /// For the `semver_` operators.
    Version(semver::Version),
    /// For `exists`.
    Presence(bool),
}

/// What an operator takes as its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// A boolean, number or text.
    Scalar,
    /// A list of scalars.
    ScalarList,
    /// A text, or a list of texts.
    Texts,
    /// A regular expression in the linear-time syntax of the `regex` crate.
    Pattern,
    /// A number.
    Number,
    /// A date, or an RFC 3339 time.
    Instant,
    /// A version.
    Version,
    /// `true` or `false`.
    Boolean,
}

/// Why a value does not suit its operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OperandError {
    /// Another type than the operator takes.
    WrongType(ValueType),
    /// Not a regular expression; the message says where.
    InvalidRegex(String),
    /// Not a date or an RFC 3339 time.
    InvalidDate,
    /// Not a version.
    InvalidVersion,
}

impl Operator {
    /// What this operator takes as its value.
    pub fn value_type(self) -> ValueType {
        use Operator::*;
        match self {
            Equals | NotEquals | Contains | NotContains => ValueType::Scalar,
            In | NotIn => ValueType::ScalarList,
            StartsWith | EndsWith => ValueType::Texts,
            Matches => ValueType::Pattern,
            GreaterThan | AtLeast | LessThan | AtMost => ValueType::Number,
            Before | After => ValueType::Instant,
            SemverEquals | SemverGreaterThan | SemverAtLeast | SemverLessThan | SemverAtMost => ValueType::Version,
            Exists => ValueType::Boolean,
        }
    }

    /// Reads this operator's value.
    ///
    /// # Errors
    /// Where the value has another type, or is no regular expression, date or version.
    pub fn operand(self, value: &Comparison) -> Result<Operand, OperandError> {
        let wrong_type = || OperandError::WrongType(self.value_type());
        match (value, self.value_type()) {
            (Comparison::List(list), ValueType::ScalarList) => Ok(Operand::Set(list.iter().collect())),
            (Comparison::List(list), ValueType::Texts) => {
                let texts: Option<Vec<String>> = list.iter().map(text).collect();
                texts.map(Operand::Affixes).ok_or_else(wrong_type)
            }
            (Comparison::Scalar(scalar), value_type) => self.scalar_operand(scalar, value_type),
            (Comparison::List(_), _) => Err(wrong_type()),
        }
    }

    fn scalar_operand(self, scalar: &Scalar, value_type: ValueType) -> Result<Operand, OperandError> {
        let wrong_type = OperandError::WrongType(value_type);
        match value_type {
            ValueType::ScalarList => Err(wrong_type),
            ValueType::Scalar if matches!(self, Operator::Contains | Operator::NotContains) => {
                Ok(Operand::Element([scalar].into_iter().collect(), scalar.text.clone()))
            }
            ValueType::Scalar => Ok(Operand::Set([scalar].into_iter().collect())),
            ValueType::Texts => text(scalar).map(|text| Operand::Affixes(vec![text])).ok_or(wrong_type),
            ValueType::Pattern => pattern(&text(scalar).ok_or(wrong_type)?).map(Operand::Pattern),
            ValueType::Number => scalar.number().map(Operand::Number).ok_or(wrong_type),
            ValueType::Instant => parse_instant(&scalar.text).map(Operand::Instant).ok_or(OperandError::InvalidDate),
            // Read from the text: an unquoted 2.10 is the version 2.10, not the number 2.1.
            ValueType::Version => parse_version(&scalar.text).map(Operand::Version).ok_or(OperandError::InvalidVersion),
            ValueType::Boolean if scalar.kind == ScalarKind::Boolean => {
                Ok(Operand::Presence(scalar.text.eq_ignore_ascii_case("true")))
            }
            ValueType::Boolean => Err(wrong_type),
        }
    }
}

fn text(scalar: &Scalar) -> Option<String> {
    (scalar.kind == ScalarKind::Text).then(|| scalar.text.clone())
}

fn pattern(text: &str) -> Result<Regex, OperandError> {
    regex::RegexBuilder::new(text).size_limit(REGEX_SIZE).build().map_err(|error| {
        // The crate draws the pattern over several lines and ends with the reason.
        let text = error.to_string();
        let reason = text.lines().last().unwrap_or(&text);
        OperandError::InvalidRegex(reason.trim_start_matches("error: ").to_owned())
    })
}

impl fmt::Display for ValueType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ValueType::Scalar => "a text, number or boolean",
            ValueType::ScalarList => "a list of texts, numbers or booleans",
            ValueType::Texts => "a text or a list of texts",
            ValueType::Pattern => "a regular expression",
            ValueType::Number => "a number",
            ValueType::Instant => "a date or an RFC 3339 time",
            ValueType::Version => "a version",
            ValueType::Boolean => "true or false",
        })
    }
}

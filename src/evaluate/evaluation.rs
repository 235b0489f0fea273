//! What an evaluation answers.

use super::flag::Variant;
use crate::model::{ErrorCode, Reason, VariantName};
use serde_json::Value;

/// A flag's answer for one context; borrowed from the compiled flag.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evaluation<'a> {
    /// The variant served.
    pub variant: &'a VariantName,
    /// Its value.
    pub value: &'a Value,
    /// Why.
    pub reason: Reason,
    /// The rule whose clause decided; none for the default clause, overrides and a disabled flag.
    pub rule: Option<RuleRef<'a>>,
    /// The bucket in thousandths of a percent, where a draw was made.
    pub bucket: Option<u32>,
    /// What stood in the way.
    pub error: Option<ErrorCode>,
}

/// A rule of a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleRef<'a> {
    /// Its place, from 0.
    pub index: usize,
    /// Its name, if it has one.
    pub name: Option<&'a str>,
}

impl<'a> Evaluation<'a> {
    pub(super) fn of(variant: &'a Variant, reason: Reason) -> Evaluation<'a> {
        Evaluation { variant: &variant.name, value: &variant.value, reason, rule: None, bucket: None, error: None }
    }
}

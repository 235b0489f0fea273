//! What `eval --contexts --summary` returns.

use super::{LinesRead, VERSION};
use serde::Serialize;
use serde_json::Value;

/// How often each answer was given.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SummaryReport {
    version: u32,
    /// The environment; null for none.
    pub environment: Option<String>,
    /// How many contexts were answered.
    pub contexts: u64,
    /// How many lines are no contexts.
    pub bad_lines: u64,
    /// The attribute by which contexts are grouped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_by: Option<String>,
    /// In the order asked for.
    pub flags: Vec<FlagSummary>,
    /// What was read.
    #[serde(skip)]
    pub lines: LinesRead,
}

/// How often one flag gave each answer.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FlagSummary {
    /// The flag.
    pub key: String,
    /// Every variant, in the order written.
    pub variants: Vec<VariantCount>,
    /// Why, the most frequent first.
    pub reasons: Vec<ReasonCount>,
    /// The largest groups, the largest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<GroupCount>>,
    /// The other groups together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_groups: Option<OtherGroups>,
}

/// How many got a variant.
#[derive(Debug, Serialize)]
pub struct VariantCount {
    /// The variant.
    pub variant: String,
    /// Its value.
    pub value: Value,
    /// How many contexts.
    pub count: u64,
    /// In percent, to three decimals.
    pub share: f64,
}

/// How many answers came about so.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReasonCount {
    /// OpenFeature's reason.
    pub reason: &'static str,
    /// The rule that decided.
    pub rule: Option<super::RuleReport>,
    /// OpenFeature's error code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_code: Option<&'static str>,
    /// How many contexts.
    pub count: u64,
    /// In percent, to three decimals.
    pub share: f64,
}

/// The contexts that have the same value.
#[derive(Debug, Serialize)]
pub struct GroupCount {
    /// The attribute's text; null where it is missing.
    pub group: Option<String>,
    /// How many contexts.
    pub count: u64,
    /// In percent of all contexts.
    pub share: f64,
    /// In the order of the flag's variants, in percent of the group.
    pub variants: Vec<VariantShare>,
}

/// The groups that are not told one by one.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OtherGroups {
    /// How many.
    pub groups: usize,
    /// Whether there are more, too many to be told apart.
    pub uncounted: bool,
    /// How many contexts.
    pub count: u64,
    /// In percent of all contexts.
    pub share: f64,
    /// In the order of the flag's variants.
    pub variants: Vec<VariantShare>,
}

/// How many of a group got a variant.
#[derive(Debug, Serialize)]
pub struct VariantShare {
    /// The variant.
    pub variant: String,
    /// How many contexts.
    pub count: u64,
    /// In percent of the group.
    pub share: f64,
}

impl SummaryReport {
    /// The summary of these flags.
    pub fn new(
        environment: Option<String>,
        group_by: Option<String>,
        flags: Vec<FlagSummary>,
        lines: LinesRead,
    ) -> Self {
        let bad_lines = lines.bad.count;
        SummaryReport {
            version: VERSION,
            environment,
            contexts: lines.lines - bad_lines,
            bad_lines,
            group_by,
            flags,
            lines,
        }
    }
}

/// A part in percent, to three decimals; of nothing it is nothing.
pub fn percent_of(part: u64, whole: u64) -> f64 {
    match whole {
        0 => 0.0,
        whole => (part as f64 / whole as f64 * 100_000.0).round() / 1000.0,
    }
}

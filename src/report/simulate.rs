//! What `simulate` returns.

use super::{FlagSummary, LinesRead, RuleReport, VERSION};
use crate::statistics::GoodnessOfFit;
use serde::Serialize;

/// How a flag answers many who are nobody, or contexts.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SimulateReport {
    version: u32,
    /// The flag.
    pub key: String,
    /// The environment; null for none.
    pub environment: Option<String>,
    /// Who: `u-1 … u-100000`, or the input's name.
    pub population: String,
    /// How many were answered.
    pub contexts: u64,
    /// How many lines are no contexts.
    pub bad_lines: u64,
    /// Who gets what, and why; null where the ramp was asked for.
    pub answers: Option<FlagSummary>,
    /// Whether those who were drawn fall as the shares say, clause by clause.
    pub ratios: Vec<RatioReport>,
    /// The ramp, step by step, the present state first; null where it was not asked for.
    pub ramp: Option<Vec<RampStep>>,
    /// What whoever reads it should know.
    pub notes: Vec<String>,
    /// What was read.
    #[serde(skip)]
    pub lines: LinesRead,
}

/// Those for whom one clause drew, held against its shares by Pearson's chi-squared test.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RatioReport {
    /// The rule; null for the default clause.
    pub rule: Option<RuleReport>,
    /// By variant.
    pub variants: Vec<RatioCount>,
    /// The sum of the squared deviations, each over what is expected.
    pub statistic: f64,
    /// One less than the variants.
    pub degrees: f64,
    /// How often chance alone gives counts as far from the shares.
    pub p_value: f64,
    /// Whether enough were drawn to rely on it.
    pub reliable: bool,
    /// Whether the counts do not fit the shares.
    pub mismatch: bool,
}

/// A variant's count beside its share.
#[derive(Debug, Serialize)]
pub struct RatioCount {
    /// The variant.
    pub variant: String,
    /// How many were drawn it.
    pub count: u64,
    /// The share that is configured, in percent.
    pub configured: f64,
    /// The share that was counted, in percent, to three decimals.
    pub counted: f64,
}

/// A step of the ramp.
#[derive(Debug, Serialize)]
pub struct RampStep {
    /// The day; null for the present state, and without a plan of days.
    pub date: Option<String>,
    /// The percentage.
    pub rollout: f64,
    /// How many get more than the fallback.
    pub count: u64,
    /// In percent.
    pub share: f64,
    /// How many more than at the step before.
    pub gain: u64,
    /// How many had something at the step before and get something else.
    pub lose: u64,
}

impl RatioReport {
    /// Chance alone is further off once in a thousand times.
    const SUSPICIOUS: f64 = 0.001;

    /// Below that the test is not to be relied on.
    const LEAST_EXPECTED: f64 = 5.0;

    /// What a test says of these counts.
    pub fn new(rule: Option<RuleReport>, variants: Vec<RatioCount>, fit: GoodnessOfFit) -> RatioReport {
        let GoodnessOfFit { statistic, degrees, p_value, least_expected } = fit;
        let is_impossible = variants.iter().any(|variant| variant.configured == 0.0 && variant.count > 0);
        let reliable = least_expected >= Self::LEAST_EXPECTED || is_impossible;
        let mismatch = reliable && p_value < Self::SUSPICIOUS;
        // What is impossible is infinitely far off, which JSON has no number for.
        let statistic = if statistic.is_finite() { statistic } else { f64::MAX };
        RatioReport { rule, variants, statistic, degrees, p_value, reliable, mismatch }
    }
}

impl SimulateReport {
    /// Of this flag, with nothing counted yet.
    pub fn new(key: &str, environment: Option<&str>, population: String, lines: LinesRead) -> SimulateReport {
        SimulateReport {
            version: VERSION,
            key: key.to_owned(),
            environment: environment.map(str::to_owned),
            population,
            contexts: lines.lines - lines.bad.count,
            bad_lines: lines.bad.count,
            answers: None,
            ratios: Vec::new(),
            ramp: None,
            notes: Vec::new(),
            lines,
        }
    }

    /// Whether shares are not kept, or somebody loses what a step before gave.
    pub fn is_suspicious(&self) -> bool {
        self.ratios.iter().any(|ratio| ratio.mismatch) || self.ramp.iter().flatten().any(|step| step.lose > 0)
    }
}

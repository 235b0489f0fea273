//! What `experiment plan` and `experiment analyze` return.

use super::VERSION;
use crate::statistics::Interval;
use serde::Serialize;

/// What `experiment plan` returns.
#[derive(Debug, Serialize)]
pub struct PlanReport {
    /// The version of the document.
    pub version: Version,
    /// The flag.
    pub key: String,
    /// Where; null for none.
    pub environment: Option<String>,
    /// `conversion` or `value`.
    pub metric: &'static str,
    /// What the metric is without the change: a rate or a mean; null for a mean that was not said.
    pub baseline: Option<f64>,
    /// The standard deviation of a value.
    pub deviation: Option<f64>,
    /// The difference to find, in the metric's unit.
    pub difference: f64,
    /// The same as a share of the baseline.
    pub relative_difference: Option<f64>,
    /// How often it is found where it is there.
    pub power: f64,
    /// How often any difference is found that is not there.
    pub alpha: f64,
    /// The same of each comparison.
    pub alpha_per_comparison: f64,
    /// The variant that the others are held against.
    pub control: String,
    /// Each variant with its users.
    pub variants: Vec<PlannedVariant>,
    /// All users who take part.
    pub total: u64,
    /// The share of all users that takes part, 0 to 1.
    pub admitted: f64,
    /// Users who come by each day.
    pub traffic: Option<u64>,
    /// Days until enough of them took part.
    pub days: Option<u64>,
    /// The first day on which they did, if it starts today.
    pub until: Option<String>,
    /// What else is worth knowing.
    pub notes: Vec<String>,
}

/// A variant of a plan.
#[derive(Debug, Serialize)]
pub struct PlannedVariant {
    /// Its name.
    pub variant: String,
    /// Its share of all users, 0 to 1.
    pub share: f64,
    /// The users that it takes.
    pub users: u64,
}

/// What `experiment analyze` returns.
#[derive(Debug, Serialize)]
pub struct ExperimentReport {
    /// The version of the document.
    pub version: Version,
    /// The flag.
    pub key: String,
    /// Where; null for none.
    pub environment: Option<String>,
    /// The variant that the others are held against.
    pub control: String,
    /// The level.
    pub alpha: f64,
    /// What was met in the files.
    pub records: RecordsReport,
    /// Whether users fall into the variants as the flag says.
    pub sample_ratio: SampleRatioReport,
    /// The planned number of users, where one is known.
    pub planned: Option<u64>,
    /// Why it is too early to look; null where it is not.
    pub too_early: Option<String>,
    /// The metrics.
    pub metrics: Vec<MetricReport>,
    /// What else is worth knowing.
    pub notes: Vec<String>,
}

/// What was met in the files.
#[derive(Debug, Serialize)]
pub struct RecordsReport {
    /// Users with an exposure.
    pub users: u64,
    /// Users who saw several variants; they are left out.
    pub in_several_variants: u64,
    /// Exposures of a user to a variant already seen.
    pub repeated_exposures: u64,
    /// Conversions that count.
    pub conversions: u64,
    /// Of those, the ones of users who had converted before.
    pub repeated_conversions: u64,
    /// Conversions before the user's first exposure.
    pub before_exposure: u64,
    /// Conversions of users without an exposure.
    pub of_unknown_users: u64,
    /// Conversions of users who are left out.
    pub of_excluded_users: u64,
}

/// Whether users fall into the variants as the flag says.
#[derive(Debug, Serialize)]
pub struct SampleRatioReport {
    /// The p-value of the chi-squared test; null where it was not tested.
    pub p_value: Option<f64>,
    /// The test's statistic.
    pub statistic: Option<f64>,
    /// Its degrees of freedom.
    pub degrees: Option<f64>,
    /// Below this p-value it is a mismatch.
    pub threshold: f64,
    /// They do not.
    pub is_mismatch: bool,
    /// The same in words.
    pub message: String,
}

/// One metric.
#[derive(Debug, Serialize)]
pub struct MetricReport {
    /// `conversion` or `value`.
    pub metric: &'static str,
    /// The test.
    pub test: &'static str,
    /// Each variant, the control first.
    pub variants: Vec<VariantResult>,
}

/// One variant by one metric.
#[derive(Debug, Serialize)]
pub struct VariantResult {
    /// Its name.
    pub variant: String,
    /// Its users.
    pub users: u64,
    /// How many would be there by the flag's shares.
    pub expected_users: Option<f64>,
    /// How many of them converted.
    pub converted: u64,
    /// The rate, or the mean value of a user; null without users.
    pub estimate: Option<f64>,
    /// Its confidence interval.
    pub interval: Option<Interval>,
    /// Against the control; null for the control itself.
    pub comparison: Option<ComparisonReport>,
}

/// A variant against the control.
#[derive(Debug, Serialize)]
pub struct ComparisonReport {
    /// The estimate less the control's.
    pub difference: Option<f64>,
    /// The same as a share of the control's.
    pub relative: Option<f64>,
    /// Its confidence interval.
    pub interval: Option<Interval>,
    /// The test's statistic: z, or t.
    pub statistic: Option<f64>,
    /// The degrees of freedom of t.
    pub degrees: Option<f64>,
    /// The p-value.
    pub p_value: Option<f64>,
    /// The same, corrected for all comparisons of this metric.
    pub corrected_p_value: Option<f64>,
    /// `significant`, `not-significant`, `mismatch` or `too-few`.
    pub verdict: &'static str,
    /// The same in plain words.
    pub message: String,
}

/// Always the present version.
#[derive(Debug, Default)]
pub struct Version;

impl Serialize for Version {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(VERSION)
    }
}

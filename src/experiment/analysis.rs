//! The arms held against the control.

use super::Measured;
use crate::model::VariantName;
use crate::statistics::{
    Compared, GoodnessOfFit, Interval, Proportion, compare_means, compare_proportions, goodness_of_fit, holm,
};

/// Below this p-value, users do not fall into the arms as the flag says: the customary threshold, so strict because the
/// check is made of every experiment.
pub const SRM_THRESHOLD: f64 = 0.001;

/// Counts that are expected to be smaller than this are too small for tests by approximation.
const FEW: f64 = 5.0;

/// What one arm's users did.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// What they got.
    pub variant: VariantName,
    /// Their share by the flag; `None` where the flag does not say.
    pub share: Option<f64>,
    /// What they did.
    pub measured: Measured,
}

/// What is measured of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// Whether they converted.
    Conversion,
    /// The sum of their values.
    Value,
}

/// Whether users fall into the arms as the flag says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SampleRatio {
    /// The flag says no shares.
    Unknown,
    /// Too few users to tell.
    TooFew,
    /// Tested; see [`SRM_THRESHOLD`].
    Tested(GoodnessOfFit),
}

/// What can be said of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Chance alone seldom gives as much.
    Significant,
    /// Chance alone may give as much. That does not show that there is no difference.
    NotSignificant,
    /// The arms are not filled as the flag says, so that no difference means anything.
    Mismatch,
    /// Too little was seen to test.
    TooFew,
}

/// An arm against the control.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// Which of the outcomes it is.
    pub arm: usize,
    /// The difference and its test; `None` where a sample is empty, or has one value.
    pub compared: Option<Compared>,
    /// The p-value by Holm's correction for all comparisons of the metric.
    pub corrected: Option<f64>,
    /// What can be said.
    pub verdict: Verdict,
}

/// One metric.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricResult {
    /// Which.
    pub metric: Metric,
    /// Each arm's estimate and its interval, in the arms' order.
    pub estimates: Vec<Option<(f64, Option<Interval>)>>,
    /// Each arm but the control.
    pub comparisons: Vec<Comparison>,
}

/// All that is found.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// Whether users fall into the arms as the flag says.
    pub sample_ratio: SampleRatio,
    /// The metrics.
    pub metrics: Vec<MetricResult>,
}

impl SampleRatio {
    /// The arms are not filled as the flag says.
    pub fn is_mismatch(&self) -> bool {
        matches!(self, SampleRatio::Tested(fit) if fit.p_value < SRM_THRESHOLD)
    }
}

/// Holds every arm against the control. The intervals of the differences hold all together at the level, by
/// Bonferroni's correction; p-values are corrected by Holm's.
pub fn analyse(outcomes: &[Outcome], control: usize, metrics: &[Metric], alpha: f64) -> Analysis {
    let sample_ratio = sample_ratio(outcomes);
    let results = metrics.iter().map(|metric| of_metric(*metric, outcomes, control, alpha, &sample_ratio)).collect();
    Analysis { sample_ratio, metrics: results }
}

fn sample_ratio(outcomes: &[Outcome]) -> SampleRatio {
    let cells: Option<Vec<(u64, f64)>> =
        outcomes.iter().map(|outcome| Some((outcome.measured.users, outcome.share?))).collect();
    let Some(cells) = cells else { return SampleRatio::Unknown };
    let is_impossible = cells.iter().any(|(users, share)| *users > 0 && *share == 0.0);
    match goodness_of_fit(&cells) {
        Some(fit) if fit.least_expected >= FEW || is_impossible => SampleRatio::Tested(fit),
        _ => SampleRatio::TooFew,
    }
}

fn of_metric(metric: Metric, outcomes: &[Outcome], control: usize, alpha: f64, ratio: &SampleRatio) -> MetricResult {
    let others = (0..outcomes.len()).filter(|arm| *arm != control);
    let confidence = 1.0 - alpha / (outcomes.len() - 1).max(1) as f64;
    let compare = |arm: usize| compared(metric, &outcomes[control].measured, &outcomes[arm].measured, confidence);
    let mut comparisons: Vec<Comparison> = others
        .map(|arm| Comparison { arm, compared: compare(arm), corrected: None, verdict: Verdict::TooFew })
        .collect();
    let p_value = |comparison: &Comparison| comparison.compared.and_then(|compared| compared.p_value);
    let corrected = holm(&comparisons.iter().map(|comparison| p_value(comparison).unwrap_or(1.0)).collect::<Vec<_>>());
    for (comparison, corrected) in comparisons.iter_mut().zip(corrected) {
        comparison.corrected = p_value(comparison).map(|_| corrected);
        let few = has_few(metric, &outcomes[control].measured, &outcomes[comparison.arm].measured);
        comparison.verdict = match comparison.corrected {
            _ if ratio.is_mismatch() => Verdict::Mismatch,
            Some(_) if few => Verdict::TooFew,
            Some(p) if p < alpha => Verdict::Significant,
            Some(_) => Verdict::NotSignificant,
            None => Verdict::TooFew,
        };
    }
    let estimates = outcomes.iter().map(|outcome| estimate(metric, &outcome.measured, 1.0 - alpha)).collect();
    MetricResult { metric, estimates, comparisons }
}

fn proportion(measured: &Measured) -> Proportion {
    Proportion::new(measured.converted, measured.users)
}

fn compared(metric: Metric, control: &Measured, arm: &Measured, confidence: f64) -> Option<Compared> {
    match metric {
        Metric::Conversion => compare_proportions(proportion(control), proportion(arm), confidence),
        Metric::Value => compare_means(&control.values, &arm.values, confidence),
    }
}

fn has_few(metric: Metric, control: &Measured, arm: &Measured) -> bool {
    match metric {
        Metric::Conversion => proportion(control).least_expected(proportion(arm)) < FEW,
        Metric::Value => false,
    }
}

fn estimate(metric: Metric, measured: &Measured, confidence: f64) -> Option<(f64, Option<Interval>)> {
    match metric {
        Metric::Conversion => proportion(measured).rate().map(|rate| (rate, proportion(measured).wilson(confidence))),
        Metric::Value => (measured.users > 0).then(|| (measured.values.mean, measured.values.interval(confidence))),
    }
}

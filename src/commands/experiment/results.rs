//! What was found, as a report.

use crate::experiment::words::{Asked, sample_ratio, verdict};
use crate::experiment::{Analysis, Cohort, Comparison, Metric, MetricResult, Outcome, SRM_THRESHOLD, SampleRatio};
use crate::report::{
    ComparisonReport, ExperimentReport, MetricReport, RecordsReport, SampleRatioReport, VariantResult, Version,
};

/// What the analysis was of; the first outcome is the control's.
pub(super) struct Found<'a> {
    pub(super) key: &'a str,
    pub(super) environment: Option<&'a str>,
    pub(super) alpha: f64,
    pub(super) outcomes: &'a [Outcome],
    pub(super) planned: Option<u64>,
    pub(super) too_early: Option<String>,
    pub(super) notes: Vec<String>,
}

impl Found<'_> {
    pub(super) fn report(self, cohort: &Cohort, analysis: &Analysis) -> ExperimentReport {
        ExperimentReport {
            version: Version,
            key: self.key.to_owned(),
            environment: self.environment.map(str::to_owned),
            control: self.outcomes[0].variant.0.clone(),
            alpha: self.alpha,
            records: records(cohort),
            sample_ratio: ratio(&analysis.sample_ratio),
            planned: self.planned,
            metrics: analysis.metrics.iter().map(|result| self.metric(result)).collect(),
            too_early: self.too_early,
            notes: self.notes,
        }
    }

    fn metric(&self, result: &MetricResult) -> MetricReport {
        let variants = (0..self.outcomes.len()).map(|nth| self.variant(nth, result)).collect();
        let test = match result.metric {
            Metric::Conversion => "two-proportion z-test",
            Metric::Value => "Welch's t-test",
        };
        MetricReport { metric: result.metric.name(), test, variants }
    }

    fn variant(&self, nth: usize, result: &MetricResult) -> VariantResult {
        let outcome = &self.outcomes[nth];
        let all: u64 = self.outcomes.iter().map(|outcome| outcome.measured.users).sum();
        let shares: f64 = self.outcomes.iter().filter_map(|outcome| outcome.share).sum();
        let estimate = result.estimates[nth];
        let comparison = result.comparisons.iter().find(|comparison| comparison.arm == nth);
        VariantResult {
            variant: outcome.variant.0.clone(),
            users: outcome.measured.users,
            expected_users: outcome.share.map(|share| share / shares * all as f64),
            converted: outcome.measured.converted,
            estimate: estimate.map(|(estimate, _)| estimate),
            interval: estimate.and_then(|(_, interval)| interval),
            comparison: comparison.map(|comparison| self.comparison(comparison, result)),
        }
    }

    fn comparison(&self, comparison: &Comparison, result: &MetricResult) -> ComparisonReport {
        let compared = comparison.compared;
        let asked = Asked { control: 0, alpha: self.alpha, is_early: self.too_early.is_some() };
        let of_control = result.estimates[0].map(|(estimate, _)| estimate).filter(|estimate| *estimate != 0.0);
        ComparisonReport {
            difference: compared.map(|compared| compared.estimate),
            relative: compared.zip(of_control).map(|(compared, control)| compared.estimate / control.abs()),
            interval: compared.map(|compared| compared.difference),
            statistic: compared.and_then(|compared| compared.statistic),
            degrees: compared.and_then(|compared| compared.degrees),
            p_value: compared.and_then(|compared| compared.p_value),
            corrected_p_value: comparison.corrected,
            verdict: comparison.verdict.name(),
            message: verdict(comparison, result.metric, self.outcomes, asked),
        }
    }
}

fn records(cohort: &Cohort) -> RecordsReport {
    let counted = cohort.counted;
    RecordsReport {
        users: cohort.users(),
        in_several_variants: counted.in_several_variants,
        repeated_exposures: counted.repeated_exposures,
        conversions: counted.conversions,
        repeated_conversions: counted.repeated_conversions,
        before_exposure: counted.before_exposure,
        of_unknown_users: counted.of_unknown_users,
        of_excluded_users: counted.of_excluded_users,
    }
}

fn ratio(ratio: &SampleRatio) -> SampleRatioReport {
    let fit = match ratio {
        SampleRatio::Tested(fit) => Some(fit),
        _ => None,
    };
    SampleRatioReport {
        p_value: fit.map(|fit| fit.p_value),
        // Where a user is where nobody can be, it is infinite, which JSON does not know.
        statistic: fit.map(|fit| fit.statistic).filter(|statistic| statistic.is_finite()),
        degrees: fit.map(|fit| fit.degrees),
        threshold: SRM_THRESHOLD,
        is_mismatch: ratio.is_mismatch(),
        message: sample_ratio(ratio),
    }
}

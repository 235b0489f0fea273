//! What was found, in plain words.

use super::{Comparison, Metric, Outcome, SRM_THRESHOLD, SampleRatio, Verdict};
use crate::statistics::Interval;

/// What a verdict depends on beside the numbers.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// Which of the outcomes is the control's.
    pub control: usize,
    /// The level.
    pub alpha: f64,
    /// It is too early to look.
    pub is_early: bool,
}

/// `10.02%`; a small share with more digits.
pub fn percent(share: f64) -> String {
    let decimals = if share > 0.0 && share < 0.01 { 3 } else { 2 };
    format!("{:.decimals$}%", share * 100.0)
}

/// A number with three decimals; one that they do not show, by its power of ten.
pub fn number(value: f64) -> String {
    if value != 0.0 && value.abs() < 0.001 { format!("{value:.2e}") } else { format!("{value:.3}") }
}

/// A share of which people write few decimals: `5%`, `2.5%`
pub fn level(share: f64) -> String {
    format!("{}%", (share * 1e5).round() / 1e3)
}

/// `0.0312`, `<0.0001`
pub fn p_value(p: f64) -> String {
    if p < 0.0001 { "<0.0001".to_owned() } else { format!("{p:.4}") }
}

impl Metric {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Metric::Conversion => "conversion",
            Metric::Value => "value",
        }
    }

    /// An estimate.
    pub fn estimate(self, value: f64) -> String {
        match self {
            Metric::Conversion => percent(value),
            Metric::Value => number(value),
        }
    }

    /// A difference, with its sign: of rates in points of percent.
    pub fn difference(self, value: f64) -> String {
        let sign = if value < 0.0 { "-" } else { "+" };
        match self {
            Metric::Conversion => format!("{sign}{:.2}", value.abs() * 100.0),
            Metric::Value => format!("{sign}{}", number(value.abs())),
        }
    }

    /// `+0.31 to +2.12 points`
    fn range(self, interval: Interval) -> String {
        let unit = if self == Metric::Conversion { " points" } else { "" };
        format!("{} to {}{unit}", self.difference(interval.low), self.difference(interval.high))
    }
}

impl Verdict {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Significant => "significant",
            Verdict::NotSignificant => "not-significant",
            Verdict::Mismatch => "mismatch",
            Verdict::TooFew => "too-few",
        }
    }
}

/// The verdict on a comparison in a sentence.
pub fn verdict(comparison: &Comparison, metric: Metric, outcomes: &[Outcome], asked: Asked) -> String {
    let range = comparison.compared.map(|compared| metric.range(compared.difference)).unwrap_or_default();
    let level = level(asked.alpha);
    let p = comparison.corrected.map(p_value).unwrap_or_default();
    match comparison.verdict {
        Verdict::Significant if asked.is_early => format!(
            "would be significant at {level} if this were the end that was planned: the difference is {range}, p {p}"
        ),
        Verdict::Significant => format!("significant at {level}: the difference is {range}, p {p}"),
        Verdict::NotSignificant => format!(
            "not significant at {level}, p {p}. This does not show that there is no difference: it may be {range}"
        ),
        Verdict::Mismatch => "no verdict: users do not fall into the variants as the flag says".to_owned(),
        Verdict::TooFew => format!("too few to tell: {}", why_too_few(comparison, metric, outcomes, asked.control)),
    }
}

fn why_too_few(comparison: &Comparison, metric: Metric, outcomes: &[Outcome], control: usize) -> String {
    let (ours, theirs) = (&outcomes[comparison.arm], &outcomes[control]);
    let [a, b] = [&ours.measured, &theirs.measured];
    let empty = [ours, theirs].into_iter().find(|outcome| outcome.measured.users == 0);
    match (empty, metric) {
        (Some(outcome), _) => format!("nobody was exposed to '{}'", outcome.variant),
        (None, Metric::Conversion) if a.converted + b.converted == 0 => "nobody converted".to_owned(),
        (None, Metric::Conversion) if a.converted + b.converted == a.users + b.users => {
            "everybody converted".to_owned()
        }
        (None, Metric::Conversion) => {
            "fewer than 5 users who convert, or who do not, are to be expected in a group".to_owned()
        }
        (None, Metric::Value) if a.users < 2 || b.users < 2 => "a group has one user".to_owned(),
        (None, Metric::Value) => "the values of a group do not differ from each other".to_owned(),
    }
}

/// Whether users fall into the variants as the flag says, in a sentence.
pub fn sample_ratio(ratio: &SampleRatio) -> String {
    match ratio {
        SampleRatio::Unknown => "sample ratio not tested: the flag does not say who gets what".to_owned(),
        SampleRatio::TooFew => "sample ratio not tested: fewer than 5 users are to be expected in a group".to_owned(),
        SampleRatio::Tested(fit) if ratio.is_mismatch() => format!(
            "sample ratio mismatch: users do not fall into the variants as the flag says (p {}, below {SRM_THRESHOLD}). \
             Somebody is counted who should not be, or is missing: find out why before you believe any difference",
            p_value(fit.p_value)
        ),
        SampleRatio::Tested(fit) => {
            format!("sample ratio as the flag says (p {})", p_value(fit.p_value))
        }
    }
}

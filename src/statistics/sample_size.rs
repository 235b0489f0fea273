//! How many it takes to see a difference that matters.

use super::normal_quantile;

/// What a two-sided test shall do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TestDesign {
    /// How often it may find a difference that is not there.
    pub alpha: f64,
    /// How often it shall find the difference where it is there.
    pub power: f64,
    /// The size of the second sample over that of the first.
    pub ratio: f64,
}

/// A rate, and the rate that shall be told from it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// Of the first sample.
    pub first: f64,
    /// Of the second.
    pub second: f64,
}

impl TestDesign {
    fn quantiles(&self) -> (f64, f64) {
        (normal_quantile(1.0 - self.alpha / 2.0), normal_quantile(self.power))
    }
}

/// The size of the first sample for the z-test with the pooled rate, as a real number; `None` where nothing is to be
/// told apart.
pub fn proportion_sample_size(rates: Rates, design: TestDesign) -> Option<f64> {
    let Rates { first, second } = rates;
    let pooled = (first + design.ratio * second) / (1.0 + design.ratio);
    let alike = (pooled * (1.0 - pooled) * (1.0 + 1.0 / design.ratio)).sqrt();
    let apart = (first * (1.0 - first) + second * (1.0 - second) / design.ratio).sqrt();
    let (level, power) = design.quantiles();
    let size = ((level * alike + power * apart) / (second - first)).powi(2);
    (size.is_finite() && size > 0.0).then_some(size)
}

/// The same for a difference of means, with one standard deviation for both samples, by the normal approximation.
pub fn mean_sample_size(deviation: f64, difference: f64, design: TestDesign) -> Option<f64> {
    let (level, power) = design.quantiles();
    let size = (1.0 + 1.0 / design.ratio) * ((level + power) * deviation / difference).powi(2);
    (size.is_finite() && size > 0.0).then_some(size)
}

//! Numbers of a sample: what each user was worth.

use super::{Compared, Interval, t_quantile, t_two_sided};

/// A sample's size, mean and spread, gathered value by value without loss where values are large and close together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sample {
    /// How many values.
    pub size: u64,
    /// Their mean; 0 of none.
    pub mean: f64,
    /// The sum of the squared deviations from it.
    deviations: f64,
}

impl Sample {
    /// Takes in one more value.
    pub fn add(&mut self, value: f64) {
        self.size += 1;
        let before = value - self.mean;
        self.mean += before / self.size as f64;
        self.deviations += before * (value - self.mean);
    }

    /// The estimate of the variance; `None` of fewer than two values.
    pub fn variance(&self) -> Option<f64> {
        (self.size > 1).then(|| self.deviations / (self.size - 1) as f64)
    }

    /// The interval of the mean by Student's t.
    pub fn interval(&self, confidence: f64) -> Option<Interval> {
        let n = self.size as f64;
        let t = t_quantile(f64::midpoint(1.0, confidence), n - 1.0)?;
        Some(Interval::around(self.mean, t * (self.variance()? / n).sqrt()))
    }
}

impl Extend<f64> for Sample {
    fn extend<T: IntoIterator<Item = f64>>(&mut self, values: T) {
        values.into_iter().for_each(|value| self.add(value));
    }
}

/// Holds a second mean against a first by Welch's t-test, which does not take the variances to be equal; `None` where
/// either sample has fewer than two values.
pub fn compare_means(first: &Sample, second: &Sample, confidence: f64) -> Option<Compared> {
    let error = |sample: &Sample| Some(sample.variance()? / sample.size as f64);
    let (e1, e2) = (error(first)?, error(second)?);
    let estimate = second.mean - first.mean;
    let squared = e1 + e2;
    if squared <= 0.0 {
        let difference = Interval::around(estimate, 0.0);
        return Some(Compared { estimate, difference, statistic: None, degrees: None, p_value: None });
    }
    let degrees = squared * squared / (e1 * e1 / (first.size - 1) as f64 + e2 * e2 / (second.size - 1) as f64);
    let statistic = estimate / squared.sqrt();
    let margin = t_quantile(f64::midpoint(1.0, confidence), degrees)? * squared.sqrt();
    Some(Compared {
        estimate,
        difference: Interval::around(estimate, margin),
        statistic: Some(statistic),
        degrees: Some(degrees),
        p_value: t_two_sided(statistic, degrees),
    })
}

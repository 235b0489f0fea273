//! Shares of a sample: who converted, out of how many.

use super::{Compared, Interval, normal_quantile, normal_two_sided};

/// So many of so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proportion {
    /// Those who did.
    pub successes: u64,
    /// All.
    pub trials: u64,
}

impl Proportion {
    /// So many of so many; there are never more successes than trials.
    pub fn new(successes: u64, trials: u64) -> Proportion {
        Proportion { successes: successes.min(trials), trials }
    }

    /// The share; `None` of nobody.
    pub fn rate(self) -> Option<f64> {
        (self.trials > 0).then(|| self.successes as f64 / self.trials as f64)
    }

    /// Wilson's score interval, which stays in 0 to 1 and says something even where nobody or everybody did.
    pub fn wilson(self, confidence: f64) -> Option<Interval> {
        let (n, rate) = (self.trials as f64, self.rate()?);
        let z = normal_quantile(f64::midpoint(1.0, confidence));
        let middle = (rate + z * z / (2.0 * n)) / (1.0 + z * z / n);
        let margin = z / (1.0 + z * z / n) * (rate * (1.0 - rate) / n + z * z / (4.0 * n * n)).sqrt();
        // The ends are exact at the borders, where rounding would leave a trace.
        let low = if self.successes == 0 { 0.0 } else { middle - margin };
        let high = if self.successes == self.trials { 1.0 } else { middle + margin };
        Some(Interval { low, high })
    }

    /// The smallest count that a test of equal rates expects in any cell of the two samples.
    pub fn least_expected(self, other: Proportion) -> f64 {
        let (trials, successes) = (self.trials + other.trials, self.successes + other.successes);
        let rarer = successes.min(trials - successes);
        if trials == 0 { 0.0 } else { self.trials.min(other.trials) as f64 * rarer as f64 / trials as f64 }
    }
}

/// Holds a second rate against a first: the two-proportion z-test with the pooled rate, and Newcombe's hybrid score
/// interval of the difference, which is made of both Wilson intervals and so has no trouble at 0 or 1.
pub fn compare_proportions(first: Proportion, second: Proportion, confidence: f64) -> Option<Compared> {
    let (p1, p2) = (first.rate()?, second.rate()?);
    let (w1, w2) = (first.wilson(confidence)?, second.wilson(confidence)?);
    let estimate = p2 - p1;
    let difference = Interval {
        low: estimate - (p2 - w2.low).hypot(w1.high - p1),
        high: estimate + (w2.high - p2).hypot(p1 - w1.low),
    };
    let (n1, n2) = (first.trials as f64, second.trials as f64);
    let pooled = (first.successes + second.successes) as f64 / (n1 + n2);
    let error = (pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n2)).sqrt();
    let statistic = (error > 0.0).then(|| estimate / error);
    Some(Compared { estimate, difference, statistic, degrees: None, p_value: statistic.map(normal_two_sided) })
}

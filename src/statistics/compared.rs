//! What comparing two samples gives.

use super::Interval;

/// A second sample held against a first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compared {
    /// The second's estimate less the first's.
    pub estimate: f64,
    /// What the difference may be.
    pub difference: Interval,
    /// The test's statistic: z, or t; `None` where nothing varies.
    pub statistic: Option<f64>,
    /// The degrees of freedom of a t statistic.
    pub degrees: Option<f64>,
    /// How often chance alone gives a difference as large to either side; `None` where nothing varies.
    pub p_value: Option<f64>,
}

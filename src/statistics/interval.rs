//! A range that holds what is estimated, with some confidence.

use serde::Serialize;

/// Both ends belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// A value and as much to both sides of it.
    pub fn around(middle: f64, margin: f64) -> Interval {
        Interval { low: middle - margin, high: middle + margin }
    }

    /// Whether a value is in it.
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// How far apart its ends are.
    pub fn width(&self) -> f64 {
        self.high - self.low
    }
}

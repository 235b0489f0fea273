//! How many users it takes.

use super::Arms;
use crate::statistics::{Rates, TestDesign, mean_sample_size, proportion_sample_size};
use std::str::FromStr;

/// The smallest difference worth finding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Effect {
    /// In the metric's own unit: `0.01`.
    Absolute(f64),
    /// As a share of the baseline: `10%`.
    Relative(f64),
}

/// A text that is no [`Effect`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EffectError;

/// What is measured of a user.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measure {
    /// Whether they convert; so many do without the change.
    Rate(f64),
    /// A number with this standard deviation.
    Mean(f64),
}

/// What an experiment shall be able to see.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goal {
    /// What is measured.
    pub measure: Measure,
    /// The difference to find, in the metric's unit.
    pub difference: f64,
    /// How often it may find any difference that is not there.
    pub alpha: f64,
    /// How often it shall find the difference where it is there.
    pub power: f64,
}

/// How many users that takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The level of each comparison, so that all together keep the level asked for.
    pub alpha_per_comparison: f64,
    /// The users of each arm, in the arms' order.
    pub users: Vec<u64>,
    /// All who take part.
    pub total: u64,
    /// How many users must come by, of whom only the admitted take part.
    pub arriving: u64,
}

impl Effect {
    /// In the metric's unit, beside this baseline.
    pub fn absolute(self, baseline: f64) -> f64 {
        match self {
            Effect::Absolute(difference) => difference,
            Effect::Relative(share) => share * baseline,
        }
    }
}

impl FromStr for Effect {
    type Err = EffectError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite() && *number != 0.0);
        let effect = match text.strip_suffix('%') {
            Some(percent) => number(percent).map(|percent| Effect::Relative(percent / 100.0)),
            None => number(text).map(Effect::Absolute),
        };
        effect.ok_or(EffectError)
    }
}

/// More than this is no number that anybody has.
const MOST_USERS: f64 = 1e12;

/// The users of each arm that show the difference between any arm and the control; `None` where no number of users
/// does. The arm that fills slowest decides how long it takes, and the others grow meanwhile by their shares.
pub fn plan(arms: &Arms, goal: &Goal) -> Option<Plan> {
    let alpha_per_comparison = goal.alpha / arms.comparisons() as f64;
    let control = arms.list[arms.control].share;
    let mut arriving: f64 = 0.0;
    for (_, arm) in arms.list.iter().enumerate().filter(|(nth, _)| *nth != arms.control) {
        let design = TestDesign { alpha: alpha_per_comparison, power: goal.power, ratio: arm.share / control };
        let of_control = match goal.measure {
            Measure::Rate(first) => proportion_sample_size(Rates { first, second: first + goal.difference }, design),
            Measure::Mean(deviation) => mean_sample_size(deviation, goal.difference, design),
        };
        arriving = arriving.max(of_control? / control);
    }
    if arriving > MOST_USERS {
        return None;
    }
    let users: Vec<u64> = arms.list.iter().map(|arm| rounded_up(arriving * arm.share).max(2)).collect();
    let total = users.iter().sum();
    Some(Plan { alpha_per_comparison, total, arriving: rounded_up(total as f64 / arms.admitted()), users })
}

/// The next whole number; what is one but for rounding stays.
fn rounded_up(number: f64) -> u64 {
    (number * (1.0 - 1e-12)).ceil() as u64
}

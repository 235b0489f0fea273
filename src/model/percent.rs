//! Percentages, held exactly.

use std::fmt;

/// A percentage from 0 to 100 with at most three decimals, held as thousandths of a percent.
///
/// ```
/// use ffctl::model::Percent;
/// let half: Percent = "0.5".parse()?;
/// assert_eq!(half.thousandths(), 500);
/// assert_eq!(half.to_string(), "0.5");
/// # Ok::<(), ffctl::model::PercentError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(u32);

/// Why a text is not a [`Percent`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PercentError {
    /// Not a decimal number.
    NotANumber,
    /// Below 0 or above 100.
    OutOfRange,
    /// More than three decimals.
    TooPrecise,
}

impl Percent {
    /// Nobody.
    pub const ZERO: Percent = Percent(0);
    /// Everybody.
    pub const FULL: Percent = Percent(100_000);

    /// From thousandths of a percent, 0 to 100,000; `None` above.
    pub fn from_thousandths(thousandths: u32) -> Option<Percent> {
        (thousandths <= Self::FULL.0).then_some(Percent(thousandths))
    }

    /// Thousandths of a percent, 0 to 100,000.
    pub fn thousandths(self) -> u32 {
        self.0
    }
}

impl std::str::FromStr for Percent {
    type Err = PercentError;

    /// Reads plain decimal text, as in `25`, `0.125` or `1e1`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let value: f64 = text.parse().map_err(|_| PercentError::NotANumber)?;
        if !value.is_finite() {
            return Err(PercentError::NotANumber);
        }
        if !(0.0..=100.0).contains(&value) {
            return Err(PercentError::OutOfRange);
        }
        // The shortest text that reads back as the same number has just the decimals that matter.
        let shortest = value.to_string();
        let decimals = shortest.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        if decimals > 3 {
            return Err(PercentError::TooPrecise);
        }
        Ok(Percent((value * 1000.0).round() as u32))
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 1000, self.0 % 1000);
        if rest == 0 {
            return f.pad(&whole.to_string());
        }
        f.pad(format!("{whole}.{rest:03}").trim_end_matches('0'))
    }
}

impl fmt::Display for PercentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PercentError::NotANumber => "not a number",
            PercentError::OutOfRange => "not between 0 and 100",
            PercentError::TooPrecise => "more than three decimals",
        })
    }
}

impl std::error::Error for PercentError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_thousandth_survives_being_written_and_read() {
        for thousandths in 0..=100_000 {
            let percent = Percent::from_thousandths(thousandths).unwrap();
            assert_eq!(percent.to_string().parse(), Ok(percent));
        }
    }

    #[test]
    fn what_is_no_percentage_is_told_apart() {
        for (text, error) in [
            ("", PercentError::NotANumber),
            ("ten", PercentError::NotANumber),
            ("inf", PercentError::NotANumber),
            ("NaN", PercentError::NotANumber),
            ("-0.001", PercentError::OutOfRange),
            ("100.001", PercentError::OutOfRange),
            ("1e3", PercentError::OutOfRange),
            ("33.3333", PercentError::TooPrecise),
            ("0.0001", PercentError::TooPrecise),
        ] {
            assert_eq!(text.parse::<Percent>(), Err(error), "{text}");
        }
        assert_eq!("10.0000".parse(), Ok(Percent(10_000)));
    }
}

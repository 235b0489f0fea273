//! Whether counts fall as the shares say they should.

use super::chi_squared_tail;

/// The answer of Pearson's chi-squared test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GoodnessOfFit {
    /// The sum of the squared deviations, each over what is expected.
    pub statistic: f64,
    /// One less than the cells.
    pub degrees: f64,
    /// How often chance alone gives counts as far from the shares.
    pub p_value: f64,
    /// The smallest count that is expected; below 5 the test is not to be relied on.
    pub least_expected: f64,
}

/// Tests counts against shares, which need not sum to 1; `None` with fewer than two cells or nothing counted.
///
/// A cell without a share has to be empty: a count there is impossible under the shares, and the p-value is 0.
pub fn goodness_of_fit(cells: &[(u64, f64)]) -> Option<GoodnessOfFit> {
    let counted: u64 = cells.iter().map(|(count, _)| count).sum();
    let whole: f64 = cells.iter().map(|(_, share)| share).sum();
    let expected = |share: f64| counted as f64 * share / whole;
    let possible: Vec<(f64, f64)> = cells
        .iter()
        .filter(|(count, share)| *share > 0.0 || *count > 0)
        .map(|(count, share)| (*count as f64, expected(*share)))
        .collect();
    if possible.len() < 2 || counted == 0 || whole <= 0.0 {
        return None;
    }
    let statistic: f64 = possible.iter().map(|(count, expected)| (count - expected).powi(2) / expected).sum();
    let degrees = (possible.len() - 1) as f64;
    let least_expected = possible.iter().map(|(_, expected)| *expected).fold(f64::INFINITY, f64::min);
    Some(GoodnessOfFit { statistic, degrees, p_value: chi_squared_tail(statistic, degrees)?, least_expected })
}

//! Shares, held exactly.

use super::cells::WHOLE;
use std::fmt;

/// A part of everybody. Exact: of buckets and draws, or of the product of two independent ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(u128);

/// Everybody: two independent draws.
const ALL: u128 = WHOLE as u128 * WHOLE as u128;

/// One percent.
const PERCENT: u128 = ALL / 100;

impl Share {
    /// Everybody.
    pub const FULL: Share = Share(ALL);

    /// So many pairs of bucket and draw of 100,000 × 100,000.
    pub fn of_cells(cells: u64) -> Share {
        Share(u128::from(cells) * u128::from(WHOLE))
    }

    /// Who falls here and, by another draw, there.
    pub(super) fn of_both(cells: u64, others: u64) -> Share {
        Share(u128::from(cells) * u128::from(others))
    }

    /// Whether it is nobody.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// In percent.
    pub fn percent(self) -> f64 {
        // Shares have at most as many decimals as a text with all of them, which is read as the nearest number.
        self.to_exact().parse().unwrap_or_default()
    }

    /// With all its decimals, three at least.
    fn to_exact(self) -> String {
        let rest = format!("{:018}", self.0 % PERCENT);
        let decimals = rest.trim_end_matches('0').len().max(3);
        format!("{}.{}", self.0 / PERCENT, &rest[..decimals])
    }
}

impl std::ops::AddAssign for Share {
    fn add_assign(&mut self, other: Share) {
        self.0 += other.0;
    }
}

/// `15.000%`; a share that has more decimals than people read is said to be rounded.
impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const READABLE: usize = 8;
        let exact = self.to_exact();
        let decimals = exact.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let thousandth = PERCENT / 1000;
        let rounded = (self.0 + thousandth / 2) / thousandth;
        match rounded {
            _ if decimals <= READABLE => write!(f, "{exact}%"),
            0 => f.write_str("less than 0.001%"),
            _ => write!(f, "about {}.{:03}%", rounded / 1000, rounded % 1000),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_told_exactly_or_said_to_be_rounded() {
        for (share, text) in [
            (Share::FULL, "100.000%"),
            (Share::default(), "0.000%"),
            (Share::of_cells(WHOLE / 20 * 3), "15.000%"),
            (Share::of_cells(1), "0.00000001%"),
            (Share::of_cells(33_333 * 33_333), "11.11088889%"),
            (Share::of_both(WHOLE / 4, WHOLE / 10), "2.500%"),
            (Share::of_both(33_333 * 33_333, 33_333 * 33_333), "about 1.235%"),
            (Share::of_both(1, 1), "less than 0.001%"),
        ] {
            assert_eq!(share.to_string(), text);
        }
        assert_eq!(Share::of_cells(WHOLE / 8).percent(), 12.5);
    }
}

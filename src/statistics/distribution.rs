//! The three distributions that the tests need, as tails and quantiles.

use statrs::function::{beta, erf, gamma};
use std::f64::consts::SQRT_2;

/// The share of a normal distribution that is as far from its middle as `z`, on both sides.
pub fn normal_two_sided(z: f64) -> f64 {
    erf::erfc(z.abs() / SQRT_2)
}

/// Where a standard normal distribution has the share `p` below it.
pub fn normal_quantile(p: f64) -> f64 {
    -SQRT_2 * erf::erfc_inv(2.0 * p)
}

/// The share of Student's t distribution that is as far from its middle as `t`, on both sides.
pub fn t_two_sided(t: f64, degrees: f64) -> Option<f64> {
    if t.is_infinite() {
        return Some(0.0);
    }
    beta::checked_beta_reg(degrees / 2.0, 0.5, degrees / (degrees + t * t)).ok()
}

/// Where Student's t distribution has the share `p` below it, for `p` in 0.5 to 1.
///
/// Searched by halving: it ends at the last bit of what [`t_two_sided`] can tell.
pub fn t_quantile(p: f64, degrees: f64) -> Option<f64> {
    let both_tails = 2.0 * (1.0 - p);
    let (mut low, mut high) = (0.0, 1.0);
    while t_two_sided(high, degrees)? > both_tails {
        (low, high) = (high, high * 2.0);
    }
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            break;
        }
        match t_two_sided(middle, degrees)? > both_tails {
            true => low = middle,
            false => high = middle,
        }
    }
    Some(f64::midpoint(low, high))
}

/// The share of a chi-squared distribution above `x`.
pub fn chi_squared_tail(x: f64, degrees: f64) -> Option<f64> {
    match x {
        0.0 => Some(1.0),
        f64::INFINITY => Some(0.0),
        _ => gamma::checked_gamma_ur(degrees / 2.0, x / 2.0).ok(),
    }
}

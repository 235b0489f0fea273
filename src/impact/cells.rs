//! What two audiences are given, side by side for all buckets and draws at once.

use super::gives::{Gives, Point};
use crate::model::{Percent, VariantName};
use std::collections::BTreeSet;

/// All buckets with all draws: everybody.
pub(crate) const WHOLE: u64 = 100_000 * 100_000;

/// Buckets and draws for which the same is given, before and after.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell<'s> {
    /// One of them.
    pub(crate) point: Point,
    /// How many pairs of bucket and draw; none for those without an id.
    pub(crate) weight: u64,
    pub(crate) from: Option<&'s VariantName>,
    pub(crate) to: Option<&'s VariantName>,
}

/// What is given on the two sides to whoever falls alike on both: to all, and in the end to those without an id.
pub(crate) fn cells<'s>(was: &Gives<'s>, is: &Gives<'s>) -> Vec<Cell<'s>> {
    let cell = |point, weight| Cell { point, weight, from: was.at(point), to: is.at(point) };
    let mut cells = Vec::new();
    for (bucket, width) in steps([was, is].into_iter().flat_map(Gives::bucket_bounds)) {
        for (split, height) in steps([was, is].into_iter().flat_map(Gives::draw_bounds)) {
            cells.push(cell(Point::Drawn { bucket, split }, width * height));
        }
    }
    cells.push(cell(Point::WithoutId, 0));
    cells
}

/// The stretches into which these bounds divide 0 to 99,999: where each begins, and how long it is.
fn steps(bounds: impl Iterator<Item = u32>) -> impl Iterator<Item = (u32, u64)> {
    let whole = Percent::FULL.thousandths();
    let bounds: BTreeSet<u32> = bounds.filter(|&bound| bound < whole).chain([0]).collect();
    let ends: Vec<u32> = bounds.iter().copied().skip(1).chain([whole]).collect();
    bounds.into_iter().zip(ends).map(|(begin, end)| (begin, u64::from(end - begin)))
}

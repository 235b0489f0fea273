//! What the clauses of a flag are to give, as shares.

use super::{Share, Side, audiences, cells};
use crate::model::Flag;
use std::collections::BTreeMap;

/// What those get for whom a clause is, and who have an id to draw for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClauseShares {
    /// The rule, from 0; `None` for the default clause.
    pub rule: Option<usize>,
    /// The share of each variant that anybody gets.
    pub variants: BTreeMap<String, Share>,
}

/// The shares of each clause by which a draw decides, in an environment; none of a flag that is off.
pub fn clause_shares(flag: &Flag, environment: Option<&str>) -> Vec<ClauseShares> {
    let targeting = flag.targeting(environment);
    if !targeting.enabled {
        return Vec::new();
    }
    let rules = targeting.rules.len();
    let nobody = BTreeMap::new();
    let audiences = audiences(Side::new(flag, &targeting, &nobody));
    let drawn = audiences.iter().enumerate().filter(|(_, audience)| audience.gives.draws());
    let shares = drawn.map(|(index, audience)| {
        let mut variants: BTreeMap<String, Share> = BTreeMap::new();
        for cell in cells(&audience.gives, &audience.gives).into_iter().filter(|cell| cell.weight > 0) {
            if let Some(variant) = cell.from {
                *variants.entry(variant.to_string()).or_default() += Share::of_cells(cell.weight);
            }
        }
        ClauseShares { rule: (index < rules).then_some(index), variants }
    });
    shares.collect()
}

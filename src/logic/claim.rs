//! What is claimed of somebody, and whether several claims leave anybody.

use super::formula::{Formula, Writer};
use super::{Logic, search};
use crate::model::Condition;

/// That a condition holds for somebody, or that they are listed; or else that it does not, or that they are not.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    pub(super) about: About<'a>,
    pub(super) holds: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum About<'a> {
    /// A condition, with what its segments ask for.
    Condition(&'a Condition, Logic<'a>),
    /// These ids, of which the user's is one.
    Users(&'a [String]),
}

impl<'a> Claim<'a> {
    /// Whether the user's id is one of these.
    pub fn listed(users: &'a [String], holds: bool) -> Claim<'a> {
        Claim { about: About::Users(users), holds }
    }

    /// Whether the other claim is about the same, be it the opposite.
    fn is_about_the_same_as(&self, other: &Claim<'_>) -> bool {
        match (self.about, other.about) {
            (About::Condition(one, by), About::Condition(same, the_same)) => {
                by.means_the_same_as(the_same) && one == same
            }
            (About::Users(one), About::Users(same)) => one == same,
            _ => false,
        }
    }
}

/// Whether nobody at all fulfils these claims. Each condition is taken by the segments of its own logic, so that what was
/// asked before a change and what is asked after it can be claimed of one person.
pub fn contradict<'a>(claims: impl IntoIterator<Item = Claim<'a>>) -> bool {
    let (held, denied): (Vec<_>, Vec<_>) = claims.into_iter().partition(|claim| claim.holds);
    // Rules that stay as they are meet here, however long a search would take.
    if held.iter().any(|claim| denied.iter().any(|other| claim.is_about_the_same_as(other))) {
        return true;
    }
    let is_repeated = |at: usize| denied[..at].iter().any(|earlier| denied[at].is_about_the_same_as(earlier));
    let denied = denied.iter().enumerate().filter(|(at, _)| !is_repeated(*at)).map(|(_, claim)| claim);
    let mut writer = Writer::default();
    // What holds says more than what does not, where there is too much to write all of it.
    let formulas: Vec<Formula<'_>> = held.iter().chain(denied).map(|claim| writer.claim(*claim)).collect();
    search::no_way(formulas.iter())
}

//! What a change does to people: who gets another variant than before, and how many.
//!
//! Whoever gets the same from a flag is an audience: those of a rule, those of none, single users whose ids tell more. Every
//! audience before is held against each audience after that it may have become. Of those who are in both, what they were
//! given and what they are given is compared for every bucket and draw at once: so shares are exact. How many people
//! are in a rule nobody can tell from the files; that is left to contexts, which are counted elsewhere.
//!
//! The same pairs of audiences tell the gates what is lost.

mod audience;
mod case;
mod cells;
mod gives;
mod named;
mod share;
mod shares;
mod side;
mod transition;
mod words;

pub use audience::Whom;
pub use case::FlagCase;
pub use named::Named;
pub use share::Share;
pub use shares::{ClauseShares, clause_shares};
pub use transition::Transition;

pub(crate) use audience::{Answers, Audience, audiences, of_special_interest};
pub(crate) use case::{changed_segments, flag_cases};
pub(crate) use cells::{Cell, WHOLE, cells};
pub(crate) use gives::{Gives, Point};
pub(crate) use side::Side;

use crate::change::{FlagPair, TreeModel};
use crate::logic::Claim;
use crate::model::{Flag, Segment};
use std::collections::BTreeMap;

/// What a change of one flag does in one environment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Impact {
    /// Those who were of one audience and are of one.
    pub groups: Vec<Group>,
    /// Single users of whom more is known, where they get something else.
    pub users: Vec<Named>,
}

/// Those who were of an audience before and are of one after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Who they were.
    pub before: Whom,
    /// Who they are.
    pub after: Whom,
    /// What becomes of them; shares of the group, which sum to everybody.
    pub transitions: Vec<Transition>,
    /// What may become of those without an id to draw for, where they are given something else. It is one thing, unless
    /// another attribute is hashed than before.
    pub without_id: Vec<Transition>,
    /// Both sides draw, and not alike: where somebody falls after says nothing of where they fell before.
    pub is_drawn_anew: bool,
}

/// What is compared: a flag before and after with the segments of either time.
#[derive(Clone, Debug)]
pub struct Scene<'s> {
    pair: FlagPair<'s>,
    before: BTreeMap<&'s str, &'s Segment>,
    /// `None` where they are the same.
    after: Option<BTreeMap<&'s str, &'s Segment>>,
}

impl<'s> Scene<'s> {
    /// An edit of a flag alone.
    pub fn of_edit(before: &'s Flag, after: &'s Flag, segments: &'s BTreeMap<String, Segment>) -> Scene<'s> {
        let pair = FlagPair { before: Some(before), after: Some(after) };
        let segments = segments.iter().map(|(name, segment)| (name.as_str(), segment)).collect();
        Scene { pair, before: segments, after: None }
    }

    /// Every flag that a change of a directory bears on, with what changed.
    pub fn all_of(old: &TreeModel<'s>, new: &TreeModel<'s>) -> Vec<(FlagCase<'s>, Scene<'s>)> {
        let changed = changed_segments(old, new);
        let scene = |case: FlagCase<'s>| {
            let after = match case.segments.is_empty() {
                false => Some(new.segments.clone()),
                true => None,
            };
            let mut before = old.segments.clone();
            if after.is_none() {
                before.extend(&new.segments);
            }
            let scene = Scene { pair: case.pair, before, after };
            (case, scene)
        };
        flag_cases(old, new, &changed).into_iter().map(scene).collect()
    }

    /// What it does in an environment, or where none is asked for.
    pub fn impact(&self, environment: Option<&str>) -> Impact {
        let after = self.after.as_ref().unwrap_or(&self.before);
        let FlagPair { before: old, after: new } = self.pair;
        let (was, is) = (old.map(|flag| flag.targeting(environment)), new.map(|flag| flag.targeting(environment)));
        let was = old.zip(was.as_ref()).map(|(flag, targeting)| Side::new(flag, targeting, &self.before));
        let is = new.zip(is.as_ref()).map(|(flag, targeting)| Side::new(flag, targeting, after));
        impact(was, is)
    }
}

fn impact(old: Option<Side<'_>>, new: Option<Side<'_>>) -> Impact {
    let Some(any) = old.or(new) else { return Impact::default() };
    let special = of_special_interest(old.unwrap_or(any), new.unwrap_or(any));
    let others = Claim::listed(&special, false);
    let is_new_draw = old.zip(new).is_some_and(|(old, new)| !old.draws_like(new));
    let of = |side: Option<_>| side.map_or_else(|| vec![Audience::everyone(Gives::Nothing)], audiences);
    let (was, is) = (of(old), of(new));
    let pairs = was.iter().flat_map(|was| is.iter().map(move |is| (was, is)));
    let possible = pairs.filter(|(was, is)| was.may_share(is, others));
    let groups = possible.map(|(was, is)| {
        let is_drawn_anew = is_new_draw && was.gives.draws() && is.gives.draws();
        let (transitions, without_id) = transition::between(old, &was.gives, new, &is.gives, is_drawn_anew);
        Group { before: was.whom.clone(), after: is.whom.clone(), transitions, without_id, is_drawn_anew }
    });
    Impact { groups: groups.collect(), users: named::moved(&special, old, new) }
}

impl Impact {
    /// Whether anybody may get something else.
    pub fn moves(&self) -> bool {
        !self.users.is_empty() || self.groups.iter().any(Group::moves)
    }

    /// What it does, a sentence a line.
    pub fn sentences(&self) -> Vec<String> {
        let groups = self.groups.iter().filter_map(Group::sentence);
        groups.chain(self.users.iter().map(Named::sentence)).collect()
    }
}

impl Group {
    /// Whether somebody gets something else.
    pub fn moves(&self) -> bool {
        !self.without_id.is_empty() || self.transitions.iter().any(|transition| transition.moves)
    }
}

//! Who had something from a flag and gets something else: one side held against the other, audience by audience.
//!
//! Every audience of the old side (who a rule is for, who the default clause is for, single users whose ids tell more)
//! is held against each audience of the new side that it may have become. Where two may have somebody in common, what
//! they give is compared for every bucket and draw at once. So a loss is never missed; where nothing certain can be said
//! about who is where, it is said to be possible.
//!
//! Draws are compared as if they were made with the same salt and attribute: what another salt does is the affair of
//! `buckets-reshuffled`.

mod comparison;
mod kept;

pub(super) use kept::is_gone;

use crate::impact::{Answers, Audience, Gives, Side, Whom, audiences, of_special_interest};
use crate::logic::{Claim, contradict};
use comparison::{Comparison, compare, compare_for};
use kept::is_something;
use std::collections::BTreeSet;

/// Users who had something and get something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Loss {
    /// Who.
    pub(super) whom: Whom,
    /// How many of them.
    pub(super) share: Share,
    /// Whether it is certain; else it depends on what nobody can tell from the files.
    pub(super) is_certain: bool,
    /// What they had.
    pub(super) variants: BTreeSet<String>,
}

/// How many of an audience.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Share {
    /// All who had it.
    All,
    /// These, in parts of [`WHOLE`](crate::impact::WHOLE).
    Part(u64),
    /// Some.
    Some,
    /// Those without an id to draw for.
    WithoutId,
}

/// Everybody's losses from one side to the other.
pub(super) fn losses(old: Side<'_>, new: Side<'_>) -> Vec<Loss> {
    let special = of_special_interest(old, new);
    let (was, is) = (audiences(old), audiences(new));
    let others = Claim::listed(&special, false);
    let mut losses: Vec<Loss> = was.iter().filter_map(|audience| loss_of(audience, &is, others, old, new)).collect();
    losses.extend(losses_of_users(&special, old, new));
    if !losses.is_empty() && old.targeting.enabled && !new.targeting.enabled {
        return vec![together(losses)];
    }
    losses
}

/// What those of an audience lose, the users of special interest left out.
fn loss_of(
    audience: &Audience<'_>,
    is: &[Audience<'_>],
    others: Claim<'_>,
    old: Side<'_>,
    new: Side<'_>,
) -> Option<Loss> {
    if !gives_something(old, &audience.gives) || contradict(audience.claims.iter().copied().chain([others])) {
        return None;
    }
    let may_become = |new: &&Audience<'_>| audience.may_share(new, others);
    let compared: Vec<Comparison> =
        is.iter().filter(may_become).map(|became| compare(old, &audience.gives, new, &became.gives)).collect();
    Some(Loss {
        whom: audience.whom.clone(),
        share: share(&compared)?,
        is_certain: compared.iter().all(Comparison::loses),
        variants: compared.into_iter().flat_map(|compared| compared.variants).collect(),
    })
}

fn share(compared: &[Comparison]) -> Option<Share> {
    let losing = compared.iter().filter(|compared| compared.loses());
    let shares: BTreeSet<u64> = losing.map(|compared| compared.lost).collect();
    let had = compared.first()?.had;
    match (shares.first(), shares.last()) {
        (Some(0), Some(0)) => Some(Share::WithoutId),
        (Some(least), Some(most)) if least == most => Some(if *most == had { Share::All } else { Share::Part(*most) }),
        (Some(_), _) => Some(Share::Some),
        (None, _) => None,
    }
}

/// What single users lose of whom more is known than of others: certain losses together, and possible ones.
fn losses_of_users(special: &[String], old: Side<'_>, new: Side<'_>) -> Vec<Loss> {
    let (mut certain, mut possible) = (Vec::new(), Vec::new());
    let (was, is) = (Answers::of(old), Answers::of(new));
    for id in special {
        let compared = compared_for(id, &was, &is);
        if !compared.iter().any(Comparison::loses) {
            continue;
        }
        let list = if compared.iter().all(Comparison::loses_all) { &mut certain } else { &mut possible };
        list.push((id.clone(), compared.into_iter().flat_map(|compared| compared.variants)));
    }
    let loss = |(list, is_certain): (Vec<(String, _)>, bool)| {
        let (ids, variants): (Vec<String>, Vec<_>) = list.into_iter().unzip();
        let variants = variants.into_iter().flatten().collect();
        (!ids.is_empty()).then_some(Loss { whom: Whom::Users(ids), share: Share::All, is_certain, variants })
    };
    [(certain, true), (possible, false)].into_iter().filter_map(loss).collect()
}

/// What one user may have had, held against what they may get.
fn compared_for(id: &str, was: &Answers<'_>, is: &Answers<'_>) -> Vec<Comparison> {
    let ids = [id.to_owned()];
    let user = Claim::listed(&ids, true);
    let pairs = was.audiences_of(id).iter().flat_map(|was| is.audiences_of(id).iter().map(move |is| (was, is)));
    let possible = pairs.filter(|(was, is)| was.may_share(is, user));
    possible.map(|(before, after)| compare_for(id, was.side, &before.gives, is.side, &after.gives)).collect()
}

/// Whether some of those who are given this get more than the fallback.
fn gives_something(side: Side<'_>, gives: &Gives<'_>) -> bool {
    gives.variants().into_iter().any(|variant| is_something(side.flag, variant))
}

/// All who have it.
fn together(losses: Vec<Loss>) -> Loss {
    Loss {
        whom: Whom::Everyone,
        share: Share::All,
        is_certain: losses.iter().any(|loss| loss.is_certain),
        variants: losses.into_iter().flat_map(|loss| loss.variants).collect(),
    }
}

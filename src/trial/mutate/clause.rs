//! Mutants of a clause: other percentages, other variants, other weights.

use crate::model::{Clause, Flag, Percent, Split, VariantName};

/// What holds where a clause leaves a field out.
#[derive(Clone, Copy)]
pub(super) enum Unwritten<'f> {
    /// What is said elsewhere, and changed there.
    Inherited,
    /// All are admitted, and get this variant, if there is a default.
    Default(Option<&'f VariantName>),
}

impl<'f> Unwritten<'f> {
    /// What rules leave out.
    pub(super) fn of_rules(flag: &'f Flag) -> Unwritten<'f> {
        Unwritten::Default(flag.variants.default_serve())
    }
}

/// Each mutant with the field it differs in.
pub(super) fn clauses(
    clause: &Clause,
    unwritten: Unwritten<'_>,
    next: &dyn Fn(&VariantName) -> Option<VariantName>,
) -> Vec<(&'static str, Clause)> {
    let (rollout, serve) = match unwritten {
        Unwritten::Inherited => (clause.rollout, clause.serve.as_ref()),
        Unwritten::Default(serve) => {
            let serve = serve.filter(|_| clause.split.is_none());
            (Some(clause.rollout.unwrap_or(Percent::FULL)), clause.serve.as_ref().or(serve))
        }
    };
    let rollouts = rollout.map(rollouts).unwrap_or_default().into_iter();
    let mut mutants: Vec<_> =
        rollouts.map(|rollout| ("rollout", Clause { rollout: Some(rollout), ..clause.clone() })).collect();
    mutants.extend(serve.and_then(next).map(|name| ("serve", Clause { serve: Some(name), ..clause.clone() })));
    let splits = clause.split.as_ref().map(splits).unwrap_or_default().into_iter();
    mutants.extend(splits.map(|split| ("split", Clause { split: Some(split), ..clause.clone() })));
    // Where a field is left out, it is changed beside those that are there.
    let written =
        [("rollout", clause.rollout.is_some()), ("serve", clause.serve.is_some()), ("split", clause.split.is_some())];
    let is_written = |field: &str| written.contains(&(field, true));
    let beside = written.iter().find(|(_, is_written)| *is_written).map(|(field, _)| *field);
    let shown = |field| if is_written(field) { field } else { beside.unwrap_or(field) };
    mutants.into_iter().map(|(field, mutant)| (shown(field), mutant)).collect()
}

/// Nobody, everybody, and a point more and less; less than a point where there is none.
fn rollouts(rollout: Percent) -> Vec<Percent> {
    let (full, now) = (Percent::FULL.thousandths(), rollout.thousandths());
    let step = |room: u32| if room > POINT { POINT } else { room / 2 };
    let wanted = [0, now - step(now), now + step(full - now), full];
    // Whether everybody is in or nobody is no matter of a point.
    let wanted = wanted.into_iter().filter(|&other| other != now && ((now != 0 && now != full) || other % full == 0));
    let mut wanted: Vec<u32> = wanted.collect();
    wanted.dedup();
    wanted.into_iter().filter_map(Percent::from_thousandths).collect()
}

/// A percentage point.
const POINT: u32 = 1000;

/// A point moved from each weight to the next one, and weights that change places.
fn splits(split: &Split) -> Vec<Split> {
    let mut mutants = Vec::new();
    for at in 1..split.0.len() {
        let (before, after) = (split.0[at - 1].1, split.0[at].1);
        let mut with = |one: Option<Percent>, other: Option<Percent>| {
            if let (Some(one), Some(other)) = (one, other) {
                let mut weights = split.0.clone();
                (weights[at - 1].1, weights[at].1) = (one, other);
                mutants.push(Split(weights));
            }
        };
        if before != after {
            with(Some(after), Some(before));
        }
        let moved = before.thousandths().min(POINT);
        if moved > 0 {
            let at = Percent::from_thousandths;
            with(at(before.thousandths() - moved), at(after.thousandths() + moved));
        }
    }
    mutants
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_has_its_neighbours_and_the_ends() {
        for (rollout, others) in [
            ("10", vec!["0", "9", "11", "100"]),
            ("0.5", vec!["0", "0.25", "1.5", "100"]),
            ("99.9", vec!["0", "98.9", "99.95", "100"]),
            ("0", vec!["100"]),
            ("100", vec!["0"]),
            ("0.001", vec!["0", "1.001", "100"]),
        ] {
            let found: Vec<String> = rollouts(rollout.parse().unwrap()).iter().map(ToString::to_string).collect();
            assert_eq!(found, others, "{rollout}");
        }
    }
}

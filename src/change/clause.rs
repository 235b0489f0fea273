//! Who of an audience is admitted, and what the admitted get.

use super::compare::{optional, value};
use super::{Field, Turn, What};
use crate::model::{Clause, Percent, Split, Variants};

/// A clause with its defaults written out: a rollout, and one of `serve` and `split`, or neither where the file has to
/// say one and does not.
pub(super) fn settled(clause: &Clause, variants: &Variants) -> Clause {
    let serve = || clause.serve.as_ref().or(variants.default_serve()).cloned();
    Clause {
        rollout: Some(clause.rollout.unwrap_or(Percent::FULL)),
        serve: if clause.split.is_some() { None } else { serve() },
        split: clause.split.clone(),
    }
}

/// Compares settled clauses.
pub(super) fn diff(old: &Clause, new: &Clause) -> impl Iterator<Item = What> {
    rollout(old, new).into_iter().chain(serving(old, new))
}

pub(super) fn rollout(old: &Clause, new: &Clause) -> Option<What> {
    value(Field::Rollout, rollout_text(old), rollout_text(new))
}

pub(super) fn serving(old: &Clause, new: &Clause) -> Option<What> {
    match (serving_text(old), serving_text(new)) {
        (Some((of, from)), Some((field, to))) if of != field => Some(What::new(field, Turn::Instead { of, from, to })),
        (old, new) => {
            let field = new.as_ref().or(old.as_ref()).map_or(Field::Serve, |(field, _)| *field);
            optional(field, old.map(|(_, text)| text), new.map(|(_, text)| text))
        }
    }
}

/// The percentage, without its sign.
pub(super) fn rollout_text(clause: &Clause) -> String {
    clause.rollout.unwrap_or(Percent::FULL).to_string()
}

/// `serve` and the variant, or `split` and the weights: `a 60%, b 40%`.
pub(super) fn serving_text(clause: &Clause) -> Option<(Field, String)> {
    let weights = |Split(split): &Split| {
        let weights: Vec<String> = split.iter().map(|(name, weight)| format!("{name} {weight}%")).collect();
        weights.join(", ")
    };
    let split = clause.split.as_ref().map(|split| (Field::Split, weights(split)));
    split.or_else(|| clause.serve.as_ref().map(|name| (Field::Serve, name.to_string())))
}

/// A settled clause as a whole: `25% true`, `100% split a 60%, b 40%`.
pub(super) fn text(clause: &Clause) -> String {
    let served = match serving_text(clause) {
        Some((Field::Split, weights)) => format!(" split {weights}"),
        Some((_, variant)) => format!(" {variant}"),
        None => String::new(),
    };
    format!("{}%{served}", rollout_text(clause))
}

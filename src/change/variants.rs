//! What a flag can answer.

use super::compare::optional;
use super::{Field, What};
use crate::model::{VariantName, Variants};

/// Each variant that came, went or has another value. Whether the two of a boolean flag are written out shows in the
/// fallback and the clauses, not here.
pub(super) fn diff(old: &Variants, new: &Variants) -> Vec<What> {
    let json = |variants: &Variants, name: &VariantName| variants.value(name).map(ToString::to_string);
    let gone = old.list.iter().filter(|(name, _)| new.value(name).is_none());
    gone.chain(&new.list)
        .filter(|(name, _)| old.value(name) != new.value(name))
        .filter_map(|(name, _)| {
            optional(Field::Variants, json(old, name), json(new, name)).map(|what| what.item(&name.0))
        })
        .collect()
}

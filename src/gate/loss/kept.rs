//! What counts as having something, and as keeping it.

use crate::model::{Flag, VariantName};
use serde_json::Value;

/// Whether to have a variant is to have something: of a boolean flag it is true, of another anything but the fallback.
pub(super) fn is_something(flag: &Flag, variant: &VariantName) -> bool {
    match is_boolean(flag) {
        true => flag.variants.value(variant) == Some(&Value::Bool(true)),
        false => flag.fallback() != Some(variant),
    }
}

/// Whether a variant does for its user what another one of the earlier flag did: it has its name, or its value.
pub(super) fn is_kept(old: &Flag, had: &VariantName, new: &Flag, gets: &VariantName) -> bool {
    let (before, after) = (old.variants.value(had), new.variants.value(gets));
    if is_boolean(old) { before == after } else { had == gets || before == after }
}

/// Whether no variant of a flag does what this one of the earlier flag did; then more than these users is concerned.
pub(in crate::gate) fn is_gone(old: &Flag, variant: &VariantName, new: &Flag) -> bool {
    !new.variants.list.iter().any(|(name, _)| name == variant || is_kept(old, variant, new, name))
}

fn is_boolean(flag: &Flag) -> bool {
    flag.variants.list.iter().all(|(_, value)| value.is_boolean())
}

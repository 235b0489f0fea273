//! `conflicting-override`: nobody can always get two variants.

use super::places::layers;
use super::{Rule, Scope};
use crate::model::{Diagnostic, Flag, Level, Override, Path, VariantName};
use std::collections::HashMap;

pub(super) const RULES: &[Rule] = &[Rule {
    name: "conflicting-override",
    level: Level::Error,
    about: "a user id stands in the overrides of one variant only",
}];

pub(super) fn check(flag: &Flag, _: Scope<'_>) -> Vec<Diagnostic> {
    let overridden = layers(flag).filter_map(|(path, layer)| Some((path.key("overrides"), layer.overrides.as_ref()?)));
    overridden.flat_map(|(path, overrides)| conflicts(&path, overrides)).collect()
}

fn conflicts(path: &Path, overrides: &[Override]) -> Vec<Diagnostic> {
    let mut pinned: HashMap<&str, &VariantName> = HashMap::new();
    let mut found = Vec::new();
    for Override { variant, ids } in overrides {
        for (i, id) in ids.iter().enumerate() {
            let first = *pinned.entry(id).or_insert(variant);
            if first != variant {
                let path = path.clone().key(&variant.0).index(i);
                let message = format!("'{id}' is overridden to '{first}' and to '{variant}'");
                let help = "remove the id from one of them".to_owned();
                found.push(Diagnostic::error("conflicting-override", path, message).help(help));
            }
        }
    }
    found
}

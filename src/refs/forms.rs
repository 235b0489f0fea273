//! Everything that stands for a key in code: the key itself, and its aliases.

use super::words::{is_distinctive, words, written};
use crate::model::Alias;
use std::collections::BTreeMap;

/// A text that stands for keys. Keys are numbers here, in the order in which they were given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Form {
    /// The key that is written just so.
    pub(super) exact: Option<usize>,
    /// The keys that have it for an alias.
    pub(super) aliases: Vec<usize>,
    /// It counts outside of quotes too, as a whole identifier.
    pub(super) is_identifier: bool,
    /// It is written with dots.
    pub(super) is_dotted: bool,
}

impl Form {
    /// Whom it stands for in quotes, or in the place of a pattern's key: where it is a key, that one and no other.
    pub(super) fn named(&self) -> &[usize] {
        self.exact.as_ref().map_or(self.aliases.as_slice(), std::slice::from_ref)
    }
}

/// The forms of all keys, by their text.
pub(super) fn forms(keys: &[String], aliases: &[Alias]) -> BTreeMap<String, Form> {
    let mut forms: BTreeMap<String, Form> = BTreeMap::new();
    for (number, key) in keys.iter().enumerate() {
        forms.entry(key.clone()).or_default().exact = Some(number);
        let words = words(key);
        for &alias in aliases {
            let form = forms.entry(written(alias, &words)).or_default();
            if !form.aliases.contains(&number) {
                form.aliases.push(number);
            }
            form.is_identifier |= is_distinctive(alias, &words);
            form.is_dotted |= alias == Alias::Dotted;
        }
    }
    forms
}

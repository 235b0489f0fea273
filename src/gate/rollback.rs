//! Losses that are meant: what `Rollback:` trailers name.

use crate::change::{FlagPair, Subject};
use std::collections::BTreeSet;

/// What users may lose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rollbacks {
    all: bool,
    names: BTreeSet<String>,
}

impl Rollbacks {
    /// The trailer's name.
    pub const TRAILER: &str = "Rollback";

    /// Takes in a trailer's value: `all`, or keys of flags and names of segments (`segment NAME`), with commas between them.
    pub fn allow(&mut self, value: &str) {
        for name in value.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            match name {
                "all" => self.all = true,
                name => drop(self.names.insert(name.to_owned())),
            }
        }
    }

    /// The names, but for `all`: keys, and `segment NAME`.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Whether a name is that of something that there is.
    pub fn is_name_of(name: &str, subject: &Subject) -> bool {
        match subject {
            Subject::Flag(key) => name == key,
            Subject::Segment(segment) => name.strip_prefix("segment ").map(str::trim) == Some(segment.as_str()),
            Subject::Settings => false,
        }
    }

    /// Whether users may lose this flag, by its old key or its new one.
    pub(super) fn allow_flag(&self, pair: &FlagPair<'_>) -> bool {
        let keys = [pair.before, pair.after].into_iter().flatten().map(|flag| &flag.key);
        self.all || keys.into_iter().any(|key| self.names.contains(key))
    }

    /// Whether users may lose what they had by this segment.
    pub(super) fn allow_segment(&self, segment: &str) -> bool {
        let subject = Subject::Segment(segment.to_owned());
        self.all || self.names().any(|name| Rollbacks::is_name_of(name, &subject))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_names_flags_segments_or_all() {
        let mut rollbacks = Rollbacks::default();
        rollbacks.allow(" a,b , segment  staff,");
        assert_eq!(rollbacks.names().collect::<Vec<_>>(), ["a", "b", "segment  staff"]);
        assert!(rollbacks.allow_segment("staff") && !rollbacks.allow_segment("a"));
        rollbacks.allow("all");
        assert!(rollbacks.allow_segment("a"));
    }
}

//! How findings name what they are about.

use crate::model::{Condition, Rule, beginning, one_line};

/// A rule by its name, or else by its number.
pub(super) fn title(index: usize, rule: &Rule) -> String {
    match &rule.name {
        Some(name) => format!("rule '{name}'"),
        None => format!("rule {}", index + 1),
    }
}

/// A condition, cut where it is long: it is marked in the text, or its place is named.
pub(super) fn quoted(condition: &Condition) -> String {
    format!("`{}`", beginning(&one_line(&condition.to_string())))
}

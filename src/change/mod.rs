//! Changes of meaning: what an edit does to a flag, in one vocabulary for people and machines.

mod flag_edit;

pub use flag_edit::{EditError, FlagEdit, find_rule};

use crate::model::Percent;
use std::fmt;

/// One change of what a flag means, in one place of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The environment whose own targeting changed; `None` for the top level.
    pub environment: Option<String>,
    /// What changed.
    pub what: What,
}

/// What changed. Its `Display` says it in words: `rollout 10% → 25%`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The switch.
    Enabled {
        /// Before.
        from: bool,
        /// After.
        to: bool,
    },
    /// The share admitted, by the default clause or a rule.
    Rollout {
        /// The rule's title; `None` for the default clause.
        rule: Option<String>,
        /// Before.
        from: Percent,
        /// After.
        to: Percent,
    },
}

impl What {
    /// The field's name, and the values before and after, as a machine reads them.
    pub fn parts(&self) -> (&'static str, String, String) {
        match self {
            What::Enabled { from, to } => ("enabled", from.to_string(), to.to_string()),
            What::Rollout { from, to, .. } => ("rollout", from.to_string(), to.to_string()),
        }
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            What::Enabled { to: true, .. } => f.write_str("disabled → enabled"),
            What::Enabled { to: false, .. } => f.write_str("enabled → disabled"),
            What::Rollout { rule: None, from, to } => write!(f, "rollout {from}% → {to}%"),
            What::Rollout { rule: Some(rule), from, to } => write!(f, "{rule} rollout {from}% → {to}%"),
        }
    }
}

//! What changed, as a machine reads it.

use super::Field;
use crate::model::Rule;
use std::fmt;

/// What changed. Its `Display` says it in one line: `rule 'employees' rollout 10% → 25%`.
///
/// Here every value is whole and as the file writes it; the words name units and shorten what is long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct What {
    /// The field.
    pub field: Field,
    /// The rule whose field it is; by its old name, where that is what changed.
    pub rule: Option<RuleTitle>,
    /// Which entry of the field: a variant, an attribute, ids that moved.
    pub item: Option<String>,
    /// How it turned.
    pub turn: Turn,
    /// Whether the environment no longer has a value of its own, and inherits this one.
    pub inherited: bool,
}

/// How a field turned from what it was to what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Had one value, has another.
    Set {
        /// Before.
        from: String,
        /// After.
        to: String,
    },
    /// Takes the place of another field.
    Instead {
        /// The other one.
        of: Field,
        /// Its value.
        from: String,
        /// The value of this one.
        to: String,
    },
    /// Is there now, with this value.
    Added(String),
    /// Had this value, and is there no longer.
    Removed(String),
    /// A set that gained and lost members.
    Members {
        /// What came.
        added: Vec<String>,
        /// What went.
        removed: Vec<String>,
    },
    /// Stands elsewhere in its list, counted from 1.
    Moved {
        /// Before.
        from: usize,
        /// After.
        to: usize,
        /// What stands right before it now; `None` at the top.
        after: Option<RuleTitle>,
    },
    /// The environment keeps this value as its own while the top level, from which it had it, changed.
    Kept(String),
}

/// What a rule is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleTitle {
    /// By its name.
    Named(String),
    /// By its number, from 1.
    Numbered(usize),
}

impl What {
    pub(super) fn new(field: Field, turn: Turn) -> What {
        What { field, rule: None, item: None, turn, inherited: false }
    }

    pub(super) fn item(self, item: impl Into<String>) -> What {
        What { item: Some(item.into()), ..self }
    }

    pub(super) fn in_rule(self, rule: &RuleTitle) -> What {
        What { rule: Some(rule.clone()), ..self }
    }

    /// What was there before; for a set, the members that went.
    pub fn from(&self) -> Option<String> {
        match &self.turn {
            Turn::Set { from, .. } | Turn::Instead { from, .. } => Some(from.clone()),
            Turn::Removed(value) | Turn::Kept(value) => Some(value.clone()),
            Turn::Members { removed, .. } => (!removed.is_empty()).then(|| removed.join(", ")),
            Turn::Moved { from, .. } => Some(from.to_string()),
            Turn::Added(_) => None,
        }
    }

    /// What is there now; for a set, the members that came.
    pub fn to(&self) -> Option<String> {
        match &self.turn {
            Turn::Set { to, .. } | Turn::Instead { to, .. } => Some(to.clone()),
            Turn::Added(value) | Turn::Kept(value) => Some(value.clone()),
            Turn::Members { added, .. } => (!added.is_empty()).then(|| added.join(", ")),
            Turn::Moved { to, .. } => Some(to.to_string()),
            Turn::Removed(_) => None,
        }
    }

    /// The field of the flag or environment that it is part of: an environment has that one for itself, or inherits it.
    pub fn setting(&self) -> Field {
        if self.rule.is_some() { Field::Rules } else { self.field }
    }
}

impl RuleTitle {
    /// What the rule in this place, counted from 0, is called.
    pub fn of(index: usize, rule: &Rule) -> RuleTitle {
        rule.name.clone().map_or(RuleTitle::Numbered(index + 1), RuleTitle::Named)
    }
}

impl fmt::Display for RuleTitle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RuleTitle::Named(name) => write!(f, "rule '{name}'"),
            RuleTitle::Numbered(number) => write!(f, "rule {number}"),
        }
    }
}

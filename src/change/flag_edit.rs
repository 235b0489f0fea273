//! Edits of a flag: what they do to the model, and to the text.

use super::layers::names;
use super::{Change, Field, diff};
use crate::model::{Flag, Path, Percent, Scalar, ScalarKind, TargetingLayer, hint};
use crate::yaml::Edit;
use std::fmt;

/// An edit, before it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FlagEdit {
    /// Sets the switch.
    Enabled {
        /// Where; `None` for the top level.
        environment: Option<String>,
        /// To what.
        to: bool,
    },
    /// Sets the share admitted.
    Rollout {
        /// Where; `None` for the top level.
        environment: Option<String>,
        /// A rule's index; `None` for the default clause.
        rule: Option<usize>,
        /// To what.
        to: Percent,
    },
}

/// Why a flag has no place for an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditError {
    /// What is wrong.
    pub message: String,
    /// What to do instead.
    pub help: Option<String>,
}

impl FlagEdit {
    /// Where it edits; `None` for the top level.
    pub fn environment(&self) -> Option<&str> {
        match self {
            FlagEdit::Enabled { environment, .. } | FlagEdit::Rollout { environment, .. } => environment.as_deref(),
        }
    }

    /// The flag after this edit and nothing else.
    pub fn apply(&self, flag: &Flag) -> Flag {
        let mut flag = flag.clone();
        let layer = layer_mut(&mut flag, self.environment());
        match self {
            FlagEdit::Enabled { to, .. } => layer.enabled = Some(*to),
            FlagEdit::Rollout { rule: None, to, .. } => layer.clause.rollout = Some(*to),
            FlagEdit::Rollout { rule: Some(index), to, .. } => {
                if let Some(rule) = layer.rules.as_mut().and_then(|rules| rules.get_mut(*index)) {
                    rule.clause.rollout = Some(*to);
                }
            }
        }
        flag
    }

    /// What it writes into the text.
    pub fn text_edit(&self) -> Edit {
        let base = match self.environment() {
            Some(name) => Path::root().key("environments").key(name),
            None => Path::root(),
        };
        let (path, text, kind) = match self {
            FlagEdit::Enabled { to, .. } => (base.key("enabled"), to.to_string(), ScalarKind::Boolean),
            FlagEdit::Rollout { rule, to, .. } => {
                let clause = match rule {
                    Some(index) => base.key("rules").index(*index),
                    None => base,
                };
                (clause.key("rollout"), to.to_string(), ScalarKind::Number)
            }
        };
        Edit::Set { path, value: Scalar { text, kind } }
    }

    /// What it changes; nothing where that is so already.
    pub fn changes(&self, flag: &Flag) -> Vec<Change> {
        diff(Some(flag), Some(&self.apply(flag)))
    }

    /// The field of the top level or environment that it sets, or a part of it.
    pub fn field(&self) -> Field {
        match self {
            FlagEdit::Enabled { .. } => Field::Enabled,
            FlagEdit::Rollout { rule: None, .. } => Field::Rollout,
            FlagEdit::Rollout { rule: Some(_), .. } => Field::Rules,
        }
    }

    /// The environments that have a value of their own for what a top-level edit sets: it does not reach them.
    pub fn unreached<'f>(&self, flag: &'f Flag) -> Vec<&'f str> {
        if self.environment().is_some() {
            return Vec::new();
        }
        flag.environments
            .iter()
            .filter(|(_, layer)| names(layer, self.field()))
            .map(|(name, _)| name.as_str())
            .collect()
    }
}

/// Finds a rule by its name, or by its number from 1, in the place where it is written.
///
/// # Errors
/// Where there is none, several have the name, or the environment inherits its rules.
pub fn find_rule(flag: &Flag, environment: Option<&str>, wanted: &str) -> Result<usize, EditError> {
    let layer = environment.map_or(Some(&flag.base), |name| flag.layer(name));
    let Some(rules) = layer.and_then(|layer| layer.rules.as_ref()) else {
        return Err(match environment {
            Some(name) if flag.base.rules.is_some() => EditError {
                message: format!("{name} inherits its rules from the top level"),
                help: Some("leave out --env to edit the rule for every environment that inherits it".to_owned()),
            },
            _ => EditError { message: format!("'{}' has no rules here", flag.key), help: None },
        });
    };
    let named: Vec<usize> = (0..rules.len()).filter(|&i| rules[i].name.as_deref() == Some(wanted)).collect();
    let by_number = || wanted.parse::<usize>().ok().filter(|number| (1..=rules.len()).contains(number));
    match (&named[..], by_number()) {
        ([index], _) => Ok(*index),
        ([], Some(number)) => Ok(number - 1),
        ([], None) => Err(EditError {
            message: format!("'{}' has no rule '{wanted}'", flag.key),
            help: hint(wanted, rules.iter().filter_map(|rule| rule.name.as_deref()))
                .or_else(|| Some(format!("name a rule by its number, 1 to {}", rules.len()))),
        }),
        _ => Err(EditError {
            message: format!("several rules are called '{wanted}'"),
            help: Some(format!("name it by its number, 1 to {}", rules.len())),
        }),
    }
}

fn layer_mut<'f>(flag: &'f mut Flag, environment: Option<&str>) -> &'f mut TargetingLayer {
    let Some(name) = environment else { return &mut flag.base };
    let index = flag.environments.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
        flag.environments.push((name.to_owned(), TargetingLayer::default()));
        flag.environments.len() - 1
    });
    &mut flag.environments[index].1
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for EditError {}

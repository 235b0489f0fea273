//! The place of an edit, and how things are written there.

use super::super::node::{Data, Node};
use super::Problem;
use super::find::Found;
use super::order::KeyOrder;
use super::subtree::Subtree;
use super::write::{self, Style};
use crate::model::{Path, Scalar, ScalarKind};
use granit_parser::ScalarStyle;

pub(super) struct Site<'a> {
    pub(super) text: &'a str,
    pub(super) root: Option<&'a Node<'a>>,
    pub(super) path: &'a Path,
    pub(super) found: Found<'a>,
    pub(super) order: KeyOrder,
}

/// A new value.
pub(super) enum New<'a> {
    Scalar(&'a Scalar),
    /// A list with that one item.
    Listed(&'a Scalar),
    Subtree(&'a Subtree),
}

impl Site<'_> {
    /// A problem with the deepest node that is there.
    pub(super) fn problem(&self, message: impl Into<String>) -> Problem {
        Problem::new(self.found.last().map_or(0, |(last, _)| last.node.span.start), message)
    }

    /// Whether the deepest node stands in braces or brackets, or is written with them.
    pub(super) fn in_flow(&self) -> bool {
        self.found.trail.iter().any(|stop| stop.node.is_flow())
    }

    /// The quotes around all keys of the nearest mapping, as in JSON.
    pub(super) fn quotes(&self) -> ScalarStyle {
        let mappings = self.found.trail.iter().rev().filter_map(|stop| stop.node.mapping());
        let mut all_quotes = mappings.map(|mapping| {
            let own = mapping.entries.iter().filter(|entry| !entry.merged);
            own.map(|entry| quotes_of(&entry.key)).collect::<Vec<_>>()
        });
        let nearest = all_quotes.find(|quotes| !quotes.is_empty()).unwrap_or_default();
        let all: Option<Vec<_>> = nearest.into_iter().collect();
        all.and_then(|quotes| quotes.last().copied()).unwrap_or(ScalarStyle::Plain)
    }

    /// A new value on one line, as it is written among others with these quotes.
    pub(super) fn write(&self, new: &New<'_>, quotes: ScalarStyle, flow: bool) -> Result<String, Problem> {
        match new {
            New::Scalar(value) => self.scalar(value, Style { quotes, flow }),
            New::Listed(value) => Ok(format!("[{}]", self.scalar(value, Style { quotes, flow: true })?)),
            New::Subtree(subtree) => Ok(subtree.one_line().to_owned()),
        }
    }

    fn scalar(&self, value: &Scalar, style: Style) -> Result<String, Problem> {
        write::value(value, style).ok_or_else(|| {
            let kind = if value.kind == ScalarKind::Number { "number" } else { "boolean" };
            self.problem(format!("{:?} is no {kind}", value.text))
        })
    }
}

/// The quotes of a scalar, if it has any.
pub(super) fn quotes_of(node: &Node<'_>) -> Option<ScalarStyle> {
    match &node.data {
        Data::Scalar { style: style @ (ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted), .. } => Some(*style),
        _ => None,
    }
}

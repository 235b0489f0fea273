//! A YAML document as a tree that remembers where everything stands.

use super::resolve::resolve;
use crate::model::{Scalar, ScalarKind};
use granit_parser::ScalarStyle;
use std::borrow::Cow;
use std::ops::Range;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Node<'t> {
    /// Its bytes, without anchor and tag; an alias's own bytes where it stands for an anchor.
    pub(super) span: Range<usize>,
    pub(super) data: Data<'t>,
    /// It has an anchor, `&name`.
    pub(super) anchored: bool,
    /// It is written as an alias, `*name`.
    pub(super) alias: bool,
}

#[derive(Clone, Debug)]
pub(super) enum Data<'t> {
    Scalar { text: Cow<'t, str>, style: ScalarStyle, forced_text: bool },
    Sequence { items: Vec<Node<'t>>, flow: bool },
    Mapping(Mapping<'t>),
}

#[derive(Clone, Debug)]
pub(super) struct Mapping<'t> {
    /// In the order written, repeated keys included; those of a merge key last.
    pub(super) entries: Vec<Entry<'t>>,
    pub(super) flow: bool,
    /// The merge keys, `<<`, with what they name.
    pub(super) merges: Vec<Entry<'t>>,
}

#[derive(Clone, Debug)]
pub(super) struct Entry<'t> {
    pub(super) key: Node<'t>,
    pub(super) value: Node<'t>,
    /// It came through a merge key.
    pub(super) merged: bool,
}

impl<'t> Node<'t> {
    /// The text of a scalar, whatever its kind; `None` for null, lists and mappings.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.data {
            Data::Scalar { text, .. } => self.kind().map(|_| text.as_ref()),
            _ => None,
        }
    }

    /// What a scalar means; `None` for null, lists and mappings.
    pub(super) fn kind(&self) -> Option<ScalarKind> {
        match &self.data {
            Data::Scalar { text, style: ScalarStyle::Plain, forced_text: false } => resolve(text),
            Data::Scalar { .. } => Some(ScalarKind::Text),
            _ => None,
        }
    }

    /// A scalar with its kind.
    pub(super) fn scalar(&self) -> Option<Scalar> {
        Some(Scalar { text: self.text()?.to_owned(), kind: self.kind()? })
    }

    pub(super) fn mapping(&self) -> Option<&Mapping<'t>> {
        match &self.data {
            Data::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }

    pub(super) fn items(&self) -> Option<&[Node<'t>]> {
        match &self.data {
            Data::Sequence { items, .. } => Some(items),
            _ => None,
        }
    }

    /// Written in braces or brackets.
    pub(super) fn is_flow(&self) -> bool {
        match &self.data {
            Data::Scalar { .. } => false,
            Data::Sequence { flow, .. } => *flow,
            Data::Mapping(mapping) => mapping.flow,
        }
    }

    /// What it is, for a message: `a list`, `the text "x"`.
    pub(super) fn describe(&self) -> String {
        match (&self.data, self.kind()) {
            (Data::Sequence { .. }, _) => "a list".to_owned(),
            (Data::Mapping(_), _) => "a mapping".to_owned(),
            (Data::Scalar { .. }, None) => "nothing (null)".to_owned(),
            (Data::Scalar { text, .. }, Some(kind)) => {
                let shown: String = text.chars().take(40).collect();
                match kind {
                    ScalarKind::Text => format!("the text {shown:?}"),
                    ScalarKind::Number => format!("the number {shown}"),
                    ScalarKind::Boolean => format!("the boolean {shown}"),
                }
            }
        }
    }

    /// How many nodes it is made of.
    pub(super) fn size(&self) -> usize {
        1 + match &self.data {
            Data::Scalar { .. } => 0,
            Data::Sequence { items, .. } => items.iter().map(Node::size).sum(),
            Data::Mapping(mapping) => mapping.entries.iter().map(|entry| entry.key.size() + entry.value.size()).sum(),
        }
    }
}

impl<'t> Mapping<'t> {
    /// The first entry of this key.
    pub(super) fn entry(&self, key: &str) -> Option<&Entry<'t>> {
        self.entries.iter().find(|entry| entry.key.text() == Some(key))
    }

    #[cfg(test)]
    pub(super) fn get(&self, key: &str) -> Option<&Node<'t>> {
        self.entry(key).map(|entry| &entry.value)
    }
}

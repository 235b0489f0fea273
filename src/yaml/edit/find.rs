//! The way to what an edit is about, as far as it is there.

use super::super::node::{Data, Entry, Mapping, Node};
use super::Problem;
use crate::model::{Path, Step};
use std::collections::HashSet;

/// A node on the way.
pub(super) struct Stop<'a> {
    pub(super) node: &'a Node<'a>,
    /// The entry that it is the value of; `None` for the root and for items.
    pub(super) entry: Option<&'a Entry<'a>>,
}

/// How far a path leads.
pub(super) struct Found<'a> {
    /// From the root to the deepest node that is there; empty in a document that says nothing.
    pub(super) trail: Vec<Stop<'a>>,
    /// The steps that lead further.
    pub(super) missing: &'a [Step],
}

/// Follows a path.
///
/// # Errors
/// A step that cannot be taken, or not without touching what stands elsewhere too.
pub(super) fn find<'a>(root: Option<&'a Node<'a>>, path: &'a Path) -> Result<Found<'a>, Problem> {
    let Some(root) = root else { return Ok(Found { trail: Vec::new(), missing: &path.0 }) };
    let mut found = Found { trail: vec![Stop { node: root, entry: None }], missing: &path.0 };
    let mut node = root;
    while let [step, rest @ ..] = found.missing {
        let Some(stop) = next(node, step)? else { break };
        if stop.node.alias {
            return Err(Problem::new(stop.node.span.start, format!("{} is an alias", name(step)))
                .help("write out here what it stands for, or edit that"));
        }
        node = stop.node;
        found.trail.push(stop);
        found.missing = rest;
    }
    Ok(found)
}

impl<'a> Found<'a> {
    /// The deepest node that is there, and the one that holds it.
    pub(super) fn last(&self) -> Option<(&Stop<'a>, Option<&Stop<'a>>)> {
        let (last, before) = self.trail.split_last()?;
        Some((last, before.last()))
    }

    /// The refusal of splices that did not do what was asked.
    pub(super) fn unproven(&self, path: &Path, at: usize) -> Problem {
        match self.trail.iter().find(|stop| stop.node.anchored) {
            Some(stop) => {
                let key = stop.entry.map(|entry| entry.key.span.start);
                let message = format!("an anchor stands on the way to `{path}`: what changes here changes elsewhere");
                Problem::by_hand(key.unwrap_or(stop.node.span.start), message)
            }
            None => Problem::by_hand(at, format!("an edit of `{path}` would change more than it says")),
        }
    }
}

fn next<'a>(node: &'a Node<'a>, step: &Step) -> Result<Option<Stop<'a>>, Problem> {
    let is_null = matches!(node.data, Data::Scalar { .. }) && node.kind().is_none();
    match (&node.data, step) {
        (Data::Mapping(mapping), Step::Key(key)) => entry(mapping, key),
        (Data::Sequence { items, .. }, Step::Index(index)) if *index < items.len() => {
            Ok(Some(Stop { node: &items[*index], entry: None }))
        }
        (Data::Scalar { .. }, Step::Key(_)) if is_null => Ok(None),
        (_, Step::Key(_)) => {
            let message = format!("{} is looked for in {}, which is no mapping", name(step), node.describe());
            Err(Problem::new(node.span.start, message))
        }
        (_, Step::Index(_) | Step::Repeated(..)) => {
            Err(Problem::new(node.span.start, format!("there is no {} here", name(step))))
        }
    }
}

/// Refuses a document in which a key stands twice in its mapping: nobody knows which of the two holds.
pub(super) fn refuse_repeated_keys(node: &Node<'_>) -> Result<(), Problem> {
    match &node.data {
        Data::Scalar { .. } => Ok(()),
        _ if node.alias => Ok(()),
        Data::Sequence { items, .. } => items.iter().try_for_each(refuse_repeated_keys),
        Data::Mapping(mapping) => {
            let mut seen = HashSet::new();
            for Entry { key, value, .. } in mapping.entries.iter().filter(|entry| !entry.merged) {
                if let Some(name) = key_text(key).filter(|name| !seen.insert(*name)) {
                    let message = format!("`{name}` stands here twice");
                    return Err(Problem::new(key.span.start, message).help("keep one"));
                }
                refuse_repeated_keys(value)?;
            }
            Ok(())
        }
    }
}

/// The entry of this key.
fn entry<'a>(mapping: &'a Mapping<'a>, key: &str) -> Result<Option<Stop<'a>>, Problem> {
    let entry = mapping.entries.iter().find(|entry| key_text(&entry.key) == Some(key));
    match (entry, mapping.merges.first()) {
        (Some(entry), _) if !entry.merged => Ok(Some(Stop { node: &entry.value, entry: Some(entry) })),
        (_, Some(merge)) => {
            let at = merge.key.span.start;
            let message = match entry {
                Some(_) => format!("`{key}` comes from a merge key"),
                None => format!("`{key}` would stand beside a merge key"),
            };
            Err(Problem::by_hand(at, message))
        }
        _ => Ok(None),
    }
}

/// The text of a key; that of `null` is its spelling.
pub(super) fn key_text<'n>(key: &'n Node<'_>) -> Option<&'n str> {
    match &key.data {
        Data::Scalar { text, .. } => Some(text),
        _ => None,
    }
}

fn name(step: &Step) -> String {
    match step {
        Step::Key(key) => format!("`{key}`"),
        Step::Index(index) => format!("item {}", index + 1),
        Step::Repeated(key, nth) => format!("repetition {nth} of `{key}`"),
    }
}

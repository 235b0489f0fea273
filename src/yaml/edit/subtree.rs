//! A mapping or a list taken from one place, to be written in another as it was written there.

use super::super::build::parse;
use super::super::node::{Data, Entry, Node};
use super::elements::{self, elements};
use super::find::{Found, find, refuse_repeated_keys};
use super::lines::{before_line_break, begins_line, column, indentation, line_end, next_line, skip_space_and_comments};
use super::prove::values_at;
use super::write::one_line;
use super::{Problem, Refusal};
use crate::model::Path;
use serde_yaml::Value;

/// A mapping or a list with its comments, its quotes and its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subtree {
    form: Form,
    /// In braces or brackets on one line, for where nothing else fits; without comments.
    one_line: String,
    /// What it means to either parser of the proof.
    pub(super) ours: Value,
    pub(super) theirs: Value,
}

/// How it is written. Lines are indented as seen from their own key, so that they fit below any other.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    /// In braces or brackets behind the key.
    Flow(Vec<String>),
    /// On lines of its own below the key.
    Block(Vec<String>),
}

impl Subtree {
    /// Takes a copy of the value at a path.
    ///
    /// # Errors
    /// Where there is none, or it cannot stand elsewhere: an anchor, an alias or a merge key is in it.
    pub fn of(text: &str, path: &Path) -> Result<Subtree, Refusal> {
        Subtree::taken(text, path).map_err(|problem| problem.refusal(text))
    }

    fn taken(text: &str, path: &Path) -> Result<Subtree, Problem> {
        let root = parse(text)?;
        root.as_ref().map_or(Ok(()), refuse_repeated_keys)?;
        let found = find(root.as_ref(), path)?;
        let (node, entry) = collection(&found, path)?;
        refuse_ties(node)?;
        let lines = if node.is_flow() { flow_lines(text, node, entry) } else { block_lines(text, node, entry)? };
        let values = root.as_ref().and_then(|root| values_at(root, text, path));
        let (ours, theirs) = values.ok_or_else(|| unreadable(node.span.start))?;
        let form = if node.is_flow() { Form::Flow(lines) } else { Form::Block(lines) };
        Ok(Subtree { form, one_line: one_line(node), ours, theirs })
    }

    /// This list with the items of another one behind its own; `None` where one of them is no list on lines of its own.
    pub fn followed_by(self, more: Subtree) -> Option<Subtree> {
        let (Form::Block(mut lines), Form::Block(others)) = (self.form, more.form) else { return None };
        let dash = |lines: &[String]| {
            let first = lines.iter().find(|line| line.trim_start().starts_with("- "))?;
            Some(indentation(first))
        };
        let (indent, others_indent) = (dash(&lines)?, dash(&others)?);
        let shifted =
            |line: &String| format!("{}{}", " ".repeat(indent), &line[indentation(line).min(others_indent)..]);
        lines.extend(others.iter().map(shifted));
        let one_line = format!("[{}, {}]", inside(&self.one_line)?, inside(&more.one_line)?);
        let (ours, theirs) = (joined(self.ours, more.ours)?, joined(self.theirs, more.theirs)?);
        Some(Subtree { form: Form::Block(lines), one_line, ours, theirs })
    }

    /// On lines of its own.
    pub(super) fn is_block(&self) -> bool {
        matches!(self.form, Form::Block(_))
    }

    pub(super) fn one_line(&self) -> &str {
        &self.one_line
    }

    /// What stands behind the colon of a key that begins at a column.
    pub(super) fn behind_colon(&self, key_column: usize, newline: &str) -> String {
        let indent = " ".repeat(key_column);
        let indented =
            |line: &String| if line.is_empty() { newline.to_owned() } else { format!("{newline}{indent}{line}") };
        match &self.form {
            Form::Block(lines) => lines.iter().map(indented).collect(),
            Form::Flow(lines) => match lines.split_first() {
                Some((first, rest)) => format!(" {first}{}", rest.iter().map(indented).collect::<String>()),
                None => String::new(),
            },
        }
    }
}

/// What stands between the brackets of a list.
fn inside(list: &str) -> Option<&str> {
    list.strip_prefix('[')?.strip_suffix(']')
}

fn joined(list: Value, more: Value) -> Option<Value> {
    match (list, more) {
        (Value::Sequence(mut list), Value::Sequence(more)) => {
            list.extend(more);
            Some(Value::Sequence(list))
        }
        _ => None,
    }
}

/// The node at the end of a path, and the entry that it is the value of.
fn collection<'a>(found: &Found<'a>, path: &Path) -> Result<(&'a Node<'a>, &'a Entry<'a>), Problem> {
    let last = found.last().map(|(last, _)| last).filter(|_| found.missing.is_empty());
    let Some(last) = last else { return Err(Problem::new(0, format!("there is no `{path}`"))) };
    match (&last.node.data, last.entry) {
        (Data::Mapping(_) | Data::Sequence { .. }, Some(entry)) => Ok((last.node, entry)),
        _ => Err(Problem::by_hand(last.node.span.start, format!("`{path}` is {}", last.node.describe()))),
    }
}

/// Refuses what ties a node to another place of its document.
fn refuse_ties(node: &Node<'_>) -> Result<(), Problem> {
    let tied = |what: &str| Err(Problem::by_hand(node.span.start, format!("{what} cannot be copied to another place")));
    match &node.data {
        _ if node.alias => tied("an alias"),
        _ if node.anchored => tied("an anchor"),
        Data::Scalar { .. } => Ok(()),
        Data::Sequence { items, .. } => items.iter().try_for_each(refuse_ties),
        Data::Mapping(mapping) if !mapping.merges.is_empty() => tied("a merge key"),
        Data::Mapping(mapping) => mapping.entries.iter().try_for_each(|entry| {
            refuse_ties(&entry.key)?;
            refuse_ties(&entry.value)
        }),
    }
}

fn flow_lines(text: &str, node: &Node<'_>, entry: &Entry<'_>) -> Vec<String> {
    outdented(&text[node.span.clone()], key_column(text, entry))
}

fn block_lines(text: &str, node: &Node<'_>, entry: &Entry<'_>) -> Result<Vec<String>, Problem> {
    let elements = elements(text, node)?;
    let colon = skip_space_and_comments(text, entry.key.span.end);
    let below = next_line(text, colon).filter(|_| text[colon..].starts_with(':'));
    match (elements.first(), below) {
        (Some(first), Some(start)) if begins_line(text, first.start) && start <= first.start => {
            let end = line_end(text, before_line_break(text, elements::end(text, node)));
            Ok(outdented(&text[start..end], key_column(text, entry)))
        }
        _ => Err(Problem::by_hand(node.span.start, "this does not stand on lines of its own below its key")),
    }
}

fn key_column(text: &str, entry: &Entry<'_>) -> usize {
    column(text, elements::start(text, entry.key.span.start))
}

/// Lines without this much of their indentation; comments may have less of it.
fn outdented(text: &str, columns: usize) -> Vec<String> {
    text.lines().map(|line| line[indentation(line).min(columns)..].trim_end_matches('\r').to_owned()).collect()
}

fn unreadable(at: usize) -> Problem {
    Problem::by_hand(at, "YAML parsers do not agree on what this means")
}

//! A mapping or a list in the place of another value.

use super::super::node::{Data, Entry, Node};
use super::elements;
use super::find::Stop;
use super::insert::insert;
use super::lines::{before_line_break, column, line_break, line_end, skip_space_and_comments};
use super::site::{New, Site};
use super::subtree::Subtree;
use super::{Problem, Splice};

/// Writes a subtree where a path leads, whatever stands there.
pub(super) fn put(site: &Site<'_>, subtree: &Subtree) -> Result<Vec<Splice>, Problem> {
    if !site.found.missing.is_empty() {
        return insert(site, &New::Subtree(subtree));
    }
    let Some((Stop { node, entry: Some(entry) }, Some(_))) = site.found.last() else {
        return Err(site.problem(format!("`{}` is no entry of a mapping", site.path)));
    };
    if node.anchored {
        return Err(Problem::by_hand(entry.key.span.start, "an anchor stands here, and may be used elsewhere"));
    }
    if holder_is_flow(site) {
        return Ok(vec![Splice::replace(node.span.clone(), padded(node, subtree.one_line()))]);
    }
    let colon = skip_space_and_comments(site.text, entry.key.span.end);
    if !site.text[colon..].starts_with(':') || line_end(site.text, entry.key.span.end) < colon {
        return Err(Problem::by_hand(entry.key.span.start, "the colon of this key does not stand beside it"));
    }
    let value = subtree.behind_colon(key_column(site, entry), line_break(site.text, colon));
    Ok(in_lines(site.text, node, colon + 1, subtree, value))
}

/// Whether braces or brackets stand around the value, apart from its own.
fn holder_is_flow(site: &Site<'_>) -> bool {
    site.found.trail.iter().rev().skip(1).any(|stop| stop.node.is_flow())
}

/// A value that is left out stands right behind its colon.
fn padded(node: &Node<'_>, value: &str) -> String {
    if node.span.is_empty() { format!(" {value}") } else { value.to_owned() }
}

fn key_column(site: &Site<'_>, entry: &Entry<'_>) -> usize {
    column(site.text, elements::start(site.text, entry.key.span.start))
}

/// Replaces a value behind a colon, or on the lines below it; a comment beside the key stays there.
fn in_lines(text: &str, node: &Node<'_>, behind_colon: usize, subtree: &Subtree, value: String) -> Vec<Splice> {
    let is_block = !node.is_flow() && !matches!(node.data, Data::Scalar { .. });
    let end = elements::end(text, node);
    if is_block {
        let key_line_end = line_end(text, behind_colon);
        let old_lines = key_line_end..line_end(text, before_line_break(text, end));
        if subtree.is_block() {
            return vec![Splice::replace(old_lines, value)];
        }
        return vec![Splice::insert(behind_colon, value), Splice::delete(old_lines)];
    }
    let old = behind_colon..end.max(behind_colon);
    if subtree.is_block() {
        let line_end = line_end(text, old.end);
        return vec![Splice::delete(old), Splice::insert(line_end, value)];
    }
    vec![Splice::replace(old, value)]
}

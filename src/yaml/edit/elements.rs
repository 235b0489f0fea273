//! The bytes of entries and items, all of them: spans cover neither a dash nor an anchor, and those of block
//! collections run into the comments below.

use super::super::build::after_dash;
use super::super::node::{Data, Entry, Node};
use super::Problem;
use super::lines::{is_blank_or_comment, line_start};
use granit_parser::ScalarStyle;
use std::ops::Range;

/// Where each entry or item of a collection stands, from its first byte (a dash, a `?`, an anchor) to its last.
pub(super) fn elements(text: &str, collection: &Node<'_>) -> Result<Vec<Range<usize>>, Problem> {
    match &collection.data {
        Data::Scalar { .. } => Ok(Vec::new()),
        Data::Sequence { items, flow: true } => {
            Ok(items.iter().map(|item| start(text, item.span.start)..end(text, item)).collect())
        }
        Data::Sequence { items, flow: false } => {
            items.iter().map(|item| Ok(dash(text, item)?..end(text, item))).collect()
        }
        Data::Mapping(mapping) => {
            let own = mapping.entries.iter().filter(|entry| !entry.merged).chain(&mapping.merges);
            let mut elements: Vec<_> = own.map(|entry| entry_range(text, entry)).collect();
            elements.sort_by_key(|range| range.start);
            Ok(elements)
        }
    }
}

/// The element that a byte belongs to.
pub(super) fn position(elements: &[Range<usize>], at: usize) -> usize {
    elements.partition_point(|element| element.start <= at).saturating_sub(1)
}

fn entry_range(text: &str, entry: &Entry<'_>) -> Range<usize> {
    start(text, entry.key.span.start)..end(text, &entry.value)
}

/// Where the anchor, the tag or the `?` before a node begins.
pub(super) fn start(text: &str, node_start: usize) -> usize {
    let line = line_start(text, node_start);
    let mut start = node_start;
    loop {
        let before = text[line..start].trim_end_matches([' ', '\t']);
        let word = before.rfind([' ', '\t', '[', '{', ',']).map_or(0, |at| at + 1);
        match &before[word..] {
            property if property == "?" || property.starts_with(['&', '!']) => start = line + word,
            _ => return start,
        }
    }
}

/// The dash of an item in a block list.
fn dash(text: &str, item: &Node<'_>) -> Result<usize, Problem> {
    let start = start(text, header(text, item).map_or(item.span.start, |header| header.start));
    match after_dash(text, start) {
        Some(after) => Ok(after - 1),
        None => Err(Problem::by_hand(start, "something stands between an item of this list and its dash")),
    }
}

/// The byte after the last that says something of a node.
pub(super) fn end(text: &str, node: &Node<'_>) -> usize {
    match &node.data {
        _ if node.alias => node.span.end,
        Data::Scalar { text: content, style: ScalarStyle::Literal | ScalarStyle::Folded, .. } => {
            block_scalar_end(text, content, node.span.end)
        }
        Data::Sequence { items, flow: false } => items.last().map_or(node.span.end, |item| end(text, item)),
        Data::Mapping(mapping) if !mapping.flow => {
            let own = mapping.entries.iter().filter(|entry| !entry.merged).chain(&mapping.merges);
            own.map(|entry| end(text, &entry.value)).max().unwrap_or(node.span.end)
        }
        _ => node.span.end,
    }
}

/// The byte after a block scalar; blank lines below it are part of it only where it keeps them.
fn block_scalar_end(text: &str, content: &str, span_end: usize) -> usize {
    let keeps_blank_lines = content.ends_with("\n\n") || content == "\n";
    match text[..span_end].rfind('\n') {
        Some(newline) if keeps_blank_lines => newline + 1,
        _ => trimmed(text, span_end),
    }
}

/// From the `|` or `>` of a block scalar to the end of that line.
pub(super) fn header(text: &str, node: &Node<'_>) -> Option<Range<usize>> {
    let Data::Scalar { style: ScalarStyle::Literal | ScalarStyle::Folded, text: content, .. } = &node.data else {
        return None;
    };
    // The span is that of the content, or the header's where the text ends with it.
    let at_end = content.is_empty() && text[node.span.clone()].starts_with(['|', '>']);
    let end = if at_end { node.span.end } else { trimmed(text, node.span.start) };
    let line = line_start(text, end);
    let mut indicators = text[line..end].match_indices([' ', '\t']).map(|(at, _)| line + at + 1);
    indicators.find(|&at| is_header(&text[at..end])).map(|at| at..end)
}

fn is_header(rest: &str) -> bool {
    let digits_and_chomping = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '+', '-'];
    let after = rest.strip_prefix(['|', '>']).map(|rest| rest.trim_start_matches(digits_and_chomping));
    after.is_some_and(is_blank_or_comment)
}

/// The end of the last thing before a byte that is no white space.
pub(super) fn trimmed(text: &str, at: usize) -> usize {
    text[..at].trim_end_matches([' ', '\t', '\r', '\n']).len()
}

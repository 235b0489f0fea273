//! Values that are set, and items at the end of lists.

use super::super::node::{Data, Node};
use super::elements::{self, elements};
use super::insert::{fill, insert};
use super::site::{New, Site, quotes_of};
use super::{Problem, Splice, block, flow};
use crate::model::{Scalar, ScalarKind};
use granit_parser::ScalarStyle;
use std::ops::Range;

/// Sets a scalar.
pub(super) fn set(site: &Site<'_>, value: &Scalar) -> Result<Vec<Splice>, Problem> {
    let new = New::Scalar(value);
    if !site.found.missing.is_empty() {
        return insert(site, &new);
    }
    let Some((last, _)) = site.found.last() else { return Err(Problem::new(0, "a path has at least one key")) };
    let node = last.node;
    let Data::Scalar { style, forced_text, .. } = &node.data else {
        return Err(site.problem(format!(
            "`{}` is {}, and no single value takes its place",
            site.path,
            node.describe()
        )));
    };
    if *forced_text && value.kind != ScalarKind::Text {
        return Err(site.problem(format!("a tag makes a text of `{}`", site.path)).help("remove the tag"));
    }
    let written = site.write(&new, quotes_of(node).unwrap_or_else(|| site.quotes()), site.in_flow())?;
    match style {
        _ if node.scalar().as_ref() == Some(value) => Ok(Vec::new()),
        _ if node.kind().is_none() => fill(site, last, &written),
        ScalarStyle::Literal | ScalarStyle::Folded => replace_block_scalar(site.text, node, &written),
        _ => Ok(vec![Splice::replace(node.span.clone(), written)]),
    }
}

/// Adds an item at the end of a list.
pub(super) fn append(site: &Site<'_>, value: &Scalar) -> Result<Vec<Splice>, Problem> {
    let new = New::Listed(value);
    let Some((last, _)) = site.found.last().filter(|_| site.found.missing.is_empty()) else {
        return insert(site, &new);
    };
    match &last.node.data {
        Data::Sequence { items, .. } => append_to(site, last.node, items, value),
        Data::Scalar { .. } if last.node.kind().is_none() => {
            fill(site, last, &site.write(&new, site.quotes(), site.in_flow())?)
        }
        _ => Err(site.problem(format!("`{}` is {}, not a list", site.path, last.node.describe()))),
    }
}

/// Adds an item to a list that is there, quoted like the last.
fn append_to(site: &Site<'_>, list: &Node<'_>, items: &[Node<'_>], value: &Scalar) -> Result<Vec<Splice>, Problem> {
    let last = items.iter().rev().find(|item| !item.alias);
    let quotes = last.and_then(quotes_of).unwrap_or_else(|| site.quotes());
    let item = site.write(&New::Scalar(value), quotes, site.in_flow())?;
    let elements = elements(site.text, list)?;
    match elements.last() {
        None => flow::add_only(site.text, &list.span, &item),
        Some(last) if list.is_flow() => Ok(flow::add_after(site.text, last, &item)),
        Some(last) => add_below(site.text, &elements, last, &item),
    }
}

/// A new item below the last of a block list, as far from its dash as that one.
fn add_below(
    text: &str,
    elements: &[Range<usize>],
    previous: &Range<usize>,
    item: &str,
) -> Result<Vec<Splice>, Problem> {
    let indent = block::indent(text, elements)?;
    let after_dash = &text[previous.start + 1..previous.end];
    let gap = &after_dash[..after_dash.len() - after_dash.trim_start_matches(' ').len()];
    let gap = if gap.is_empty() { " " } else { gap };
    Ok(vec![block::add_below(text, (previous.end, indent), indent, &format!("-{gap}{item}"))?])
}

/// Writes a value in the place of a `|` or `>` and the lines below it, and keeps the comment beside it.
fn replace_block_scalar(text: &str, node: &Node<'_>, written: &str) -> Result<Vec<Splice>, Problem> {
    let Some(header) = elements::header(text, node) else {
        return Err(Problem::by_hand(node.span.start, "the `|` or `>` of this text is not found"));
    };
    let beside = &text[header.clone()];
    let comment = beside.find([' ', '\t']).map_or("", |at| &beside[at..]);
    let end = elements::trimmed(text, node.span.end).max(header.end);
    Ok(vec![Splice::replace(header.start..end, format!("{written}{comment}"))])
}

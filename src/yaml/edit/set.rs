//! Values that are set, and items at the end of lists.

use super::super::node::{Data, Node};
use super::elements::{self, elements};
use super::find::Found;
use super::insert::{fill, insert};
use super::order::KeyOrder;
use super::write::{self, Style};
use super::{Problem, Splice, block, flow};
use crate::model::{Path, Scalar, ScalarKind};
use granit_parser::ScalarStyle;
use std::ops::Range;

/// The place of an edit.
pub(super) struct Site<'n, 't, 's> {
    pub(super) text: &'t str,
    pub(super) root: Option<&'n Node<'t>>,
    pub(super) path: &'s Path,
    pub(super) found: Found<'n, 't, 's>,
    pub(super) order: KeyOrder,
}

/// A new value: a scalar, or a list with that one item.
pub(super) struct New<'a> {
    pub(super) value: &'a Scalar,
    pub(super) listed: bool,
}

impl New<'_> {
    pub(super) fn write(&self, site: &Site<'_, '_, '_>, style: Style) -> Result<String, Problem> {
        if self.listed {
            let item = write_value(site, self.value, Style { flow: true, ..style })?;
            return Ok(format!("[{item}]"));
        }
        write_value(site, self.value, style)
    }
}

impl<'n, 't> Site<'n, 't, '_> {
    /// Where the deepest node of the way begins.
    pub(super) fn start(&self) -> usize {
        self.found.last().map_or(0, |(last, _)| last.node.span.start)
    }

    /// Whether the deepest node stands in braces or brackets, or is written with them.
    pub(super) fn in_flow(&self) -> bool {
        self.found.trail.iter().any(|stop| stop.node.is_flow())
    }

    /// The quotes around all keys of the nearest mapping, as in JSON.
    pub(super) fn quotes(&self) -> ScalarStyle {
        let mappings = self.found.trail.iter().rev().filter_map(|stop| stop.node.mapping());
        let mut styles = mappings.map(|mapping| {
            let own = mapping.entries.iter().filter(|entry| !entry.merged);
            own.map(|entry| style(&entry.key)).collect::<Vec<_>>()
        });
        match styles.find(|styles| !styles.is_empty()) {
            Some(styles) if !styles.contains(&ScalarStyle::Plain) => styles[styles.len() - 1],
            _ => ScalarStyle::Plain,
        }
    }
}

/// Sets a scalar.
pub(super) fn set(site: &Site<'_, '_, '_>, value: &Scalar) -> Result<Vec<Splice>, Problem> {
    let new = New { value, listed: false };
    if !site.found.missing.is_empty() {
        return insert(site, &new);
    }
    let Some((last, _)) = site.found.last() else { return Err(Problem::new(0, "a path has at least one key")) };
    let Data::Scalar { style, forced_text, .. } = &last.node.data else {
        let message = format!("`{}` is {}, and no single value takes its place", site.path, last.node.describe());
        return Err(Problem::new(site.start(), message));
    };
    if *forced_text && value.kind != ScalarKind::Text {
        return Err(Problem::new(site.start(), format!("a tag makes a text of `{}`", site.path)).help("remove the tag"));
    }
    let style = Style { quotes: if is_quoted(*style) { *style } else { site.quotes() }, flow: site.in_flow() };
    let written = write_value(site, value, style)?;
    match &last.node.data {
        _ if last.node.scalar().as_ref() == Some(value) => Ok(Vec::new()),
        _ if last.node.kind().is_none() => fill(site, last, &written),
        Data::Scalar { style: ScalarStyle::Literal | ScalarStyle::Folded, .. } => {
            replace_block_scalar(site.text, last.node, &written)
        }
        _ => Ok(vec![Splice::replace(last.node.span.clone(), written)]),
    }
}

/// Adds an item at the end of a list.
pub(super) fn append(site: &Site<'_, '_, '_>, value: &Scalar) -> Result<Vec<Splice>, Problem> {
    let new = New { value, listed: true };
    let Some((last, _)) = site.found.last().filter(|_| site.found.missing.is_empty()) else {
        return insert(site, &new);
    };
    match &last.node.data {
        Data::Sequence { items, flow } => {
            let quotes = items.iter().rev().find(|item| !item.alias).map(style).filter(|style| is_quoted(*style));
            let style = Style { quotes: quotes.unwrap_or_else(|| site.quotes()), flow: site.in_flow() };
            let item = write_value(site, value, style)?;
            let elements = elements(site.text, last.node)?;
            match elements.last() {
                None => Ok(flow::add_only(site.text, &last.node.span, &item)),
                Some(previous) if *flow => Ok(flow::add_after(site.text, previous, &item)),
                Some(previous) => add_below(site.text, &elements, previous, &item),
            }
        }
        Data::Scalar { .. } if last.node.kind().is_none() => {
            let style = Style { quotes: site.quotes(), flow: site.in_flow() };
            fill(site, last, &new.write(site, style)?)
        }
        _ => {
            let message = format!("`{}` is {}, not a list", site.path, last.node.describe());
            Err(Problem::new(site.start(), message))
        }
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

fn write_value(site: &Site<'_, '_, '_>, value: &Scalar, style: Style) -> Result<String, Problem> {
    write::value(value, style).ok_or_else(|| {
        let kind = if value.kind == ScalarKind::Number { "number" } else { "boolean" };
        Problem::new(site.start(), format!("{:?} is no {kind}", value.text))
    })
}

fn style(node: &Node<'_>) -> ScalarStyle {
    match &node.data {
        Data::Scalar { style, .. } if is_quoted(*style) => *style,
        _ => ScalarStyle::Plain,
    }
}

fn is_quoted(style: ScalarStyle) -> bool {
    matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted)
}

//! Keys that are not there yet, and values where there is nothing.

use super::super::node::{Data, Mapping, Node};
use super::find::{Stop, key_text};
use super::lines::{is_blank_or_comment, line_break};
use super::order::{Place, place};
use super::set::{New, Site};
use super::write::{self, Style};
use super::{Problem, Splice, block, elements, flow, indent};
use crate::model::Step;

/// Writes the keys that a path misses, and the value below them.
pub(super) fn insert(site: &Site<'_, '_, '_>, new: &New<'_>) -> Result<Vec<Splice>, Problem> {
    let keys = missing_keys(site)?;
    let Some((last, holder)) = site.found.last() else { return first_entry(site, &keys, new) };
    match (&last.node.data, holder) {
        (Data::Mapping(mapping), _) if mapping.flow => into_flow(site, last.node, mapping, &keys, new),
        (Data::Mapping(mapping), _) => into_block(site, last.node, mapping, &keys, new),
        (_, Some(holder)) if is_open(site, last) => below_key(site, last.node, holder.node, &keys, new),
        _ => fill(site, last, &format!("{{{}}}", flow_pair(site, &keys, new)?)),
    }
}

fn missing_keys<'s>(site: &Site<'_, '_, 's>) -> Result<Vec<&'s str>, Problem> {
    let key = |step: &'s Step| match step {
        Step::Key(key) => Ok(key.as_str()),
        Step::Index(_) | Step::Repeated(..) => {
            Err(Problem::new(site.start(), format!("`{}` is not there: no items are made on the way", site.path)))
        }
    };
    site.found.missing.iter().map(key).collect()
}

/// The first entry of a document that has nothing but comments.
fn first_entry(site: &Site<'_, '_, '_>, keys: &[&str], new: &New<'_>) -> Result<Vec<Splice>, Problem> {
    let text = site.text;
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    if !body.lines().all(is_blank_or_comment) {
        return Err(Problem::by_hand(0, "the document is empty, and something else than comments stands in it"));
    }
    let lines = block_lines(site, keys, new, 0, indent::DEFAULT, line_break(text, text.len()))?;
    let newline = line_break(text, text.len());
    let entry = match (body.is_empty(), body.ends_with('\n')) {
        (true, _) | (_, true) => format!("{lines}{newline}"),
        (false, false) => format!("{newline}{lines}"),
    };
    Ok(vec![Splice::insert(text.len(), entry)])
}

fn into_block(
    site: &Site<'_, '_, '_>,
    node: &Node<'_>,
    mapping: &Mapping<'_>,
    keys: &[&str],
    new: &New<'_>,
) -> Result<Vec<Splice>, Problem> {
    let elements = elements::elements(site.text, node)?;
    let indent = block::indent(site.text, &elements)?;
    let step = indent::step(site.text, site.root.unwrap_or(node), mapping);
    let lines = block_lines(site, keys, new, indent, step, line_break(site.text, node.span.start))?;
    Ok(vec![match neighbour(site, mapping, keys) {
        Some(Place::Before(next)) => block::add_above(site.text, elements[next].start, indent, &lines),
        Some(Place::After(previous)) => block::add_below(site.text, (elements[previous].end, indent), indent, &lines)?,
        None => return Err(Problem::by_hand(node.span.start, "a mapping without entries of its own")),
    }])
}

fn into_flow(
    site: &Site<'_, '_, '_>,
    node: &Node<'_>,
    mapping: &Mapping<'_>,
    keys: &[&str],
    new: &New<'_>,
) -> Result<Vec<Splice>, Problem> {
    let elements = elements::elements(site.text, node)?;
    let pair = flow_pair(site, keys, new)?;
    Ok(match neighbour(site, mapping, keys) {
        Some(Place::Before(next)) => flow::add_before(site.text, &elements[next], &pair),
        Some(Place::After(previous)) => flow::add_after(site.text, &elements[previous], &pair),
        None => flow::add_only(site.text, &node.span, &pair),
    })
}

/// The entry beside which the first missing key is written.
fn neighbour(site: &Site<'_, '_, '_>, mapping: &Mapping<'_>, keys: &[&str]) -> Option<Place> {
    let at = &site.path.0[..site.path.0.len() - site.found.missing.len()];
    let present: Vec<_> = mapping.entries.iter().map(|entry| key_text(&entry.key)).collect();
    place((site.order)(at), &present, keys.first().copied().unwrap_or_default())
}

/// Whether a value is left out after the colon of a block mapping's entry.
fn is_open(site: &Site<'_, '_, '_>, stop: &Stop<'_, '_>) -> bool {
    let is_left_out = stop.node.span.is_empty() && site.text[..stop.node.span.start].ends_with(':');
    is_left_out && stop.entry.is_some() && !site.in_flow()
}

/// A block mapping below a key that has no value.
fn below_key(
    site: &Site<'_, '_, '_>,
    value: &Node<'_>,
    holder: &Node<'_>,
    keys: &[&str],
    new: &New<'_>,
) -> Result<Vec<Splice>, Problem> {
    let Some(siblings) = holder.mapping() else {
        return Err(Problem::by_hand(value.span.start, "no mapping holds this"));
    };
    let own = block::indent(site.text, &elements::elements(site.text, holder)?)?;
    let step = indent::step(site.text, site.root.unwrap_or(holder), siblings);
    let lines = block_lines(site, keys, new, own + step, step, line_break(site.text, value.span.start))?;
    Ok(vec![block::add_below(site.text, (value.span.start, own), own + step, &lines)?])
}

/// A value where there is none, or null.
pub(super) fn fill(site: &Site<'_, '_, '_>, stop: &Stop<'_, '_>, value: &str) -> Result<Vec<Splice>, Problem> {
    let span = stop.node.span.clone();
    let has_colon = stop.entry.is_none_or(|entry| site.text[entry.key.span.end..span.start].contains(':'));
    Ok(vec![match (span.is_empty(), has_colon) {
        (false, _) => Splice::replace(span, value),
        (true, true) => Splice::insert(span.start, format!(" {value}")),
        (true, false) if site.in_flow() => Splice::insert(span.start, format!(": {value}")),
        (true, false) => return Err(Problem::by_hand(span.start, "this key has no colon and no value")),
    }])
}

fn block_lines(
    site: &Site<'_, '_, '_>,
    keys: &[&str],
    new: &New<'_>,
    indent: usize,
    step: usize,
    newline: &str,
) -> Result<String, Problem> {
    let style = Style { quotes: site.quotes(), flow: false };
    let mut lines = String::new();
    for (depth, key) in keys.iter().enumerate() {
        if depth > 0 {
            lines.push_str(newline);
            lines.push_str(&" ".repeat(indent + depth * step));
        }
        lines.push_str(&write::key(key, style));
        lines.push(':');
    }
    Ok(format!("{lines} {}", new.write(site, style)?))
}

fn flow_pair(site: &Site<'_, '_, '_>, keys: &[&str], new: &New<'_>) -> Result<String, Problem> {
    let style = Style { quotes: site.quotes(), flow: true };
    let Some((first, inner)) = keys.split_first() else { return new.write(site, style) };
    let value =
        if inner.is_empty() { new.write(site, style)? } else { format!("{{{}}}", flow_pair(site, inner, new)?) };
    Ok(format!("{}: {value}", write::key(first, style)))
}

//! Entries and items that go.

use super::elements::{elements, position};
use super::find::Stop;
use super::lines::{begins_line, is_blank_or_comment, rest_of_line, skip_space_and_comments};
use super::site::Site;
use super::{Problem, Splice, block, flow};
use std::ops::Range;

/// Takes an entry or an item out. The last one leaves an empty collection: its key stays.
pub(super) fn remove(site: &Site<'_>) -> Result<Vec<Splice>, Problem> {
    if !site.found.missing.is_empty() {
        return Err(site.problem(format!("there is no `{}`", site.path)));
    }
    let Some((last, Some(holder))) = site.found.last() else {
        return Err(Problem::new(0, "a document is not removed from itself"));
    };
    if let Some(merge) = holder.node.mapping().and_then(|mapping| mapping.merges.first()) {
        let message = format!("a merge key stands beside `{}`, and may have a value for it", site.path);
        return Err(Problem::by_hand(merge.key.span.start, message));
    }
    let elements = elements(site.text, holder.node)?;
    let index = position(&elements, last.entry.map_or(last.node.span.start, |entry| entry.key.span.start));
    match (holder.node.is_flow(), &elements[..]) {
        (true, _) => flow::remove(site.text, &holder.node.span, &elements, index),
        (false, [only]) => empty_block(site.text, holder, only),
        (false, _) => Ok(vec![block::remove(site.text, &elements, index)?]),
    }
}

/// Takes the only element of a block collection out, and writes an empty collection where it began.
fn empty_block(text: &str, holder: &Stop<'_>, only: &Range<usize>) -> Result<Vec<Splice>, Problem> {
    let empty = if holder.node.mapping().is_some() { "{}" } else { "[]" };
    if !begins_line(text, only.start) {
        return Ok(vec![Splice::replace(only.clone(), empty)]);
    }
    let Some(entry) = holder.entry else {
        return Err(Problem::by_hand(only.start, "this is all there is; nothing would be left to hold it"));
    };
    let colon = skip_space_and_comments(text, entry.key.span.end);
    if !text[colon..].starts_with(':') || !is_blank_or_comment(rest_of_line(text, colon + 1)) {
        return Err(Problem::by_hand(only.start, "this is the last of its block, and its key has more than a colon"));
    }
    Ok(vec![Splice::insert(colon + 1, format!(" {empty}")), block::remove(text, std::slice::from_ref(only), 0)?])
}

//! Entries and items between braces and brackets.

use super::lines::{
    before_on_line, begins_line, is_blank, is_blank_or_comment, line_break, line_end, next_line, rest_of_line,
    skip_space_and_comments,
};
use super::{Problem, Splice};
use std::ops::Range;

/// What stands between the braces or brackets. A pair in a list, `[a: 1]`, has none of its own.
fn inside(text: &str, collection: &Range<usize>) -> Result<Range<usize>, Problem> {
    if collection.len() >= 2 && text[collection.clone()].starts_with(['{', '[']) {
        return Ok(collection.start + 1..collection.end - 1);
    }
    Err(Problem::by_hand(collection.start, "this pair stands in a list without braces of its own"))
}

/// A new element between empty braces or brackets.
pub(super) fn add_only(text: &str, collection: &Range<usize>, element: &str) -> Result<Vec<Splice>, Problem> {
    let inside = inside(text, collection)?;
    let space = &text[inside.clone()];
    let padding = if is_blank(space) { space } else { "" };
    Ok(vec![Splice::insert(inside.start, format!("{padding}{element}"))])
}

/// A new element before another.
pub(super) fn add_before(text: &str, next: &Range<usize>, element: &str) -> Vec<Splice> {
    let divider = if begins_line(text, next.start) {
        format!(",{}{}", line_break(text, next.start), before_on_line(text, next.start))
    } else {
        ", ".to_owned()
    };
    vec![Splice::insert(next.start, format!("{element}{divider}"))]
}

/// A new element after another; on a line of its own where that one is.
pub(super) fn add_after(text: &str, previous: &Range<usize>, element: &str) -> Vec<Splice> {
    let end = previous.end;
    let divider = skip_space_and_comments(text, end);
    let has_comma = text[divider..].starts_with(',');
    let last_on_line = |at: usize| is_blank_or_comment(rest_of_line(text, at));
    let line = format!("{}{}{element}", line_break(text, end), before_on_line(text, previous.start));
    if !begins_line(text, previous.start) {
        vec![Splice::insert(end, format!(", {element}"))]
    } else if has_comma && is_blank(&text[end..divider]) && last_on_line(divider + 1) {
        vec![Splice::insert(line_end(text, divider), format!("{line},"))]
    } else if !has_comma && last_on_line(end) {
        vec![Splice::insert(end, ","), Splice::insert(line_end(text, end), line)]
    } else if !has_comma {
        vec![Splice::insert(end, format!(",{line}"))]
    } else {
        vec![Splice::insert(end, format!(", {element}"))]
    }
}

/// Takes an element out with one comma.
pub(super) fn remove(
    text: &str,
    collection: &Range<usize>,
    elements: &[Range<usize>],
    index: usize,
) -> Result<Vec<Splice>, Problem> {
    let element = &elements[index];
    let inside = inside(text, collection)?;
    if elements.len() == 1 && !has_comment(text, &inside, element) {
        return Ok(vec![Splice::delete(inside)]);
    }
    let divider = skip_space_and_comments(text, element.end);
    let comma = text[divider..].starts_with(',').then_some(divider);
    let after_comma = comma.map_or(element.end, |comma| comma + 1);
    let previous = index.checked_sub(1).map(|before| &elements[before]);
    let next = elements.get(index + 1);
    let own_line = begins_line(text, element.start);
    let comma_on_line = comma.is_none_or(|comma| is_blank(&text[element.end..comma]));
    if own_line && comma_on_line && is_blank_or_comment(rest_of_line(text, after_comma)) {
        return Ok(remove_lines(text, element, after_comma, previous.filter(|_| comma.is_none())));
    }
    let range = match (previous, next) {
        (None, None) => element.start..after_comma,
        (None, Some(next)) => element.start..next.start,
        (Some(_), Some(next)) if own_line => element.start..next.start,
        (Some(previous), _) => previous.end..element.end,
    };
    if has_comment(text, &range, element) {
        return Err(Problem::by_hand(element.start, "a comment stands between this and its neighbour"));
    }
    Ok(vec![Splice::delete(range)])
}

/// Whether a range has a comment before or after the element in it.
fn has_comment(text: &str, range: &Range<usize>, element: &Range<usize>) -> bool {
    text[range.start..element.start].contains('#') || text[element.end..range.end].contains('#')
}

/// Takes an element's lines out, and the comma of the one before it where that becomes the last.
fn remove_lines(text: &str, element: &Range<usize>, end: usize, previous: Option<&Range<usize>>) -> Vec<Splice> {
    let start = element.start - before_on_line(text, element.start).len();
    let lines = start..next_line(text, end).unwrap_or(text.len());
    let comma = previous.map(|previous| skip_space_and_comments(text, previous.end));
    let comma = comma.map(|comma| Splice::delete(comma..comma + 1));
    comma.into_iter().chain([Splice::delete(lines)]).collect()
}

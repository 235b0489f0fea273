//! Entries and items on lines of their own.

use super::lines::{
    before_line_break, before_on_line, column, indentation, is_blank, is_blank_or_comment, is_comment, line_break,
    line_end, line_start, next_line, rest_of_line,
};
use super::{Problem, Splice};
use std::ops::Range;

/// The column where the elements of a collection begin.
pub(super) fn indent(text: &str, elements: &[Range<usize>]) -> Result<usize, Problem> {
    let Some(first) = elements.first() else { return Ok(0) };
    let is_plain = before_on_line(text, first.start).bytes().all(|byte| matches!(byte, b' ' | b'-'));
    if is_plain {
        Ok(column(text, first.start))
    } else {
        Err(Problem::by_hand(
            first.start,
            "what stands before this on its line leaves no room for a line above or below",
        ))
    }
}

/// New lines below an element that ends at a byte and begins at a column, and below the comments that are its own.
pub(super) fn add_below(text: &str, above: (usize, usize), indent: usize, lines: &str) -> Result<Splice, Problem> {
    let at = end_with_comments(text, above.0, above.1)?;
    Ok(Splice::insert(at, format!("{}{:indent$}{lines}", line_break(text, at), "")))
}

/// New lines above an element that begins here.
pub(super) fn add_above(text: &str, start: usize, indent: usize, lines: &str) -> Splice {
    let newline = line_break(text, start);
    if is_blank(before_on_line(text, start)) {
        Splice::insert(above_comments(text, start, indent), format!("{:indent$}{lines}{newline}", ""))
    } else {
        Splice::insert(start, format!("{lines}{newline}{:indent$}", ""))
    }
}

/// Where the lines of an element end: with the comments below it that are indented deeper than it is.
fn end_with_comments(text: &str, end: usize, indent: usize) -> Result<usize, Problem> {
    let last_line = before_line_break(text, end);
    if !is_blank_or_comment(rest_of_line(text, last_line)) {
        return Err(Problem::by_hand(last_line, "something else stands on the line where this would be written below"));
    }
    let mut end = line_end(text, last_line);
    let mut next = next_line(text, end);
    while let Some(start) = next {
        let line = rest_of_line(text, start);
        if is_comment(line) && indentation(line) > indent {
            end = line_end(text, start);
        } else if !is_blank(line) {
            break;
        }
        next = next_line(text, start);
    }
    Ok(end)
}

/// The first of the comment lines right above an element that belong to it. Those a file begins with are about
/// the file.
fn above_comments(text: &str, start: usize, indent: usize) -> usize {
    let own_line = line_start(text, start);
    let mut top = own_line;
    loop {
        let above = before_line_break(text, top);
        if above == top {
            return own_line;
        }
        let line = before_on_line(text, above);
        if line.starts_with("---") && top != own_line {
            return own_line;
        }
        if !is_comment(line) || indentation(line) != indent {
            return top;
        }
        top = line_start(text, above);
    }
}

/// Takes an element out with its lines, leaving the comments on lines of their own.
///
/// The caller takes care of the last one.
pub(super) fn remove(text: &str, elements: &[Range<usize>], index: usize) -> Result<Splice, Problem> {
    let element = &elements[index];
    let last_line = before_line_break(text, element.end);
    if !is_blank_or_comment(rest_of_line(text, last_line)) {
        return Err(Problem::by_hand(last_line, "something else stands on the line where this ends"));
    }
    if is_blank(before_on_line(text, element.start)) {
        return Ok(Splice::delete(lines(text, element.start, last_line)));
    }
    // It shares its line with a dash, which its successor inherits.
    let below = next_line(text, last_line).unwrap_or(text.len());
    match elements.get(index + 1) {
        Some(next) if text[below..next.start].chars().all(char::is_whitespace) => {
            Ok(Splice::delete(element.start..next.start))
        }
        _ => Err(Problem::by_hand(element.start, "this stands beside a dash, and what follows cannot take its place")),
    }
}

/// Whole lines; without the line break before them where they are the last and have none of their own.
pub(super) fn lines(text: &str, start: usize, end: usize) -> Range<usize> {
    let start = line_start(text, start);
    match next_line(text, end) {
        Some(next) => start..next,
        None => before_line_break(text, start)..text.len(),
    }
}

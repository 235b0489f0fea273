//! Where comments stand.

use super::super::build::parse;
use super::super::limits::MAX_DEPTH;
use super::elements;
use super::find::find;
use super::lines::{before_line_break, begins_line, line_end};
use crate::model::Path;
use granit_parser::{Event, Options, Parser};

/// Whether a comment stands inside or beside the value at a path, so that it would go with it.
pub fn has_comments(text: &str, path: &Path) -> bool {
    let root = parse(text).ok().flatten();
    let Ok(found) = find(root.as_ref(), path) else { return false };
    let Some((last, _)) = found.last().filter(|_| found.missing.is_empty()) else { return false };
    let start = last.entry.map_or(last.node.span.start, |entry| entry.key.span.start);
    let end = elements::end(text, last.node);
    // Between braces, what stands behind it on a line that it does not begin is about more than it.
    let in_braces = found.trail.iter().rev().skip(1).any(|stop| stop.node.is_flow());
    let end = if in_braces && !begins_line(text, start) { end } else { line_end(text, before_line_break(text, end)) };
    starts(text).iter().any(|comment| (start..end).contains(comment))
}

/// The bytes where comments begin.
fn starts(text: &str) -> Vec<usize> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let offset = text.len() - body.len();
    let mut options = Options::default();
    options.set_emit_comments(true);
    options.max_buffered_comment_events = usize::MAX;
    options.flow_nesting_limit = MAX_DEPTH;
    options.block_nesting_limit = MAX_DEPTH;
    let events = Parser::new_from_str_with_options(body, options).map_while(Result::ok);
    let comments = events.filter(|(event, _)| matches!(event, Event::Comment(..)));
    comments.filter_map(|(_, span)| Some(span.byte_range()?.start + offset)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_inside_or_beside_a_value_is_found_and_one_above_or_in_quotes_is_not() {
        let text = "# about a\na: 1 # beside\nb: [x, '# no']\nc:\n  # inside\n  d: 1\ne:\n  f: 1\n# below\ng: [1,\n  # in\n  2]\n";
        let has = |key: &str| has_comments(text, &Path::root().key(key));
        assert_eq!(["a", "b", "c", "e", "g", "none"].map(has), [true, false, true, false, true, false]);
        assert!(has_comments(&format!("\u{feff}{text}"), &Path::root().key("a")));
        let braces = "a: {b: {c: 1}, d: 2}  # about a\ne: {\n  f: 1,  # about f\n  g: 2}\n";
        let has = |outer: &str, inner: &str| has_comments(braces, &Path::root().key(outer).key(inner));
        assert_eq!([has("a", "b"), has("a", "d"), has("e", "f"), has("e", "g")], [false, false, true, false]);
    }
}

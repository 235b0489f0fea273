//! A place in a file's structure, turned into a span of its text when something is to be shown.

use super::build::parse;
use super::node::{Data, Entry, Node};
use crate::model::{Location, Part, Path, Step};
use std::ops::Range;

/// A span of a text: bytes, and the line and column (both from 1, columns in characters) of its ends.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The line it begins on.
    pub line: usize,
    /// The column it begins at.
    pub column: usize,
    /// The line it ends on.
    pub end_line: usize,
    /// The column after its last character.
    pub end_column: usize,
    /// Its bytes.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}

/// Where in a text each location stands. What is missing is shown at what should hold it.
///
/// The text is parsed once, whatever the number of locations.
pub fn locate<'l>(text: &str, locations: impl IntoIterator<Item = &'l Location>) -> Vec<Span> {
    let root = parse(text).ok().flatten();
    let lines = LineIndex::new(text);
    let range = |location: &Location| match (location, &root) {
        (Location::Offset(offset), _) => *offset..*offset,
        (Location::At(path, part), Some(root)) => walk(root, path, *part),
        (Location::File, _) | (Location::At(..), None) => 0..0,
    };
    locations.into_iter().map(|location| lines.span(text, range(location))).collect()
}

/// The bytes of a place; the nearest enclosing key where a step of the path is not there.
fn walk(root: &Node<'_>, path: &Path, part: Part) -> Range<usize> {
    let mut node = root;
    let mut key: Option<&Node<'_>> = None;
    for step in &path.0 {
        match (step, &node.data) {
            (Step::Index(index), Data::Sequence { items, .. }) if *index < items.len() => {
                (node, key) = (&items[*index], None);
            }
            (Step::Key(name), Data::Mapping(mapping)) if mapping.entry(name).is_some() => {
                let last = mapping.entries.iter().rev().find(|entry| entry.key.text() == Some(name));
                if let Some(Entry { key: k, value, .. }) = last {
                    (node, key) = (value, Some(k));
                }
            }
            (Step::Repeated(name, nth), Data::Mapping(mapping)) => {
                let repeated = mapping.entries.iter().filter(|entry| entry.key.text() == Some(name)).nth(*nth);
                let Some(Entry { key: k, value, .. }) = repeated else { return anchor(node, key) };
                (node, key) = (value, Some(k));
            }
            _ => return anchor(node, key),
        }
    }
    match (part, key) {
        (Part::Key, Some(key)) => key.span.clone(),
        _ if is_small(node) => node.span.clone(),
        _ => anchor(node, key),
    }
}

/// What to mark of something large: its key, else its first key or item.
fn anchor(node: &Node<'_>, key: Option<&Node<'_>>) -> Range<usize> {
    match (key, &node.data) {
        (Some(key), _) => key.span.clone(),
        (None, Data::Mapping(mapping)) => mapping.entries.first().map_or(node.span.clone(), |e| e.key.span.clone()),
        (None, Data::Sequence { items, .. }) => items.first().map_or(node.span.clone(), |item| anchor(item, None)),
        (None, Data::Scalar { .. }) => node.span.clone(),
    }
}

/// Written on one line, or a scalar, and not empty.
fn is_small(node: &Node<'_>) -> bool {
    let written = !node.span.is_empty();
    written
        && match &node.data {
            Data::Scalar { .. } => true,
            Data::Sequence { flow, .. } => *flow,
            Data::Mapping(mapping) => mapping.flow,
        }
}

/// Where lines begin, so that many spans cost one pass over the text.
struct LineIndex(Vec<usize>);

impl LineIndex {
    fn new(text: &str) -> LineIndex {
        LineIndex(std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect())
    }

    fn span(&self, text: &str, range: Range<usize>) -> Span {
        let start = floor(text, range.start);
        let end = floor(text, range.end).max(start);
        let (line, column) = self.position(text, start);
        let (end_line, end_column) = self.position(text, end);
        Span { line, column, end_line, end_column, start, end }
    }

    fn position(&self, text: &str, offset: usize) -> (usize, usize) {
        let line = self.0.partition_point(|&begin| begin <= offset);
        let begin = self.0[line - 1];
        let column = text[begin..offset].trim_start_matches('\u{feff}').chars().count() + 1;
        (line, column)
    }
}

/// The nearest character boundary at or below an offset, within the text.
fn floor(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset.min(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, path: Path, part: Part) -> &str {
        let span = &locate(text, [&Location::At(path, part)])[0];
        &text[span.start..span.end]
    }

    #[test]
    fn a_path_finds_its_key_its_value_or_what_should_hold_it() {
        let text = "a:\n  b: [x, 'yé']\n  c:\n    d: 1\nrules:\n  - if: {p: q}\nb: 1\nb: 2\n";
        let root = Path::root;
        assert_eq!(marked(text, root().key("a").key("b").index(1), Part::Value), "'yé'");
        assert_eq!(marked(text, root().key("a").key("b"), Part::Key), "b");
        assert_eq!(marked(text, root().key("a").key("missing"), Part::Value), "a");
        assert_eq!(marked(text, root().key("a").key("c"), Part::Value), "c");
        assert_eq!(marked(text, root().key("rules").index(0), Part::Value), "if");
        assert_eq!(marked(text, root().key("rules").index(7), Part::Value), "rules");
        assert_eq!(marked(text, Path(vec![Step::Repeated("b".into(), 1)]), Part::Value), "2");
        assert_eq!(marked(text, root(), Part::Value), "a");
    }

    #[test]
    fn lines_and_columns_count_characters_from_one() {
        let text = "\u{feff}é: 1\r\nzß: 22\n";
        let location = Location::At(Path::root().key("zß"), Part::Value);
        let span = &locate(text, [&location])[0];
        assert_eq!((span.line, span.column, span.end_column), (2, 5, 7));
        let first = &locate(text, [&Location::At(Path::root().key("é"), Part::Key)])[0];
        assert_eq!((first.line, first.column), (1, 1));
    }

    #[test]
    fn any_offset_into_any_text_is_safe() {
        let span = &locate("é", [&Location::Offset(1), &Location::Offset(99)])[..];
        assert_eq!((span[0].column, span[1].column), (1, 2));
    }
}

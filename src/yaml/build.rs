//! A document's text to its tree: the parser's events, with aliases and merge keys followed.

use super::limits::{MAX_ALIASED_NODES, MAX_DEPTH};
use super::node::{Data, Entry, Mapping, Node};
use crate::model::{Diagnostic, Level, Location};
use granit_parser::{ErrorKind, Event, Options, Parser, ScalarStyle, StrInput, StructureStyle, Tag};
use std::collections::HashMap;
use std::ops::Range;

/// Parses one document; `None` where there is nothing in it but comments.
///
/// # Errors
/// One diagnostic: YAML that is not well formed has no structure to look for more in.
pub(super) fn parse(text: &str) -> Result<Option<Node<'_>>, Diagnostic> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut options = Options::default();
    options.set_emit_comments(false);
    options.flow_nesting_limit = MAX_DEPTH;
    options.block_nesting_limit = MAX_DEPTH;
    Builder {
        text,
        events: Parser::new_from_str_with_options(body, options),
        offset: text.len() - body.len(),
        anchors: HashMap::new(),
        aliased: 0,
    }
    .document()
}

struct Builder<'t> {
    text: &'t str,
    events: Parser<'t, StrInput<'t>>,
    /// Bytes that the parser did not see: a byte order mark.
    offset: usize,
    anchors: HashMap<usize, Node<'t>>,
    aliased: usize,
}

type Built<T> = Result<T, Diagnostic>;

impl<'t> Builder<'t> {
    fn document(mut self) -> Built<Option<Node<'t>>> {
        let mut root = None;
        while let Some((event, span)) = self.next()? {
            match event {
                Event::DocumentStart(..) if root.is_some() => {
                    return Err(syntax("yaml-documents", span.start, "a second document begins here")
                        .help("a file holds one document; remove the '---'".to_owned()));
                }
                Event::StreamStart | Event::StreamEnd | Event::DocumentStart(..) | Event::DocumentEnd => {}
                event => root = Some(self.node(event, span, 0)?),
            }
        }
        // A document of comments alone is one null.
        let says_something = |node: &Node<'_>| node.kind().is_some() || !matches!(node.data, Data::Scalar { .. });
        Ok(root.filter(says_something))
    }

    fn next(&mut self) -> Built<Option<(Event<'t>, Range<usize>)>> {
        match self.events.next() {
            None => Ok(None),
            Some(Ok((event, span))) => {
                let range = span.byte_range().unwrap_or_default();
                Ok(Some((event, range.start + self.offset..range.end + self.offset)))
            }
            Some(Err(error)) => {
                let at = error.marker().byte_offset().unwrap_or_default() + self.offset;
                Err(match error.kind() {
                    ErrorKind::RecursionLimitExceeded => too_deep(at),
                    _ => syntax("yaml-syntax", at, error.info()),
                })
            }
        }
    }

    fn node(&mut self, event: Event<'t>, span: Range<usize>, depth: usize) -> Built<Node<'t>> {
        if depth > MAX_DEPTH {
            return Err(too_deep(span.start));
        }
        let forced_text = match event.tag() {
            Some(tag) => is_text_tag(tag, span.start)?,
            None => false,
        };
        let start = span.start;
        let (data, end, anchor) = match event {
            Event::Alias(id) => return self.alias(id, span),
            Event::Scalar(text, style, anchor, _) => (Data::Scalar { text, style, forced_text }, span.end, anchor),
            Event::SequenceStart(style, anchor, _) => {
                let (mut items, end) = self.items(depth)?;
                let flow = style == StructureStyle::Flow;
                if !flow {
                    // The parser may place an item that is left out below the comments that follow.
                    for item in items.iter_mut().filter(|item| item.span.start == item.span.end) {
                        let at = after_dash(self.text, item.span.start).unwrap_or(item.span.start);
                        item.span = at..at;
                    }
                }
                (Data::Sequence { items, flow }, end, anchor)
            }
            Event::MappingStart(style, anchor, _) => {
                let (mapping, end) = self.mapping(style == StructureStyle::Flow, depth)?;
                (Data::Mapping(mapping), end, anchor)
            }
            _ => return Err(syntax("yaml-syntax", start, "a value was expected")),
        };
        let node = Node { span: start..end.max(start), data, anchored: anchor != 0, alias: false };
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    /// A list's items, and where it ends.
    fn items(&mut self, depth: usize) -> Built<(Vec<Node<'t>>, usize)> {
        let mut items: Vec<Node<'t>> = Vec::new();
        while let Some((event, span)) = self.next()? {
            if event == Event::SequenceEnd {
                return Ok((items, span.end));
            }
            items.push(self.node(event, span, depth + 1)?);
        }
        Ok((items, 0))
    }

    /// A mapping, and where it ends.
    fn mapping(&mut self, flow: bool, depth: usize) -> Built<(Mapping<'t>, usize)> {
        let mut mapping = Mapping { entries: Vec::new(), flow, merges: Vec::new() };
        let mut end = 0;
        let mut merges = Vec::new();
        while let Some((event, span)) = self.next()? {
            if event == Event::MappingEnd {
                end = span.end;
                break;
            }
            let key = self.node(event, span, depth + 1)?;
            let Some((event, span)) = self.next()? else { break };
            let mut value = self.node(event, span, depth + 1)?;
            self.after_colon(&mut value.span);
            let is_merge = matches!(&key.data, Data::Scalar { text, style: ScalarStyle::Plain, .. } if text == "<<");
            let entries = if is_merge { &mut merges } else { &mut mapping.entries };
            entries.push(Entry { key, value, merged: false });
        }
        for base in &merges {
            self.merge(&mut mapping, &base.value)?;
        }
        Ok((Mapping { merges, ..mapping }, end))
    }

    /// A value that is left out stands after its colon; the parser says before.
    fn after_colon(&self, span: &mut Range<usize>) {
        if span.start == span.end && self.text.as_bytes().get(span.start) == Some(&b':') {
            *span = span.start + 1..span.start + 1;
        }
    }

    /// Adds what a merge key names and the mapping does not have: <https://yaml.org/type/merge.html>.
    fn merge(&mut self, mapping: &mut Mapping<'t>, base: &Node<'t>) -> Built<()> {
        match &base.data {
            Data::Mapping(other) => {
                for entry in &other.entries {
                    let known = entry.key.text().is_some_and(|key| mapping.entry(key).is_some());
                    if !known {
                        self.count_alias(&entry.value, base.span.start)?;
                        mapping.entries.push(Entry { merged: true, ..entry.clone() });
                    }
                }
                Ok(())
            }
            Data::Sequence { items, .. } if items.iter().all(|item| item.mapping().is_some()) => {
                items.iter().try_for_each(|item| self.merge(mapping, item))
            }
            _ => Err(syntax("yaml-merge", base.span.start, "'<<' takes a mapping or a list of mappings")),
        }
    }

    fn alias(&mut self, id: usize, span: Range<usize>) -> Built<Node<'t>> {
        let Some(target) = self.anchors.get(&id).cloned() else {
            return Err(syntax("yaml-alias", span.start, "this alias stands inside what it names"));
        };
        self.count_alias(&target, span.start)?;
        Ok(Node { span, alias: true, anchored: false, ..target })
    }

    fn count_alias(&mut self, target: &Node<'t>, at: usize) -> Built<()> {
        self.aliased += target.size();
        if self.aliased > MAX_ALIASED_NODES {
            return Err(syntax("yaml-alias", at, format!("aliases add more than {MAX_ALIASED_NODES} values")));
        }
        Ok(())
    }
}

/// The byte after the dash of an item that stands beside it, or below it and some comments.
pub(super) fn after_dash(text: &str, at: usize) -> Option<usize> {
    let mut end = at;
    loop {
        let start = text[..end].rfind('\n').map_or(0, |newline| newline + 1);
        let line = &text[start..end];
        let rest = line.trim_start_matches([' ', '\t', '-']);
        if !(rest.trim_end().is_empty() || rest.starts_with('#')) {
            return None;
        }
        if let Some(dash) = line[..line.len() - rest.len()].rfind('-') {
            return Some(start + dash + 1);
        }
        end = start.checked_sub(1)?;
    }
}

/// Whether a tag makes text of a scalar.
fn is_text_tag(tag: &Tag, at: usize) -> Built<bool> {
    match tag.core_suffix() {
        Some("str") => Ok(true),
        Some("map" | "seq") => Ok(false),
        _ => Err(syntax("yaml-tag", at, format!("the tag {} means nothing in a flags directory", tag.original()))
            .help("remove the tag; quotes make a text".to_owned())),
    }
}

fn too_deep(at: usize) -> Diagnostic {
    syntax("yaml-nesting", at, format!("nested more than {MAX_DEPTH} levels deep"))
}

fn syntax(rule: &'static str, offset: usize, message: impl Into<String>) -> Diagnostic {
    let location = Location::Offset(offset);
    Diagnostic { rule, level: Level::Error, location, message: message.into(), help: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> &'static str {
        parse(text).unwrap_err().rule
    }

    #[test]
    fn spans_cover_what_is_written() {
        for text in ["a: [x, {b: 'y'}]\nc: 1 # z\n", "\u{feff}a: [x, {b: 'y'}]\r\nc: 1 # z\r\n"] {
            let root = parse(text).unwrap().unwrap();
            let map = root.mapping().unwrap();
            let a = map.get("a").unwrap();
            assert_eq!(&text[a.span.clone()], "[x, {b: 'y'}]");
            let b = a.items().unwrap()[1].mapping().unwrap().get("b").unwrap();
            assert_eq!((&text[b.span.clone()], b.text()), ("'y'", Some("y")));
            assert_eq!(&text[map.get("c").unwrap().span.clone()], "1");
        }
    }

    #[test]
    fn what_is_left_out_stands_after_its_colon_or_dash() {
        let root = parse("a : # b\nc:\n- # d\n\n  # e\n- - # f").unwrap().unwrap();
        let map = root.mapping().unwrap();
        assert_eq!(map.get("a").unwrap().span, 3..3);
        let items = map.get("c").unwrap().items().unwrap();
        assert_eq!(items[0].span, 12..12);
        assert_eq!(items[1].items().unwrap()[0].span, 27..27);
    }

    #[test]
    fn aliases_and_merge_keys_are_followed_and_marked() {
        let root = parse("a: &x {p: 1, q: 2}\nb: *x\nc: {<<: *x, q: 3}\n").unwrap().unwrap();
        let map = root.mapping().unwrap();
        assert!(map.get("b").unwrap().alias);
        let c = map.get("c").unwrap().mapping().unwrap();
        assert_eq!(c.get("q").unwrap().text(), Some("3"));
        assert_eq!(c.get("p").unwrap().text(), Some("1"));
        assert!(c.entry("p").unwrap().merged && c.merges.len() == 1);
    }

    #[test]
    fn hostile_documents_are_refused() {
        let bomb: String = std::iter::once("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned())
            .chain((1..10).map(|i| format!("a{i}: &a{i} [{}]\n", vec![format!("*a{}", i - 1); 10].join(", "))))
            .collect();
        assert_eq!(error(&bomb), "yaml-alias");
        assert_eq!(error("a: &a [*a]\n"), "yaml-alias");
        assert_eq!(error(&"[".repeat(100)), "yaml-nesting");
        assert_eq!(error(&"- ".repeat(100)), "yaml-nesting");
        assert_eq!(error("a: 1\n---\nb: 2\n"), "yaml-documents");
        assert_eq!(error("a: !!binary aGk=\n"), "yaml-tag");
        assert_eq!(error("<<: 3\n"), "yaml-merge");
        assert_eq!(error("a: [1\n"), "yaml-syntax");
        assert_eq!(error("a: *missing\n"), "yaml-syntax");
    }

    #[test]
    fn nothing_but_comments_is_no_document() {
        for text in ["", "\n", "# only this\n", "---\n", "\u{feff}"] {
            assert!(parse(text).unwrap().is_none(), "{text:?}");
        }
    }
}

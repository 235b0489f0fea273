//! Scalars as YAML text, quoted where the plain text would mean something else.

use super::super::build::parse;
use super::super::node::{Data, Entry, Node};
use super::super::resolve::resolve;
use super::find::key_text;
use crate::model::{Scalar, ScalarKind};
use granit_parser::ScalarStyle;
use serde_yaml::Value;
use std::fmt::Write;

/// How what stands beside it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Style {
    /// Plain where the text allows it, else these quotes.
    pub(super) quotes: ScalarStyle,
    /// Whether it stands in brackets or braces, where commas divide.
    pub(super) flow: bool,
}

/// A value; `None` where its text is not of its kind.
pub(super) fn value(value: &Scalar, style: Style) -> Option<String> {
    match value.kind {
        ScalarKind::Text => Some(quoted(&value.text, style, |text| is_plain_text(text, style.flow))),
        kind => (resolve(&value.text) == Some(kind)).then(|| value.text.clone()),
    }
}

/// A node in braces or brackets, or its scalar, on one line and without comments.
pub(super) fn one_line(node: &Node<'_>) -> String {
    match &node.data {
        Data::Scalar { .. } => match node.scalar() {
            Some(scalar) => value(&scalar, in_flow(node)).unwrap_or(scalar.text),
            None => "null".to_owned(),
        },
        Data::Sequence { items, .. } => format!("[{}]", items.iter().map(one_line).collect::<Vec<_>>().join(", ")),
        Data::Mapping(mapping) => {
            let key_of =
                |node: &Node<'_>| key_text(node).map_or_else(|| one_line(node), |text| key(text, in_flow(node)));
            let pair = |entry: &Entry<'_>| format!("{}: {}", key_of(&entry.key), one_line(&entry.value));
            format!("{{{}}}", mapping.entries.iter().map(pair).collect::<Vec<_>>().join(", "))
        }
    }
}

/// The quotes that a scalar has, inside of braces.
fn in_flow(node: &Node<'_>) -> Style {
    let quotes = match &node.data {
        Data::Scalar { style: style @ (ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted), .. } => *style,
        _ => ScalarStyle::Plain,
    };
    Style { quotes, flow: true }
}

/// A key.
pub(super) fn key(key: &str, style: Style) -> String {
    quoted(key, style, |key| is_plain_key(key, style.flow))
}

fn quoted(text: &str, style: Style, is_plain: impl Fn(&str) -> bool) -> String {
    let printable = !text.chars().any(needs_escape);
    match style.quotes {
        ScalarStyle::SingleQuoted if printable => format!("'{}'", text.replace('\'', "''")),
        ScalarStyle::Plain if printable && is_plain(text) => text.to_owned(),
        _ => double_quoted(text),
    }
}

/// Characters that YAML does not print, and those that one parser or another takes for a line break.
fn needs_escape(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// The escapes are those of JSON.
fn double_quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if needs_escape(c) => write!(quoted, "\\u{:04x}", u32::from(c)).unwrap_or_default(),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Whether both parsers read a plain value back as this text. YAML 1.1's booleans are quoted too: other tools that
/// read the file may take them for such.
fn is_plain_text(text: &str, flow: bool) -> bool {
    let document = if flow { format!("[{text}]") } else { format!("- {text}") };
    let old_boolean = ["yes", "no", "on", "off", "y", "n"].iter().any(|word| text.eq_ignore_ascii_case(word));
    !old_boolean
        && serde_yaml::from_str::<Value>(&document).is_ok_and(|read| read == Value::from(vec![text]))
        && parse(&document).is_ok_and(|root| root.is_some_and(|root| holds_only(&root, text)))
}

fn holds_only(list: &Node<'_>, text: &str) -> bool {
    match list.items() {
        Some([item]) => item.scalar() == Some(Scalar::text(text)),
        _ => false,
    }
}

/// Whether both parsers read a plain key back. `true` and `2` are names like others here; null and the merge key
/// are not.
fn is_plain_key(key: &str, flow: bool) -> bool {
    let document = if flow { format!("{{{key}: 0}}") } else { format!("{key}: 0") };
    let serde_reads = serde_yaml::from_str::<serde_yaml::Mapping>(&document)
        .is_ok_and(|read| read.len() == 1 && read.keys().all(|key| !key.is_null()));
    let read = parse(&document).ok().flatten();
    let entries = read.as_ref().and_then(Node::mapping).map_or(&[][..], |mapping| &mapping.entries);
    serde_reads && matches!(entries, [entry] if key_text(&entry.key) == Some(key) && entry.key.kind().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Style = Style { quotes: ScalarStyle::Plain, flow: false };
    const FLOW: Style = Style { flow: true, ..PLAIN };

    fn text(text: &str, style: Style) -> String {
        value(&Scalar::text(text), style).unwrap()
    }

    #[test]
    fn a_text_is_plain_where_it_stays_the_same_text() {
        for same in
            ["a", "payments-team", "2026-11-01", "1.2.3", "a:b", "https://x.y/z?q=1#f", "-foo", "it's", "ü", "007"]
        {
            assert_eq!(text(same, PLAIN), same);
            assert_eq!(text(same, FLOW), same);
        }
        for quoted in [
            "", " ", "a ", " a", "true", "10", "null", "~", "yes", "Off", "- a", "-", "?", "a: b", "a:", "a #b", "#a",
            "&a", "*a", "!a", "|", ">", "%a", "@a", "`a", "\"a", "'a", "[a", "{a", "0b11", ".inf", ".nan", "0x1F",
        ] {
            assert_eq!(text(quoted, PLAIN), double_quoted(quoted));
            assert_eq!(text(quoted, FLOW), double_quoted(quoted));
        }
        for comma in ["a, b", "a]", "a}", "a[", ","] {
            assert_eq!(text(comma, FLOW), double_quoted(comma));
        }
        assert_eq!(text("a, b", PLAIN), "a, b");
    }

    #[test]
    fn quotes_are_kept_where_they_can_hold_the_text() {
        let single = Style { quotes: ScalarStyle::SingleQuoted, flow: false };
        assert_eq!(text("it's", single), "'it''s'");
        assert_eq!(text("a\nb\u{7f}", single), "\"a\\nb\\u007f\"");
        assert_eq!(text("a\\\"\t\u{feff}", PLAIN), "\"a\\\\\\\"\\t\\ufeff\"");
    }

    #[test]
    fn a_key_is_plain_where_it_stays_the_same_key() {
        for same in ["true", "2", "2.10", "user name", "a.b", "yes"] {
            assert_eq!((key(same, PLAIN), key(same, FLOW)), (same.to_owned(), same.to_owned()));
        }
        for quoted in ["null", "~", "", "<<", "a: b", "#", "? a", "- a"] {
            assert_eq!((key(quoted, PLAIN), key(quoted, FLOW)), (double_quoted(quoted), double_quoted(quoted)));
        }
        assert_eq!(key("a, b", FLOW), "\"a, b\"");
    }

    #[test]
    fn a_number_that_is_none_is_not_written() {
        let number = |text: &str| value(&Scalar { text: text.into(), kind: ScalarKind::Number }, PLAIN);
        assert_eq!(number("12.5").as_deref(), Some("12.5"));
        assert_eq!(number("12 # x"), None);
        assert_eq!(number("true"), None);
    }
}

//! The versions of a flag's file: from one to the next, only the fields whose lines differ are parsed.
//!
//! That is the same as reading the whole file. A field that begins a line ends where the next one begins a line: the parser
//! has been there in the version that was read whole, and a field that differs has to be a document of its own. The fields
//! are read one by one, so that equal lines mean equal values, as long as no anchor in one is named in another.

use super::super::build::parse;
use super::super::node::{Data, Entry, Node};
use super::cursor::{Cursor, Sink};
use super::flag::{FLAG_FIELDS, flag, read_field};
use super::{Reading, read};
use crate::model::{Diagnostic, Flag};
use std::ops::Range;
use std::sync::Arc;

/// A flag without an error, and the text that says it: other versions of the text are read the faster for it.
///
/// ```
/// use ffctl::yaml::FlagVersion;
///
/// let text = "description: a\nowner: b\ntype: ops\ncreated: 2026-11-01\nenabled: true\nrollout: 10\n";
/// let old = FlagVersion::read("a", text).map_err(|_| "invalid")?;
/// let new = old.read_other(&text.replace("10", "25")).map_err(|_| "invalid")?;
/// assert_eq!(new.flag().base.clause.rollout, Some("25".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct FlagVersion {
    flag: Arc<Flag>,
    text: String,
    /// The top-level fields in the order of the file, each up to the next; none where one may lean on another.
    fields: Vec<Field>,
}

#[derive(Clone, Debug)]
struct Field {
    name: &'static str,
    bytes: Range<usize>,
}

impl FlagVersion {
    /// Reads a flag, as [`read_flag`](super::read_flag) does.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn read(key: &str, text: &str) -> Result<FlagVersion, Vec<Diagnostic>> {
        let Reading { value, diagnostics } = FlagVersion::reading(key, text);
        value.filter(|_| diagnostics.is_empty()).ok_or(diagnostics)
    }

    /// The same, with what can be read of a file that something is wrong with.
    pub fn reading(key: &str, text: &str) -> Reading<FlagVersion> {
        let mut fields = Vec::new();
        let Reading { value, diagnostics } = read(text, "a flag", |root| {
            fields = separate_fields(text, root.node).unwrap_or_default();
            flag(key, root)
        });
        if !diagnostics.is_empty() {
            fields.clear();
        }
        let version = value.map(|flag| FlagVersion { flag: Arc::new(flag), text: text.to_owned(), fields });
        Reading { value: version, diagnostics }
    }

    /// Reads another version of the same file.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read_other(&self, text: &str) -> Result<FlagVersion, Vec<Diagnostic>> {
        self.with_fields_of(text).map_or_else(|| FlagVersion::read(&self.flag.key, text), Ok)
    }

    /// What it was read from.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The flag.
    pub fn flag(&self) -> &Arc<Flag> {
        &self.flag
    }

    /// This flag with the fields that differ; `None` where that is not certain to be all there is to it.
    fn with_fields_of(&self, text: &str) -> Option<FlagVersion> {
        let places = places(text)?;
        if self.fields.is_empty() || places.len() != self.fields.len() {
            return None;
        }
        let mut flag = Arc::clone(&self.flag);
        let mut fields = Vec::with_capacity(places.len());
        for (Field { name, bytes }, place) in self.fields.iter().zip(places) {
            let new = without_comments_below(&text[place.clone()]);
            if without_comments_below(&self.text[bytes.clone()]) != new {
                read_alone(Arc::make_mut(&mut flag), name, new)?;
            }
            fields.push(Field { name, bytes: place });
        }
        Some(FlagVersion { flag, text: text.to_owned(), fields })
    }
}

/// Reads a field as a document of its own; `None` where that says something else, or anything is wrong with it.
fn read_alone(flag: &mut Flag, name: &'static str, text: &str) -> Option<()> {
    let root = parse(text).ok()??;
    if root.mapping()?.entries.len() != 1 || has_anchor(&root) {
        return None;
    }
    let sink = Sink::default();
    let document = Cursor::root(&root, &sink);
    read_field(flag, name, &document.fields(FLAG_FIELDS)?.get(name)?);
    sink.into_diagnostics().is_empty().then_some(())
}

/// The fields of a document, where each begins a line and none leans on another.
fn separate_fields(text: &str, root: &Node<'_>) -> Option<Vec<Field>> {
    let places = places(text)?;
    let entries = root.mapping().map(|mapping| &mapping.entries)?;
    if places.len() != entries.len() || root.is_flow() || has_anchor(root) {
        return None;
    }
    let field = |(entry, bytes): (&Entry<'_>, Range<usize>)| {
        let name = FLAG_FIELDS.iter().find(|name| entry.key.text() == Some(name))?;
        (entry.key.span.start == bytes.start).then_some(Field { name, bytes })
    };
    entries.iter().zip(places).map(field).collect()
}

/// The lines from one that begins with a letter up to the next; `None` where a line begins with anything but what
/// commonly stands in a flag's file.
fn places(text: &str) -> Option<Vec<Range<usize>>> {
    let mut starts = Vec::with_capacity(FLAG_FIELDS.len());
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        match line.as_bytes().first()? {
            byte if byte.is_ascii_lowercase() => starts.push(at),
            b'#' | b'\n' | b'\r' => {}
            b' ' | b'-' if !starts.is_empty() => {}
            _ => return None,
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    Some(starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect())
}

/// A field without the comments at its end, which begin their lines: they belong to no value.
fn without_comments_below(field: &str) -> &str {
    let mut field = field;
    while let Some(last) = field.trim_end_matches(['\n', '\r']).rfind('\n').map(|newline| newline + 1) {
        if !field[last..].starts_with('#') {
            break;
        }
        field = &field[..last];
    }
    field
}

fn has_anchor(node: &Node<'_>) -> bool {
    node.anchored
        || node.alias
        || match &node.data {
            Data::Scalar { .. } => false,
            Data::Sequence { items, .. } => items.iter().any(has_anchor),
            Data::Mapping(mapping) => mapping
                .entries
                .iter()
                .chain(&mapping.merges)
                .any(|entry| has_anchor(&entry.key) || has_anchor(&entry.value)),
        }
}

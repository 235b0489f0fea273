//! A place in a document that knows the way to it, and reads values or reports why it cannot.

use super::super::node::{Data, Entry, Node};
use crate::model::{Diagnostic, Path, Percent, PercentError, Scalar, ScalarKind, Step, hint, parse_date};
use chrono::NaiveDate;
use serde_json::{Map, Value};
use std::cell::RefCell;

/// Where diagnostics are collected.
#[derive(Default)]
pub(super) struct Sink(RefCell<Vec<Diagnostic>>);

impl Sink {
    pub(super) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.0.into_inner()
    }
}

/// A node, and the way to it as a chain that costs nothing until something is wrong.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'c> {
    pub(super) node: &'c Node<'c>,
    parent: Option<&'c Cursor<'c>>,
    step: Way<'c>,
    sink: &'c Sink,
}

#[derive(Clone, Copy)]
enum Way<'c> {
    Root,
    Key(&'c str),
    Repeated(&'c str, usize),
    Index(usize),
}

/// A mapping whose keys are known.
pub(super) struct Fields<'c> {
    at: &'c Cursor<'c>,
    entries: &'c [Entry<'c>],
}

impl<'c> Cursor<'c> {
    pub(super) fn root(node: &'c Node<'c>, sink: &'c Sink) -> Cursor<'c> {
        Cursor { node, parent: None, step: Way::Root, sink }
    }

    fn child(&'c self, node: &'c Node<'c>, step: Way<'c>) -> Cursor<'c> {
        Cursor { node, parent: Some(self), step, sink: self.sink }
    }

    fn path(&self) -> Path {
        let mut path = self.parent.map_or_else(Path::root, Cursor::path);
        match self.step {
            Way::Root => {}
            Way::Key(key) => path.0.push(Step::Key(key.to_owned())),
            Way::Repeated(key, nth) => path.0.push(Step::Repeated(key.to_owned(), nth)),
            Way::Index(index) => path.0.push(Step::Index(index)),
        }
        path
    }

    /// Reports an error at this value.
    pub(super) fn error(&self, rule: &'static str, message: impl Into<String>, help: Option<String>) {
        self.report(Diagnostic::error(rule, self.path(), message).help(help));
    }

    pub(super) fn error_at_key(&self, rule: &'static str, message: impl Into<String>, help: Option<String>) {
        self.report(Diagnostic::error(rule, self.path(), message).at_key().help(help));
    }

    fn report(&self, diagnostic: Diagnostic) {
        self.sink.0.borrow_mut().push(diagnostic);
    }

    /// The name of the field or item, for messages.
    fn name(&self) -> String {
        match self.step {
            Way::Root => "the file".to_owned(),
            Way::Key(key) | Way::Repeated(key, _) => format!("`{key}`"),
            Way::Index(_) => self.parent.map_or_else(String::new, |parent| format!("an item of {}", parent.name())),
        }
    }

    pub(super) fn wrong_type(&self, expected: &str) {
        let message = format!("{} is {expected}, not {}", self.name(), self.node.describe());
        self.error("wrong-type", message, self.type_help(expected));
    }

    fn type_help(&self, expected: &str) -> Option<String> {
        let text = self.node.text()?;
        match (self.node.kind()?, expected) {
            (ScalarKind::Text, "true or false") => match text.to_ascii_lowercase().as_str() {
                "yes" | "on" | "y" | "true" => Some("write true".to_owned()),
                "no" | "off" | "n" | "false" => Some("write false".to_owned()),
                _ => None,
            },
            (ScalarKind::Text, "a number") => text.parse::<f64>().is_ok().then(|| "remove the quotes".to_owned()),
            (ScalarKind::Number | ScalarKind::Boolean, "a text") => Some(format!("put it in quotes: \"{text}\"")),
            (_, expected) if expected.starts_with("a list") => Some(format!("write [{text}]")),
            _ => None,
        }
    }

    // ---- scalars ----

    /// A text; numbers and booleans have to be quoted.
    pub(super) fn text(&self) -> Option<String> {
        match (self.node.text(), self.node.kind()) {
            (Some(text), Some(ScalarKind::Text)) => Some(text.to_owned()),
            _ => {
                self.wrong_type("a text");
                None
            }
        }
    }

    /// A text that says something.
    pub(super) fn filled_text(&self) -> Option<String> {
        let text = self.text()?;
        if text.trim().is_empty() {
            self.error("empty-field", format!("{} is empty", self.name()), None);
        }
        Some(text)
    }

    /// The text of any scalar, as it is written: a variant's name, an id.
    pub(super) fn scalar_text(&self) -> Option<String> {
        let text = self.node.text();
        if text.is_none() {
            self.wrong_type("a text, number or boolean");
        }
        text.map(str::to_owned)
    }

    pub(super) fn scalar(&self) -> Option<Scalar> {
        let scalar = self.node.scalar();
        if scalar.is_none() {
            self.wrong_type("a text, number or boolean");
        }
        scalar
    }

    pub(super) fn boolean(&self) -> Option<bool> {
        match (self.node.text(), self.node.kind()) {
            (Some(text), Some(ScalarKind::Boolean)) => Some(text.eq_ignore_ascii_case("true")),
            _ => {
                self.wrong_type("true or false");
                None
            }
        }
    }

    pub(super) fn date(&self) -> Option<NaiveDate> {
        let Some(text) = self.node.text() else {
            self.wrong_type("a date");
            return None;
        };
        let date = parse_date(text);
        if date.is_none() {
            let help = Some("write YYYY-MM-DD, a day of the calendar".to_owned());
            self.error("invalid-date", format!("{text:?} is not a date"), help);
        }
        date
    }

    /// A percentage; `rules` are the names for out of range and too precise.
    pub(super) fn percent(&self, rules: [&'static str; 2]) -> Option<Percent> {
        let (Some(text), Some(ScalarKind::Number)) = (self.node.text(), self.node.kind()) else {
            self.wrong_type("a number");
            return None;
        };
        let number = text.strip_prefix('+').unwrap_or(text);
        let (rule, message, help) = match number.parse() {
            Ok(percent) => return Some(percent),
            Err(PercentError::NotANumber) => {
                ("wrong-type", "is not a decimal number", "write it in digits, as in 12.5")
            }
            Err(PercentError::OutOfRange) => (rules[0], "is not between 0 and 100", "a percentage is from 0 to 100"),
            Err(PercentError::TooPrecise) => (rules[1], "has more than three decimals", "round it to three decimals"),
        };
        self.error(rule, format!("{text} {message}"), Some(help.to_owned()));
        None
    }

    // ---- lists and mappings ----

    /// The items of a list.
    pub(super) fn items(&'c self, of: &str) -> Vec<Cursor<'c>> {
        match self.node.items() {
            Some(items) => items.iter().enumerate().map(|(i, item)| self.child(item, Way::Index(i))).collect(),
            None => {
                self.wrong_type(&format!("a list of {of}"));
                Vec::new()
            }
        }
    }

    /// A list of texts.
    pub(super) fn texts(&self) -> Vec<String> {
        self.items("texts").iter().filter_map(Cursor::text).collect()
    }

    /// A mapping of these fields; reports every other one, and those that are repeated.
    pub(super) fn fields(&'c self, known: &'static [&'static str]) -> Option<Fields<'c>> {
        let entries = self.entries()?;
        for (key, value) in &entries {
            if !known.contains(key) {
                value.error_at_key("unknown-field", format!("unknown field `{key}`"), hint(key, known.iter().copied()));
            }
        }
        Some(Fields { at: self, entries: &self.node.mapping()?.entries })
    }

    /// The entries of a mapping, first of each key; reports repeated keys and keys that are no scalars.
    pub(super) fn entries(&'c self) -> Option<Vec<(&'c str, Cursor<'c>)>> {
        let Some(mapping) = self.node.mapping() else {
            self.wrong_type("a mapping");
            return None;
        };
        let mut seen: std::collections::HashMap<&str, usize> = std::collections::HashMap::new();
        let mut entries = Vec::with_capacity(mapping.entries.len());
        for entry in &mapping.entries {
            let Some(key) = key_text(&entry.key) else {
                let message = format!("a key is a text, number or boolean, not {}", entry.key.describe());
                self.error("wrong-type", message, None);
                continue;
            };
            let nth = seen.entry(key).and_modify(|nth| *nth += 1).or_insert(0);
            if *nth == 0 {
                entries.push((key, self.child(&entry.value, Way::Key(key))));
            } else {
                let again = self.child(&entry.value, Way::Repeated(key, *nth));
                again.error_at_key("duplicate-key", format!("`{key}` stands here twice"), Some("keep one".to_owned()));
            }
        }
        Some(entries)
    }

    /// Any value as JSON.
    pub(super) fn json(&'c self) -> Value {
        match &self.node.data {
            Data::Scalar { .. } => self.node.scalar().map_or(Value::Null, |scalar| scalar.to_json()),
            Data::Sequence { .. } => Value::Array(self.items("values").iter().map(|item| item.json()).collect()),
            Data::Mapping(_) => Value::Object(self.json_object()),
        }
    }

    /// A mapping as a JSON object.
    pub(super) fn json_object(&'c self) -> Map<String, Value> {
        let entries = self.entries().unwrap_or_default();
        entries.iter().map(|(key, value)| ((*key).to_owned(), value.json())).collect()
    }
}

/// The text of a mapping's key; null keys are the text they are written as.
fn key_text<'n>(key: &'n Node<'_>) -> Option<&'n str> {
    match &key.data {
        Data::Scalar { text, .. } => Some(text),
        _ => None,
    }
}

impl<'c> Fields<'c> {
    /// The value of a field, if it is there.
    pub(super) fn get(&self, name: &'static str) -> Option<Cursor<'c>> {
        let entry = self.entries.iter().find(|entry| key_text(&entry.key) == Some(name))?;
        Some(self.at.child(&entry.value, Way::Key(name)))
    }

    /// The value of a field that has to be there.
    pub(super) fn require(&self, name: &'static str, help: &str) -> Option<Cursor<'c>> {
        let field = self.get(name);
        if field.is_none() {
            let message = format!("the field `{name}` is missing");
            self.at.error_at_key("missing-field", message, (!help.is_empty()).then(|| help.to_owned()));
        }
        field
    }
}

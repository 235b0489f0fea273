//! Text to model. Whatever is wrong with the shape of a file is collected, all of it in one pass.
//!
//! A value that cannot be used is reported and replaced by a harmless one, so that reading goes on and the
//! checks after it see the rest. A file with an error is never evaluated.

mod condition;
mod cursor;
mod flag;
mod policy;
mod segment;
mod settings;
mod targeting;
mod test_case;
mod tokens;
mod version;
mod waiver;

use super::build::parse;
use super::limits::MAX_BYTES;
use crate::model::{AccessToken, Diagnostic, Flag, Level, Segment, Settings};
use cursor::{Cursor, Sink};
pub(super) use flag::FLAG_FIELDS;
#[cfg(test)]
pub(super) use policy::POLICY_FIELDS;
#[cfg(test)]
pub(super) use segment::SEGMENT_FIELDS;
#[cfg(test)]
pub(super) use settings::{CODE_FIELDS, SETTINGS_FIELDS};
pub(super) use targeting::{RULE_FIELDS, TARGETING_FIELDS};
#[cfg(test)]
pub(super) use test_case::TEST_FIELDS;
pub use version::FlagVersion;
pub(super) use waiver::WAIVER_FIELDS;

/// What reading a file gave.
#[derive(Clone, Debug)]
pub struct Reading<T> {
    /// What was read; `None` where the file has no usable structure. With errors beside it, it is only good for
    /// further checks.
    pub value: Option<T>,
    /// What is wrong with its shape.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Reading<T> {
    /// The value, if nothing is wrong with the file.
    pub fn valid(self) -> Option<T> {
        let valid = self.diagnostics.iter().all(|diagnostic| diagnostic.level < Level::Error);
        self.value.filter(|_| valid)
    }
}

/// The rules that reading a file holds it to, each with a line about it.
pub const READ_RULES: &[(&str, &str)] = &[
    ("file-too-large", "a file is at most 8 MiB"),
    ("not-utf8", "a file is UTF-8 text"),
    ("yaml-syntax", "a file is well-formed YAML"),
    ("yaml-documents", "a file holds one YAML document"),
    ("yaml-nesting", "mappings and lists stand at most 64 deep in each other"),
    ("yaml-alias", "an alias does not stand inside what it names, and aliases add at most 100,000 values"),
    ("yaml-merge", "a merge key takes a mapping or a list of mappings"),
    ("yaml-tag", "no tag but !!str, !!map and !!seq"),
    ("empty-file", "a file says something"),
    ("unknown-field", "only the format's fields"),
    ("duplicate-key", "a key stands once in its mapping"),
    ("missing-field", "the fields that the format requires"),
    ("empty-field", "required text is not empty"),
    ("wrong-type", "a value has the type that its field takes"),
    ("unknown-type", "a flag's type is one of the five"),
    ("unknown-level", "a rule's level is off, warning or error"),
    ("unknown-alias", "an alias is one of the five ways to write a key"),
    ("unknown-operator", "an operator is one of the format's"),
    ("condition-shape", "a condition is a comparison, all, any, not or segment: exactly one of them"),
    ("invalid-date", "a date is a day of the calendar, YYYY-MM-DD"),
    ("invalid-duration", "a duration is days or weeks, 14d or 2w"),
    ("invalid-link", "a link is an http or https URL"),
    ("rollout-out-of-range", "a rollout is from 0 to 100"),
    ("rollout-too-precise", "a rollout has at most three decimals"),
    ("weight-out-of-range", "a split's weight is from 0 to 100"),
    ("weight-too-precise", "a split's weight has at most three decimals"),
];

/// The text of a file.
///
/// # Errors
/// A diagnostic where the file is too large, or not UTF-8.
pub fn decode(bytes: &[u8]) -> Result<&str, Diagnostic> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Diagnostic::of_file("file-too-large", format!("more than {} MiB", MAX_BYTES >> 20)));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let line = 1 + bytes[..error.valid_up_to()].iter().filter(|&&b| b == b'\n').count();
        Diagnostic::of_file("not-utf8", format!("line {line} is not UTF-8 text"))
    })
}

/// Reads a flag. Its key is the file's stem, which the caller checks.
pub fn read_flag(key: &str, text: &str) -> Reading<Flag> {
    read(text, "a flag", |root| flag::flag(key, root))
}

/// Reads a segment. Its name is the file's stem, which the caller checks.
pub fn read_segment(name: &str, text: &str) -> Reading<Segment> {
    read(text, "a segment", |root| segment::segment(name, root))
}

/// Reads the settings. A file that says nothing leaves every default.
pub fn read_settings(text: &str) -> Reading<Settings> {
    if let Ok(None) = parse(text) {
        return Reading { value: Some(Settings::default()), diagnostics: Vec::new() };
    }
    read(text, "the settings", settings::settings)
}

/// Reads the file of access tokens that a server takes. No message or help repeats a value: it may be a secret.
pub fn read_tokens(text: &str) -> Reading<Vec<AccessToken>> {
    let mut reading = read(text, "a list of tokens", tokens::tokens);
    for found in reading.diagnostics.iter_mut().filter(|found| !tokens::DISCREET.contains(&found.rule)) {
        let about =
            READ_RULES.iter().find(|(rule, _)| *rule == found.rule).map_or("the file is invalid", |(_, about)| about);
        (found.message, found.help) = (about.to_owned(), None);
    }
    reading
}

fn read<T>(text: &str, what: &str, read: impl FnOnce(&Cursor<'_>) -> Option<T>) -> Reading<T> {
    let root = match parse(text) {
        Ok(Some(root)) => root,
        Ok(None) => {
            let empty = Diagnostic::of_file("empty-file", format!("the file is empty; {what} was expected"));
            return Reading { value: None, diagnostics: vec![empty] };
        }
        Err(diagnostic) => return Reading { value: None, diagnostics: vec![diagnostic] },
    };
    let sink = Sink::default();
    let value = read(&Cursor::root(&root, &sink));
    Reading { value, diagnostics: sink.into_diagnostics() }
}

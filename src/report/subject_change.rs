//! One change of meaning, and of what: what `log`, `diff` and `bisect` tell.

use super::ChangeReport;
use crate::change::{Change, Subject};
use serde::Serialize;

/// One change of meaning.
#[derive(Clone, Debug, Serialize)]
pub struct SubjectChange {
    /// What it is about: `flag`, `segment`, `settings` or `history`.
    pub kind: &'static str,
    /// The flag's key, or the segment's name.
    pub key: Option<String>,
    /// The file.
    pub file: Option<String>,
    /// Where; null for the top level and for what has no environments.
    pub environment: Option<String>,
    /// The field's name in the file; `file` and `history` for what is about these as a whole.
    pub field: &'static str,
    /// The rule, where it is one's: its name, or its number from 1.
    pub rule: Option<String>,
    /// The entry of the field, where it has several.
    pub item: Option<String>,
    /// Before; null where it is new.
    pub from: Option<String>,
    /// After; null where it is gone.
    pub to: Option<String>,
    /// In words: `rollout 10% → 25%`.
    pub words: String,
    /// The place for people; `None` for what has none, as an owner.
    #[serde(skip)]
    pub place: Option<String>,
}

impl SubjectChange {
    /// A change in a file.
    pub fn new(subject: &Subject, file: String, change: &Change) -> SubjectChange {
        let ChangeReport { file, environment, field, rule, item, from, to, words, place, .. } =
            ChangeReport::new("", &file, change);
        SubjectChange {
            environment,
            field,
            rule,
            item,
            from,
            to,
            place,
            ..SubjectChange::of_file(subject, file, words)
        }
    }

    /// Something that became of a file as a whole.
    pub fn of_file(subject: &Subject, file: String, words: String) -> SubjectChange {
        let (kind, key) = match subject {
            Subject::Flag(key) => ("flag", Some(key)),
            Subject::Segment(name) => ("segment", Some(name)),
            Subject::Settings => ("settings", None),
        };
        SubjectChange { kind, field: "file", file: Some(file), ..SubjectChange::bare(key.cloned(), words) }
    }

    /// History goes on before this, but not here.
    pub fn end_of_history(key: Option<String>) -> SubjectChange {
        SubjectChange::bare(key, "history ends here: the clone is shallow".to_owned())
    }

    fn bare(key: Option<String>, words: String) -> SubjectChange {
        let (file, environment, rule, item, from, to, place) = (None, None, None, None, None, None, None);
        SubjectChange { kind: "history", key, file, environment, field: "history", rule, item, from, to, words, place }
    }
}

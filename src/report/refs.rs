//! What `refs` returns.

use super::{FindingReport, Places, VERSION};
use crate::audit::UNKNOWN_REFERENCE;
use crate::model::Level;
use crate::refs::Excerpt;
use serde::{Serialize, Serializer};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Where code mentions flags.
#[derive(Debug, Serialize)]
pub struct RefsReport {
    version: u32,
    /// How many files of text were looked into.
    pub files: usize,
    /// How many bytes these have.
    pub bytes: u64,
    /// Those without a mention first, then by key.
    pub flags: Vec<FlagReferences>,
    /// Flags without a mention, and mentions without a flag.
    pub findings: Vec<FindingReport>,
    /// What was not looked into.
    pub notes: Vec<String>,
    /// The mentions without a flag.
    #[serde(skip)]
    pub unknown: Vec<UnknownReference>,
    /// Single flags were asked for: every mention is shown.
    #[serde(skip)]
    pub is_checklist: bool,
    /// What fails the run.
    #[serde(skip)]
    pub deny: Level,
    /// How its files are named from the top of the repository.
    #[serde(skip)]
    pub places: Places,
}

/// The mentions of a flag.
#[derive(Debug, Serialize)]
pub struct FlagReferences {
    /// The flag.
    pub key: String,
    /// Its owner; null where its file is broken.
    pub owner: Option<String>,
    /// Its file.
    pub file: String,
    /// In the order of files and lines.
    pub mentions: Vec<MentionReport>,
}

/// One mention.
#[derive(Debug, Serialize)]
pub struct MentionReport {
    /// The file, as the user would name it.
    #[serde(serialize_with = "name")]
    pub file: Arc<str>,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// The line, without its indentation; cut around the mention where it is long.
    #[serde(rename = "text", serialize_with = "text")]
    pub excerpt: Excerpt,
}

/// Where code asks for a flag that there is not.
#[derive(Debug)]
pub struct UnknownReference {
    /// What it asks for.
    pub key: String,
    /// What may have been meant.
    pub help: String,
    /// Where.
    pub mentions: Vec<MentionReport>,
}

impl RefsReport {
    /// A report of nothing yet.
    pub fn new(files: usize, bytes: u64, deny: Level) -> RefsReport {
        let (flags, findings, notes, unknown) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        RefsReport {
            version: VERSION,
            files,
            bytes,
            flags,
            findings,
            notes,
            unknown,
            is_checklist: false,
            deny,
            places: Places::default(),
        }
    }
}

impl FlagReferences {
    /// How many files the mentions are in.
    pub fn files(&self) -> usize {
        self.mentions.iter().map(|mention| &mention.file).collect::<BTreeSet<_>>().len()
    }
}

impl MentionReport {
    /// `src/checkout.rs:12:8`
    pub fn place(&self) -> String {
        format!("{}:{}:{}", self.file, self.line, self.column)
    }

    /// That here this flag is asked for, which there is not.
    pub fn finding(&self, key: &str, level: Level, message: &str, help: &str) -> FindingReport {
        FindingReport {
            key: Some(key.to_owned()),
            owner: None,
            environment: None,
            rule: UNKNOWN_REFERENCE.name,
            level,
            message: message.to_owned(),
            help: Some(help.to_owned()),
            file: self.file.to_string(),
            line: self.line,
            column: self.column,
        }
    }
}

fn name<S: Serializer>(name: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(name)
}

fn text<S: Serializer>(excerpt: &Excerpt, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&excerpt.parts().concat())
}

//! What a scan finds.

use super::lines::{Lines, Located};
use super::text::{MAX_BYTES, text_in};
use super::{Excerpt, Matcher};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One mention in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// From the directory whose code was looked at, with forward slashes.
    pub file: Arc<str>,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// The line around it.
    pub excerpt: Excerpt,
}

/// A file that could not be looked into.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PassedOver {
    /// From the directory whose code was looked at.
    pub file: String,
    /// Why.
    pub why: String,
}

/// Where code mentions flags.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct References {
    /// By key, every key of the matcher; in the order of files and lines.
    pub mentions: BTreeMap<String, Vec<Mention>>,
    /// Keys that the code asks for, and that there are not.
    pub unknown: Vec<Mention>,
    /// How many files of text were looked into.
    pub files: usize,
    /// How many bytes these have.
    pub bytes: u64,
    /// What could not be looked into.
    pub passed_over: Vec<PassedOver>,
}

impl References {
    /// With no file looked into yet.
    pub fn new(matcher: &Matcher) -> References {
        let mentions = matcher.keys().iter().map(|key| (key.clone(), Vec::new())).collect();
        References { mentions, ..References::default() }
    }

    /// Looks into the bytes of files, on all cores.
    pub fn read(&mut self, matcher: &Matcher, files: &[(&str, &[u8])]) {
        let looked = files.par_iter().map(|(file, bytes)| Looked::into(matcher, file, bytes)).collect();
        self.add(matcher, looked);
    }

    /// Notes a file that could not be looked into.
    pub fn pass_over(&mut self, file: &str, why: &str) {
        self.passed_over.push(PassedOver { file: file.to_owned(), why: why.to_owned() });
    }

    /// Adds what looks into files found, in the order of their names, whatever order they were looked into.
    pub(super) fn add(&mut self, matcher: &Matcher, mut looked: Vec<Looked>) {
        looked.sort_unstable_by(|a, b| a.file.cmp(&b.file));
        let mut by_key = vec![Vec::new(); matcher.keys().len()];
        for looked in looked {
            self.files += looked.files;
            self.bytes += looked.bytes;
            self.passed_over.extend(looked.why.map(|why| PassedOver { file: looked.file.to_string(), why }));
            for (key, mention) in looked.mentions {
                key.map_or(&mut self.unknown, |key| &mut by_key[key]).push(mention);
            }
        }
        for (key, mentions) in matcher.keys().iter().zip(by_key) {
            self.mentions.entry(key.clone()).or_default().extend(mentions);
        }
    }
}

/// What a look into one file found.
#[derive(Debug)]
pub(super) struct Looked {
    file: Arc<str>,
    files: usize,
    bytes: u64,
    mentions: Vec<(Option<usize>, Mention)>,
    /// Why it was not looked into.
    why: Option<String>,
}

impl Looked {
    /// Into the bytes of a file; a binary is passed over without a word.
    pub(super) fn into(matcher: &Matcher, file: &str, bytes: &[u8]) -> Looked {
        if bytes.len() as u64 > MAX_BYTES {
            return Looked::not(file, Some(format!("larger than {} MiB", MAX_BYTES >> 20)));
        }
        let Some(text) = text_in(bytes) else { return Looked::not(file, None) };
        let file: Arc<str> = file.into();
        let mut lines = Lines::new(&text);
        let mentions = matcher.find(&text).into_iter().map(|hit| {
            let Located { line, column, excerpt } = lines.locate(&(hit.start..hit.end));
            (hit.key, Mention { file: file.clone(), line, column, excerpt })
        });
        Looked { mentions: mentions.collect(), files: 1, bytes: bytes.len() as u64, why: None, file }
    }

    /// Of a file that was not looked into.
    pub(super) fn not(file: &str, why: Option<String>) -> Looked {
        Looked { file: file.into(), files: 0, bytes: 0, mentions: Vec::new(), why }
    }
}

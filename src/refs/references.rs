//! What a scan finds.

use super::lines::Lines;
use super::text::{MAX_BYTES, text_in};
use super::{Excerpt, Matcher};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// One mention in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// From the directory whose code was looked at, with forward slashes.
    pub file: String,
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
        let looked: Vec<Looked> = files.par_iter().map(|(file, bytes)| Looked::into(matcher, file, bytes)).collect();
        looked.into_iter().for_each(|looked| self.add(matcher, looked));
    }

    /// Notes a file that could not be looked into.
    pub fn pass_over(&mut self, file: &str, why: &str) {
        self.passed_over.push(PassedOver { file: file.to_owned(), why: why.to_owned() });
    }

    /// Adds what a look into a file found.
    pub(super) fn add(&mut self, matcher: &Matcher, looked: Looked) {
        self.files += looked.files;
        self.bytes += looked.bytes;
        self.passed_over.extend(looked.passed_over);
        for (key, mention) in looked.mentions {
            match key.and_then(|key| self.mentions.get_mut(&matcher.keys()[key])) {
                Some(mentions) => mentions.push(mention),
                None => self.unknown.push(mention),
            }
        }
    }

    /// In the order of files and lines, whatever order they were looked into.
    pub fn sort(&mut self) {
        let place = |mention: &Mention| (mention.file.clone(), mention.line, mention.column);
        self.mentions.values_mut().chain([&mut self.unknown]).for_each(|mentions| mentions.sort_by_cached_key(place));
        self.passed_over.sort();
    }
}

/// What a look into one file found.
#[derive(Debug, Default)]
pub(super) struct Looked {
    pub(super) files: usize,
    pub(super) bytes: u64,
    pub(super) mentions: Vec<(Option<usize>, Mention)>,
    pub(super) passed_over: Option<PassedOver>,
}

impl Looked {
    /// Into the bytes of a file; a binary is passed over without a word.
    pub(super) fn into(matcher: &Matcher, file: &str, bytes: &[u8]) -> Looked {
        if bytes.len() as u64 > MAX_BYTES {
            return Looked::not(file, format!("larger than {} MiB", MAX_BYTES >> 20));
        }
        let Some(text) = text_in(bytes) else { return Looked::default() };
        let mut lines = Lines::new(&text);
        let mentions = matcher.find(&text).into_iter().map(|hit| {
            let located = lines.locate(&(hit.start..hit.end));
            let (line, column, excerpt) = (located.line, located.column, located.excerpt);
            (hit.key, Mention { file: file.to_owned(), line, column, excerpt })
        });
        Looked { mentions: mentions.collect(), files: 1, bytes: bytes.len() as u64, passed_over: None }
    }

    /// Of a file that was not looked into.
    pub(super) fn not(file: &str, why: String) -> Looked {
        Looked { passed_over: Some(PassedOver { file: file.to_owned(), why }), ..Looked::default() }
    }
}

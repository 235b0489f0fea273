//! Loading one flag, with the files it needs and no other.

use super::listing::{FileEntry, Listing, classify};
use super::load::{FileProblems, FlagFile, Read, by_name, doubtful, has_error, name_problems, settings_of};
use super::source::Source;
use crate::check::{FileKind, Scope, check_flag, check_segment};
use crate::model::{Flag, Level, Segment, Settings};
use crate::yaml::{FlagVersion, decode, read_segment};
use anyhow::{Result, bail};
use std::collections::{BTreeMap, BTreeSet};

/// One flag with all that evaluating it needs.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The flag.
    pub file: FlagFile,
    /// The text of its file.
    pub text: String,
    /// The settings.
    pub settings: Settings,
    /// The segments it names, and those that they name.
    pub segments: BTreeMap<String, Segment>,
}

/// What looking for a flag gave.
#[derive(Clone, Debug)]
pub enum Lookup {
    /// It is there and valid, and so is all that it needs.
    Found(Box<Loaded>),
    /// There is no such flag; these are all keys.
    Unknown(Vec<String>),
    /// Its file, or one that it needs, is invalid.
    Invalid(Vec<FileProblems>),
}

/// Loads one flag: its file, the settings, and the segments that it needs. No other file is opened.
///
/// # Errors
/// Where the directory itself cannot be read.
pub fn load_flag(source: &Source, key: &str) -> Result<Lookup> {
    // Keys that differ by case alone are listed too: that is what may be wrong with the name.
    let listing = source.list_where(&|kind, stem| kind != FileKind::Flag || stem.eq_ignore_ascii_case(key))?;
    let mut misnamed = misnamed(&listing);
    misnamed.retain(|file| file.is(FileKind::Flag, key));
    match listing.named(FileKind::Flag, key).next() {
        _ if !misnamed.is_empty() => Ok(Lookup::Invalid(misnamed)),
        Some(file) => Ok(complete(source, &listing, Read::new(source, file, FlagVersion::reading))),
        None => {
            let listing = source.list_where(&|_, _| true)?;
            let keys: BTreeSet<&str> = listing.flag_keys().collect();
            Ok(Lookup::Unknown(keys.into_iter().map(str::to_owned).collect()))
        }
    }
}

/// The same for a text that is not written yet, as if it stood at this path from the directory's root.
///
/// # Errors
/// Where the directory itself cannot be read, or the path is no flag's.
pub fn load_text(source: &Source, path: &str, text: &str) -> Result<Lookup> {
    let Some((kind @ FileKind::Flag, stem)) = classify(path) else { bail!("{path} is no flag's file") };
    let listing = source.list_where(&|kind, _| kind != FileKind::Flag)?;
    let entry = FileEntry { path: path.to_owned(), kind, stem: stem.to_owned() };
    let mut read = Read::of_text(entry, text.to_owned(), FlagVersion::reading);
    read.diagnostics.extend(decode(text.as_bytes()).err());
    Ok(complete(source, &listing, read))
}

/// Reads what a flag needs, and checks it all.
fn complete(source: &Source, listing: &Listing, mut read: Read<FlagVersion>) -> Lookup {
    let (settings, mut problems) = match settings_of(source, listing).map(Read::into_parts) {
        None => (Some(Settings::default()), Vec::new()),
        Some((settings, problems)) => (settings, problems.into_iter().collect()),
    };
    let mut segments =
        read.value.as_ref().map(|version| needed_segments(source, listing, version.flag())).unwrap_or_default();
    let segment_names = listing.segment_names();
    let (by_name, doubtful) = (by_name(&segments), doubtful(&segments));
    let scope =
        Scope { settings: settings.as_ref(), segment_names: &segment_names, segments: &by_name, doubtful: &doubtful };
    segments.iter_mut().for_each(|read| read.check(|segment, _| check_segment(segment, scope, Level::Error)));
    read.check(|version, _| check_flag(version.flag(), scope, Level::Error));
    let (path, text) = (read.entry.path.clone(), read.text.clone());
    let is_needed = |file: &FileProblems| segments.iter().any(|read| file.is(FileKind::Segment, &read.entry.stem));
    problems.extend(misnamed(listing).into_iter().filter(is_needed));
    problems.extend(unlisted(listing).filter(|file| file.kind == Some(FileKind::Settings)));
    let (version, problem) = read.into_parts();
    problems.extend(problem);
    problems.extend(segments.into_iter().filter_map(|segment| segment.into_parts().1));
    problems.retain(|file| has_error(&file.diagnostics));
    match (version, settings) {
        (Some(version), Some(settings)) if problems.is_empty() => {
            let file = FlagFile::new(version, path);
            Lookup::Found(Box::new(Loaded { file, text, settings, segments: by_name }))
        }
        _ => Lookup::Invalid(problems),
    }
}

/// The files that cannot be used for what is known without opening them: their names, and where links lead.
fn misnamed(listing: &Listing) -> Vec<FileProblems> {
    let named = name_problems(listing).into_iter().map(|(i, diagnostic)| (&listing.files[i].path, diagnostic));
    unlisted(listing).chain(named.map(|(path, diagnostic)| FileProblems::unread(path, diagnostic))).collect()
}

/// The links that lead nowhere, or where they must not.
fn unlisted(listing: &Listing) -> impl Iterator<Item = FileProblems> {
    listing.problems.iter().map(|(path, diagnostic)| FileProblems::unread(path, diagnostic.clone()))
}

/// The segments that a flag names, those that they name, and so on.
fn needed_segments(source: &Source, listing: &Listing, flag: &Flag) -> Vec<Read<Segment>> {
    let mut wanted: BTreeSet<String> = flag.references().into_iter().map(str::to_owned).collect();
    let mut read: Vec<Read<Segment>> = Vec::new();
    let mut queue: Vec<String> = wanted.iter().cloned().collect();
    while let Some(name) = queue.pop() {
        let Some(entry) = listing.named(FileKind::Segment, &name).next() else { continue };
        let segment = Read::new(source, entry, read_segment);
        for reference in segment.value.iter().flat_map(Segment::references) {
            if wanted.insert(reference.to_owned()) {
                queue.push(reference.to_owned());
            }
        }
        read.push(segment);
    }
    read
}

//! What the line so far says, and the flags directory that it is about.

use super::request::Request;
use crate::git::Repository;
use crate::model::{Flag, Settings};
use crate::store::{Source, find_flags_dir, load_settings, read_flags};
use clap::{ArgMatches, Command};
use std::path::PathBuf;

/// Where a line is typed, and what it says up to the cursor.
pub(super) struct Scene {
    line: ArgMatches,
    pub(super) here: Option<PathBuf>,
    /// The flags directory, absolute.
    pub(super) root: Option<PathBuf>,
}

impl Scene {
    pub(super) fn of(command: Command, request: &Request) -> Scene {
        let before = &request.words[..request.words.len() - 1];
        // What is not finished is no error yet.
        let line = command.ignore_errors(true).try_get_matches_from(before).unwrap_or_default();
        let mut scene = Scene { line, here: std::env::current_dir().ok(), root: None };
        scene.root = scene.flags_dir();
        scene
    }

    fn flags_dir(&self) -> Option<PathBuf> {
        let asked_for = self.all("flags_dir").pop().map(at_home);
        find_flags_dir(asked_for.as_deref(), self.here.as_deref()?).ok().map(|found| found.root)
    }

    /// What the line says behind its last command, as behind `experiment plan`.
    fn innermost(&self) -> &ArgMatches {
        let mut matches = &self.line;
        while let Some((_, inner)) = matches.subcommand() {
            matches = inner;
        }
        matches
    }

    /// What the line gives an argument.
    pub(super) fn all(&self, argument: &str) -> Vec<String> {
        let matches = self.innermost();
        let raw = matches.try_get_raw(argument).ok().flatten();
        raw.into_iter().flatten().map(|value| value.to_string_lossy().into_owned()).collect()
    }

    /// The last that the line gives an argument.
    pub(super) fn one(&self, argument: &str) -> Option<String> {
        self.all(argument).pop()
    }

    pub(super) fn has(&self, argument: &str) -> bool {
        let matches = self.innermost();
        matches.try_get_one::<bool>(argument).ok().flatten() == Some(&true)
    }

    pub(super) fn source(&self) -> Option<Source> {
        self.root.clone().map(Source::Directory)
    }

    pub(super) fn settings(&self) -> Option<Settings> {
        load_settings(&self.source()?).ok()
    }

    /// The flags whose key is wanted, as far as they can be read.
    pub(super) fn flags(&self, wanted: &dyn Fn(&str) -> bool) -> Vec<Flag> {
        let read = self.source().and_then(|source| read_flags(&source, wanted).ok());
        read.unwrap_or_default()
    }

    /// The flag that the line names.
    pub(super) fn flag(&self) -> Option<Flag> {
        let key = ["key", "keys", "subject"].iter().find_map(|argument| self.one(argument))?;
        self.flags(&|other| other == key).pop()
    }

    pub(super) fn repository(&self) -> Option<Repository> {
        Repository::discover(self.root.as_ref()?).ok()
    }
}

/// A path whose `~` no shell has replaced yet.
fn at_home(path: String) -> PathBuf {
    match (path.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(path),
    }
}

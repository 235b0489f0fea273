//! What `watch` returns.

use super::{DiagnosticReport, SubjectChange, VERSION};
use serde::Serialize;
use std::fmt;

/// What is saved, told as it is saved: the events come while they are printed, and never end by themselves.
pub struct WatchReport {
    /// The flags directory, as the user would name it.
    pub directory: String,
    /// What is not as expected, such as that the file system has no events.
    pub note: Option<String>,
    /// First how things stand, then each save.
    pub events: Box<dyn Iterator<Item = anyhow::Result<WatchEvent>>>,
}

/// How things stand, or what one save did.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WatchEvent {
    version: u32,
    /// `start` or `save`.
    pub event: &'static str,
    /// When (UTC).
    pub time: String,
    /// The time of day where the program runs, for people.
    #[serde(skip)]
    pub time_of_day: String,
    /// The files that were saved, came or went; none at the start.
    pub saved: Vec<String>,
    /// How many flags can be used.
    pub flags: usize,
    /// How many errors there are.
    pub errors: usize,
    /// How many warnings there are.
    pub warnings: usize,
    /// Why nothing can be read; null where the directory can.
    pub problem: Option<String>,
    /// What changed in meaning. A file that is invalid changes nothing until it is mended.
    pub changes: Vec<SubjectChange>,
    /// What is wrong, and was not before.
    pub found: Vec<DiagnosticReport>,
    /// What was wrong before, with the place where it was.
    pub solved: Vec<DiagnosticReport>,
}

impl WatchEvent {
    /// An event without anything in it.
    pub fn new(event: &'static str, time: String, time_of_day: String) -> WatchEvent {
        WatchEvent {
            version: VERSION,
            event,
            time,
            time_of_day,
            saved: Vec::new(),
            flags: 0,
            errors: 0,
            warnings: 0,
            problem: None,
            changes: Vec::new(),
            found: Vec::new(),
            solved: Vec::new(),
        }
    }

    /// Whether it is how things stand at the start.
    pub fn is_start(&self) -> bool {
        self.event == "start"
    }

    /// Whether anything in it is worth knowing besides that something was saved.
    pub fn is_news(&self) -> bool {
        let WatchEvent { problem, changes, found, solved, .. } = self;
        problem.is_some() || !changes.is_empty() || !found.is_empty() || !solved.is_empty()
    }
}

impl fmt::Debug for WatchReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WatchReport").field("directory", &self.directory).finish_non_exhaustive()
    }
}

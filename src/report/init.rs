//! What `init` returns.

use super::VERSION;
use serde::Serialize;

/// The files of a new flags directory.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InitReport {
    version: u32,
    /// Nothing was written: it was only asked for.
    pub dry_run: bool,
    /// The files that were made.
    pub made: Vec<String>,
    /// Those that were there, and were left alone.
    pub left: Vec<String>,
    /// What whoever asked should know.
    pub notes: Vec<String>,
    /// The unified diff of a dry run.
    pub patch: String,
}

impl InitReport {
    /// Nothing made yet.
    pub fn new(dry_run: bool) -> InitReport {
        let (made, left, notes) = (Vec::new(), Vec::new(), Vec::new());
        InitReport { version: VERSION, dry_run, made, left, notes, patch: String::new() }
    }
}

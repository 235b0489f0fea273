//! What a command returns where it could not be done, and whoever asked can do something about it.

use super::DiagnosticReport;
use std::fmt;

/// Something that could not be done, with the files' problems that are the cause and what to do about it.
#[derive(Debug)]
pub struct Refused {
    /// What could not be done.
    pub message: String,
    /// What to do instead.
    pub help: Option<String>,
    /// What is wrong with the files.
    pub problems: Vec<DiagnosticReport>,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Refused {}

//! Why flags were not taken over.

use crate::model::Level;
use crate::report::{DiagnosticReport, diagnostics_of};
use crate::store::FileProblems;
use std::fmt;

/// Why what was read did not become the flags in force: it cannot be read at all, or something in it is invalid.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// In one line.
    pub message: String,
    /// What is wrong in the files.
    pub problems: Vec<FileProblems>,
}

impl Refusal {
    pub(super) fn new(message: impl Into<String>) -> Refusal {
        Refusal { message: message.into(), problems: Vec::new() }
    }

    pub(super) fn of_files(problems: Vec<FileProblems>) -> Refusal {
        let message = match problems.len() {
            1 => "a file is invalid".to_owned(),
            several => format!("{several} files are invalid"),
        };
        Refusal { message, problems }
    }

    /// Each error on a line of its own: `checkout.yaml:7:10: … (rollout-out-of-range)`.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        let of_file = |file: &FileProblems| diagnostics_of(&file.path, &file.text, &file.diagnostics);
        let errors = self.problems.iter().flat_map(of_file).filter(|found| found.level == Level::Error);
        errors.map(|found| {
            let DiagnosticReport { file, line, column, message, rule, .. } = found;
            format!("{file}:{line}:{column}: {message} ({rule})")
        })
    }
}

impl From<anyhow::Error> for Refusal {
    fn from(error: anyhow::Error) -> Refusal {
        Refusal::new(format!("{error:#}"))
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.lines().try_for_each(|line| write!(f, "\n{line}"))
    }
}

impl std::error::Error for Refusal {}

//! What `validate` returns.

use super::{DiagnosticReport, Examined, Places, VERSION};
use crate::model::Level;
use serde::Serialize;

/// All problems of a tree.
#[derive(Debug, Serialize)]
pub struct ValidateReport {
    version: u32,
    /// How many files were read.
    pub files: usize,
    /// How many errors were found.
    pub errors: usize,
    /// How many warnings were found.
    pub warnings: usize,
    /// By file, line and column.
    pub diagnostics: Vec<DiagnosticReport>,
    /// What fails the run.
    #[serde(skip)]
    pub deny: Level,
    /// Each file that was looked at.
    #[serde(skip)]
    pub examined: Vec<Examined>,
    /// How its files are named from the top of the repository.
    #[serde(skip)]
    pub places: Places,
}

impl ValidateReport {
    /// Counts what was found.
    pub fn new(files: usize, diagnostics: Vec<DiagnosticReport>, deny: Level) -> ValidateReport {
        let count = |level| diagnostics.iter().filter(|found| found.level == level).count();
        let (errors, warnings) = (count(Level::Error), count(Level::Warning));
        let (examined, places) = (Vec::new(), Places::default());
        ValidateReport { version: VERSION, files, errors, warnings, diagnostics, deny, examined, places }
    }
}

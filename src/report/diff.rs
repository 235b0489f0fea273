//! What `diff` returns.

use super::{SubjectChange, VERSION};
use serde::Serialize;

/// What changes in meaning from one side to the other.
#[derive(Debug, Serialize)]
pub struct DiffReport {
    version: u32,
    /// Before.
    pub from: DiffSide,
    /// After.
    pub to: DiffSide,
    /// Flags by key, then segments by name, then the settings.
    pub changes: Vec<SubjectChange>,
    /// Whether a change is what the exit code tells.
    #[serde(skip)]
    pub exit_code: bool,
}

/// One side.
#[derive(Debug, Serialize)]
pub struct DiffSide {
    /// The revision as it was given; `work tree` for what is on disk, `nothing` before the first commit.
    pub name: String,
    /// The commit's object id; null for what is none.
    pub commit: Option<String>,
}

impl DiffReport {
    /// The changes between two sides.
    pub fn new(from: DiffSide, to: DiffSide, changes: Vec<SubjectChange>, exit_code: bool) -> DiffReport {
        DiffReport { version: VERSION, from, to, changes, exit_code }
    }

    /// The changes of each flag, segment or file together.
    pub fn by_subject(&self) -> impl Iterator<Item = &[SubjectChange]> {
        self.changes.chunk_by(|a, b| (a.kind, &a.key) == (b.kind, &b.key))
    }
}

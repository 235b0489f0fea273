//! What `bisect` returns.

use super::{CommitRef, EvalReport, SubjectChange, VERSION};
use serde::Serialize;

/// Where an answer changed.
#[derive(Debug, Serialize)]
pub struct BisectReport {
    version: u32,
    /// The answer at the later end.
    pub now: EvalReport,
    /// Newest first.
    pub changes: Vec<AnswerChange>,
    /// What could not be known.
    pub notes: Vec<String>,
}

/// A commit that changed the answer.
#[derive(Debug, Serialize)]
pub struct AnswerChange {
    /// The commit; null for what is not committed yet.
    pub commit: Option<CommitRef>,
    /// The answer before it.
    pub before: EvalReport,
    /// The answer after it.
    pub after: EvalReport,
    /// What it changed that bears on the flag.
    pub changes: Vec<SubjectChange>,
}

impl BisectReport {
    /// What was found.
    pub fn new(now: EvalReport, changes: Vec<AnswerChange>, notes: Vec<String>) -> BisectReport {
        BisectReport { version: VERSION, now, changes, notes }
    }
}

//! What `audit` returns.

use super::{DiagnosticReport, Examined, FindingReport, Places, VERSION};
use crate::model::Level;
use serde::Serialize;

/// What has outlived its purpose.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditReport {
    version: u32,
    /// The day it was asked for (UTC).
    pub today: String,
    /// How many flags were looked at.
    pub flags: usize,
    /// The most pressing first, then by key.
    pub findings: Vec<FindingReport>,
    /// What could not be decided.
    pub unknowns: Vec<UnknownReport>,
    /// What the audit as a whole could not know, such as a history outside git.
    pub notes: Vec<String>,
    /// Files that are broken and were not audited.
    pub problems: Vec<DiagnosticReport>,
    /// What fails the run.
    #[serde(skip)]
    pub deny: Level,
    /// Each flag that was looked at.
    #[serde(skip)]
    pub examined: Vec<Examined>,
    /// How its files are named from the top of the repository.
    #[serde(skip)]
    pub places: Places,
}

/// One question without an answer.
#[derive(Debug, Serialize)]
pub struct UnknownReport {
    /// The flag.
    pub key: String,
    /// The rule that asked.
    pub rule: &'static str,
    /// What is not known, and why.
    pub message: String,
}

impl AuditReport {
    /// An audit with nothing found yet.
    pub fn new(today: String, flags: usize, deny: Level) -> AuditReport {
        AuditReport {
            version: VERSION,
            today,
            flags,
            findings: Vec::new(),
            unknowns: Vec::new(),
            notes: Vec::new(),
            problems: Vec::new(),
            deny,
            examined: Vec::new(),
            places: Places::default(),
        }
    }
}

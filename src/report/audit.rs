//! What `audit` returns.

use super::{DiagnosticReport, Examined, FindingReport, Places, VERSION};
use crate::audit::BaselineEntry;
use crate::model::{Level, Waiver};
use serde::Serialize;
use std::collections::BTreeSet;

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
    /// What would be found if the flag were not excused; by key.
    pub waived: Vec<WaivedReport>,
    /// The findings that were known before; null where no baseline was asked for.
    pub baseline: Option<BaselineReport>,
    /// What could not be decided.
    pub unknowns: Vec<UnknownReport>,
    /// What the audit as a whole could not know, such as a history outside git.
    pub notes: Vec<String>,
    /// Files that are broken and were not audited.
    pub problems: Vec<DiagnosticReport>,
    /// The rules that were not asked of every flag, since what they go by was not given.
    #[serde(skip)]
    pub not_asked: BTreeSet<&'static str>,
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

/// A finding that a flag is excused from.
#[derive(Debug, Serialize)]
pub struct WaivedReport {
    /// The finding.
    #[serde(flatten)]
    pub finding: FindingReport,
    /// The first day (UTC) on which the excuse no longer holds.
    pub until: String,
    /// Why it is excused.
    pub reason: String,
}

impl WaivedReport {
    /// A finding and its excuse.
    pub fn new(finding: FindingReport, waiver: &Waiver) -> WaivedReport {
        WaivedReport { finding, until: waiver.until.to_string(), reason: waiver.reason.clone() }
    }
}

/// What a baseline makes of the findings.
#[derive(Debug, Serialize)]
pub struct BaselineReport {
    /// The file, as the user would name it.
    pub file: String,
    /// Whether it was written by this run; then all findings are known.
    pub written: bool,
    /// The findings that it has.
    pub known: Vec<FindingReport>,
    /// Its entries that nothing is found for any more.
    pub mended: Vec<BaselineEntry>,
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
            waived: Vec::new(),
            baseline: None,
            unknowns: Vec::new(),
            notes: Vec::new(),
            problems: Vec::new(),
            not_asked: BTreeSet::new(),
            deny,
            examined: Vec::new(),
            places: Places::default(),
        }
    }
}

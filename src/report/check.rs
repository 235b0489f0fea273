//! What `check` returns.

use super::{DiagnosticReport, DiffSide, FindingReport, Places, VERSION};
use crate::model::Level;
use serde::Serialize;

/// What a proposed change should not do.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckReport {
    version: u32,
    /// What the change is to be merged into.
    pub against: DiffSide,
    /// The commit that it is compared with: the last one that both have in common.
    pub base: String,
    /// The change.
    pub head: DiffSide,
    /// How many commits the change has.
    pub commits: usize,
    /// How many flags it bears on.
    pub flags: usize,
    /// By flag, the most pressing of each first; then segments and settings.
    pub findings: Vec<FindingReport>,
    /// What whoever reads the findings should know.
    pub notes: Vec<String>,
    /// Files of the change that are broken and were not compared.
    pub problems: Vec<DiagnosticReport>,
    /// What fails the run.
    #[serde(skip)]
    pub deny: Level,
    /// How its files are named from the top of the repository.
    #[serde(skip)]
    pub places: Places,
}

impl CheckReport {
    /// A check with nothing found yet.
    pub fn new(against: DiffSide, base: String, head: DiffSide, deny: Level) -> CheckReport {
        CheckReport {
            version: VERSION,
            against,
            base,
            head,
            commits: 0,
            flags: 0,
            findings: Vec::new(),
            notes: Vec::new(),
            problems: Vec::new(),
            deny,
            places: Places::default(),
        }
    }
}

//! What `test --mutate` returns.

use super::test::share;
use super::{DiagnosticReport, VERSION};
use serde::Serialize;

/// What the flags' cases notice of changes.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MutationReport {
    version: u32,
    /// How many flags were changed.
    pub flags: usize,
    /// How many changes were tried.
    pub mutants: usize,
    /// How many a case noticed.
    pub killed: usize,
    /// How many none did.
    pub survived: usize,
    /// How many more were left out, since they serve the same to everyone.
    pub equivalent: usize,
    /// The share that was noticed, in percent.
    pub score: f64,
    /// The changes that no case notices, by key and in the order of the file.
    pub survivors: Vec<SurvivorReport>,
    /// The flags without a case, which were not changed.
    pub untested: Vec<String>,
    /// The flags whose own cases fail, which were not changed.
    pub failing: Vec<String>,
    /// Files that are broken; the flags that need them were not changed.
    pub problems: Vec<DiagnosticReport>,
}

/// A change that no case notices.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SurvivorReport {
    /// The flag.
    pub key: String,
    /// Its file.
    pub file: String,
    /// Where it was made, from 1.
    pub line: usize,
    /// The environment that says it for itself; null for the top level.
    pub environment: Option<String>,
    /// In words: `rollout 10% → 11%`.
    pub change: String,
}

impl MutationReport {
    /// Counts for some flags what became of their mutants.
    pub fn new(flags: usize, killed: usize, equivalent: usize, survivors: Vec<SurvivorReport>) -> MutationReport {
        let mutants = killed + survivors.len();
        MutationReport {
            version: VERSION,
            flags,
            mutants,
            killed,
            survived: survivors.len(),
            equivalent,
            score: share(killed, mutants),
            survivors,
            untested: Vec::new(),
            failing: Vec::new(),
            problems: Vec::new(),
        }
    }
}

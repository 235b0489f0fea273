//! What `test` returns.

use super::{DiagnosticReport, EvalReport, VERSION};
use crate::model::Percent;
use serde::Serialize;

/// What the flags' own cases gave.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TestReport {
    version: u32,
    /// How many flags have cases that were run.
    pub flags: usize,
    /// How many cases were run.
    pub cases: usize,
    /// How many of them passed.
    pub passed: usize,
    /// How many of them failed.
    pub failed: usize,
    /// Each case, by key and in the order written.
    pub results: Vec<CaseReport>,
    /// The flags without a case to run.
    pub untested: Vec<String>,
    /// What the cases reach, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<CoverageReport>,
    /// Files that are broken; the flags that need them were not run.
    pub problems: Vec<DiagnosticReport>,
    /// The least coverage that will do.
    #[serde(skip)]
    pub least: Option<Percent>,
}

/// One case.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CaseReport {
    /// The flag.
    pub key: String,
    /// Its file.
    pub file: String,
    /// Where the case begins, from 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// Its place in the list, from 1.
    pub number: usize,
    /// Its name.
    pub name: Option<String>,
    /// Where it was asked; null for the top level.
    pub environment: Option<String>,
    /// The variant that must be served.
    pub expected: String,
    /// The reason that must be given; null where any will do.
    pub expected_reason: Option<String>,
    /// Whether it is so.
    pub passed: bool,
    /// What the flag answers; with the trace where that is not what was expected.
    pub answer: EvalReport,
    /// What is not as expected, at the line that expects it.
    #[serde(skip)]
    pub failure: Option<DiagnosticReport>,
}

/// What cases reach.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CoverageReport {
    /// How many parts there are.
    pub parts: usize,
    /// How many of them a case reaches.
    pub reached: usize,
    /// The share, in percent; 100 where there is nothing to reach.
    pub percent: f64,
    /// The parts of each flag.
    pub flags: Vec<FlagCoverage>,
}

/// What the cases of one flag reach.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FlagCoverage {
    /// The flag.
    pub key: String,
    /// Its file.
    pub file: String,
    /// How many parts there are.
    pub parts: usize,
    /// How many of them a case reaches.
    pub reached: usize,
    /// Those that none does, in the order of the file.
    pub missed: Vec<MissedReport>,
}

/// A part that no case reaches.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MissedReport {
    /// `place`, `rule`, `default` or `variant`.
    pub kind: &'static str,
    /// The environment that says it for itself; null for the top level.
    pub environment: Option<String>,
    /// `admitted` or `left-out`: the outcome of its draw that no case has; null where there is no draw.
    pub side: Option<&'static str>,
    /// In words: `rule 'employees', left out`.
    pub words: String,
    /// Where it stands, from 1.
    pub line: usize,
}

impl TestReport {
    /// Counts what the cases gave.
    pub fn new(results: Vec<CaseReport>, untested: Vec<String>, problems: Vec<DiagnosticReport>) -> TestReport {
        let mut keys: Vec<&str> = results.iter().map(|case| case.key.as_str()).collect();
        keys.dedup();
        let passed = results.iter().filter(|case| case.passed).count();
        TestReport {
            version: VERSION,
            flags: keys.len(),
            cases: results.len(),
            passed,
            failed: results.len() - passed,
            results,
            untested,
            coverage: None,
            problems,
            least: None,
        }
    }

    /// Whether less is covered than will do.
    pub fn covers_too_little(&self) -> bool {
        let least = self.least.map(Percent::thousandths);
        // In whole numbers: a share that is just reached is reached.
        let is_less = |coverage: &CoverageReport, least: u32| {
            (coverage.reached as u64) * u64::from(Percent::FULL.thousandths())
                < (coverage.parts as u64) * u64::from(least)
        };
        self.coverage.as_ref().zip(least).is_some_and(|(coverage, least)| is_less(coverage, least))
    }
}

impl CoverageReport {
    /// Adds up what each flag has.
    pub fn new(flags: Vec<FlagCoverage>) -> CoverageReport {
        let parts = flags.iter().map(|flag| flag.parts).sum();
        let reached = flags.iter().map(|flag| flag.reached).sum();
        CoverageReport { parts, reached, percent: share(reached, parts), flags }
    }
}

/// A share in percent with one decimal, rounded down: only all of it is 100.
pub(super) fn share(part: usize, whole: usize) -> f64 {
    (part * 1000).checked_div(whole).map_or(100.0, |thousandths| thousandths as f64 / 10.0)
}

//! Running the cases.

use super::super::shared::Session;
use super::TestArgs;
use super::chosen::{Chosen, invalid};
use super::coverage::covered;
use crate::model::{Diagnostic, Path, TestCase};
use crate::report::{
    CaseReport, CoverageReport, DiagnosticReport, EvalReport, FlagCoverage, TestReport, diagnostics_of, trace_report,
};
use crate::store::FlagFile;
#[cfg(feature = "watch")]
use crate::store::{Source, Tree};
use crate::trial::{Outcome, Trials};
use anyhow::Result;
use rayon::prelude::*;

/// What a case that fails is reported as.
pub(in crate::commands) const FAILED_CASE: &str = "failed-case";

/// What running one flag's cases gave.
struct Tested {
    results: Vec<CaseReport>,
    coverage: Option<FlagCoverage>,
}

pub(super) fn run(args: &TestArgs, session: &Session) -> Result<TestReport> {
    let chosen = Chosen::open(args, session)?;
    let flags = chosen.flags();
    let tested: Vec<Tested> =
        flags.par_iter().map(|file| tested(file, args.coverage, &chosen, session)).collect::<Result<_>>()?;
    let without_cases = flags.iter().zip(&tested).filter(|(_, tested)| tested.results.is_empty());
    let untested = without_cases.map(|(file, _)| file.flag.key.clone()).collect();
    let (results, coverage): (Vec<_>, Vec<_>) =
        tested.into_iter().map(|tested| (tested.results, tested.coverage)).unzip();
    let results = results.into_iter().flatten().collect();
    let mut report = TestReport::new(results, untested, chosen.problems(session));
    report.coverage = args.coverage.then(|| CoverageReport::new(coverage.into_iter().flatten().collect()));
    report.least = args.min_coverage;
    Ok(report)
}

/// What is not as the cases of a directory expect.
#[cfg(feature = "watch")]
pub(in crate::commands) fn failures(tree: Tree, source: Source, session: &Session) -> Result<Vec<DiagnosticReport>> {
    let chosen = Chosen::of_all(tree, source);
    let tested = chosen.flags().into_par_iter().map(|file| tested(file, false, &chosen, session));
    let tested: Vec<Tested> = tested.collect::<Result<_>>()?;
    Ok(tested.into_iter().flat_map(|tested| tested.results).filter_map(|case| case.failure).collect())
}

fn tested(file: &FlagFile, with_coverage: bool, chosen: &Chosen<'_>, session: &Session) -> Result<Tested> {
    let trials = Trials::compile(&file.flag, chosen.environment, &chosen.segments);
    let trials = trials.map_err(|error| invalid(file, &error))?;
    let outcomes = trials.outcomes();
    let coverage = with_coverage.then(|| covered(file, &outcomes, chosen, session));
    let text = if outcomes.is_empty() { String::new() } else { chosen.text(file) };
    let paths: Vec<Path> = outcomes.iter().map(|outcome| case_path(outcome.index)).collect();
    let spans = chosen.places(file, &paths);
    let shown = session.shown(&file.path);
    let results = outcomes.into_iter().zip(spans).map(|(outcome, span)| {
        let passed = outcome.passed();
        let failure = (!passed).then(|| failure(&file.flag.key, &shown, &text, &outcome)).flatten();
        let Outcome { index, case, evaluation, trace } = outcome;
        let environment = case.environment.as_deref();
        let mut answer = EvalReport::new(&file.flag.key, environment, &evaluation);
        answer.trace = (!passed).then(|| trace_report(trace));
        CaseReport {
            key: file.flag.key.clone(),
            file: shown.clone(),
            line: span.line,
            column: span.column,
            number: index + 1,
            name: case.name.clone(),
            environment: case.environment.clone(),
            expected: case.expect.0.clone(),
            expected_reason: case.reason.clone(),
            passed,
            answer,
            failure,
        }
    });
    Ok(Tested { results: results.collect(), coverage })
}

fn case_path(index: usize) -> Path {
    Path::root().key("tests").index(index)
}

/// What is not as expected, at the field that expects it.
fn failure(key: &str, shown: &str, text: &str, outcome: &Outcome<'_>) -> Option<DiagnosticReport> {
    let Outcome { case, evaluation, .. } = outcome;
    let is_reason = *evaluation.variant == case.expect;
    let field = if is_reason { "reason" } else { "expect" };
    let (expected, got) = match &case.reason {
        Some(reason) => {
            (format!("{} ({reason})", case.expect), format!("{} ({})", evaluation.variant, evaluation.reason))
        }
        None => (case.expect.to_string(), evaluation.variant.to_string()),
    };
    let title = title(case, outcome.index);
    let place = case.environment.as_ref().map(|name| format!(" in {name}")).unwrap_or_default();
    let message = format!("{key}: {title}{place}: expected {expected}, got {got}");
    let diagnostic = Diagnostic::error(FAILED_CASE, case_path(outcome.index).key(field), message);
    diagnostics_of(shown, text, &[diagnostic]).pop()
}

/// `'an employee always sees it'`, or `case 2`.
fn title(case: &TestCase, index: usize) -> String {
    match &case.name {
        Some(name) => format!("'{name}'"),
        None => format!("case {}", index + 1),
    }
}

//! `test` for people; a form for machines is a file beside this one.

mod coverage;
mod github;
mod junit;
mod mutation;
mod suggest;

pub(super) use mutation::render as mutation;
pub(super) use suggest::render as suggest;

use super::{DIM, GREEN, RED, Style, Styled, YELLOW, count, snippet, trace};
use crate::report::{CaseReport, Format, TestReport};
use std::io::{self, Write};

pub(super) fn render(report: &TestReport, style: &Style, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<()> {
    match style.format {
        Format::Junit => junit::render(report, out),
        Format::Github => github::render(report, out, err),
        _ => for_people(report, style, out, err),
    }
}

fn for_people(report: &TestReport, style: &Style, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<()> {
    snippet::render(&report.problems, style, err)?;
    for case in report.results.iter().filter(|case| !case.passed) {
        failed(case, style, out)?;
    }
    if let Some(coverage) = &report.coverage {
        coverage::render(coverage, report, style, out)?;
    }
    if style.quiet {
        return Ok(());
    }
    untested(&report.untested, style, err)?;
    writeln!(err, "{}", summary(report))
}

/// The line that expects otherwise, and how the answer came about.
fn failed(case: &CaseReport, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    snippet::render(case.failure.as_slice(), style, out)?;
    if let Some(steps) = &case.answer.trace {
        trace::render(steps, &case.answer, out)?;
        writeln!(out)?;
    }
    Ok(())
}

/// The same as plain text, without the source: for what shows its own.
fn plain_trace(case: &CaseReport) -> String {
    let mut text = Vec::new();
    // Writing to memory does not fail.
    let _ = case.answer.trace.iter().try_for_each(|steps| trace::render(steps, &case.answer, &mut text));
    anstream::adapter::strip_str(&String::from_utf8_lossy(&text)).to_string()
}

fn untested(keys: &[String], style: &Style, err: &mut dyn Write) -> io::Result<()> {
    if keys.is_empty() {
        return Ok(());
    }
    let (have, named) = (if keys.len() == 1 { "has" } else { "have" }, keys.join(", "));
    let which = if style.verbose { format!(": {named}") } else { String::new() };
    writeln!(err, "{}", Styled(DIM, format!("{} {have} no case{which}", count(keys.len(), "flag"))))
}

/// `41 cases of 14 flags: 40 passed, 1 failed`
fn summary(report: &TestReport) -> String {
    let of = format!("{} of {}", count(report.cases, "case"), count(report.flags, "flag"));
    let passed = format!("{} passed", report.passed);
    let verdict = match report.failed {
        0 if report.problems.is_empty() => Styled(GREEN, passed).to_string(),
        0 => Styled(YELLOW, format!("{passed}; broken files were left out")).to_string(),
        failed => Styled(RED, format!("{passed}, {failed} failed")).to_string(),
    };
    format!("{of}: {verdict}")
}

/// What a case is called: its name, or its place in the list.
fn title(case: &CaseReport) -> String {
    case.name.clone().unwrap_or_else(|| format!("case {}", case.number))
}

/// What is not as expected, in one line.
fn verdict(case: &CaseReport) -> &str {
    case.failure.as_ref().map_or("", |failure| failure.message.as_str())
}

//! `watch`, printed event by event. Nothing that was printed is ever taken back, so that one can scroll to it.

use super::wrap::wrapped;
use super::{BOLD, CANNOT_PRINT, DIM, GREEN, RED, Style, Styled, YELLOW, count, line, log, snippet};
use crate::report::{DiagnosticReport, Format, WatchEvent, WatchReport};
use anyhow::{Context as _, Result};
use std::io::{self, Write};

/// More files than these are counted.
const NAMED: usize = 3;

pub(super) fn render(report: &mut WatchReport, style: &Style, out: &mut dyn Write, err: &mut dyn Write) -> Result<()> {
    introduction(report, style, err).context(CANNOT_PRINT)?;
    for event in report.events.by_ref() {
        let event = event?;
        let printed = match style.format {
            Format::Ndjson => line(&event, out),
            _ => for_people(&event, style, out),
        };
        printed.and_then(|()| out.flush()).context(CANNOT_PRINT)?;
    }
    Ok(())
}

fn introduction(report: &WatchReport, style: &Style, err: &mut dyn Write) -> io::Result<()> {
    if style.quiet {
        return Ok(());
    }
    if style.format != Format::Ndjson {
        writeln!(err, "watching {}; Ctrl-C ends it", report.directory)?;
    }
    report.note.iter().try_for_each(|note| writeln!(err, "{}: {note}", Styled(YELLOW, "note")))?;
    err.flush()
}

fn for_people(event: &WatchEvent, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    if style.quiet && !event.is_news() {
        return Ok(());
    }
    writeln!(out, "{}", wrapped(&heading(event), 0, style.width))?;
    event.changes.iter().try_for_each(|change| log::one(change, None, style, out))?;
    event.solved.iter().try_for_each(|solved| gone(solved, style, out))?;
    if !event.is_news() && !event.is_start() {
        let words =
            if event.saved.is_empty() { "everything is as it was before" } else { "nothing changes in meaning" };
        writeln!(out, "{}", wrapped(&[(DIM, words.to_owned())], 2, style.width))?;
    }
    if !event.found.is_empty() {
        writeln!(out)?;
    }
    snippet::render(&event.found, style, out)
}

/// `10:42:10  flags/new-checkout.yaml  all is well`
fn heading(event: &WatchEvent) -> Vec<(anstyle::Style, String)> {
    let what = match &event.saved[..] {
        [] => None,
        files if files.len() > NAMED => Some(count(files.len(), "file")),
        files => Some(files.join(", ")),
    };
    let time = (BOLD, event.time_of_day.clone());
    [Some(time), what.map(|what| (anstyle::Style::new(), what)), Some(state(event))].into_iter().flatten().collect()
}

fn state(event: &WatchEvent) -> (anstyle::Style, String) {
    if let Some(problem) = &event.problem {
        return (RED, problem.clone());
    }
    let flags = if event.is_start() { format!("{}: ", count(event.flags, "flag")) } else { String::new() };
    let wrong = || format!("{}, {}", count(event.errors, "error"), count(event.warnings, "warning"));
    match (event.errors, event.warnings) {
        (0, 0) => (GREEN, format!("{flags}all is well")),
        (0, _) => (YELLOW, format!("{flags}{}", wrong())),
        _ if event.is_start() => (RED, format!("{} without an error; {}", count(event.flags, "flag"), wrong())),
        _ => (RED, wrong()),
    }
}

/// `  solved  rollout-out-of-range  flags/new-checkout.yaml`
fn gone(solved: &DiagnosticReport, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let parts = [(GREEN, "solved".to_owned()), (BOLD, solved.rule.clone()), (DIM, solved.file.clone())];
    writeln!(out, "{}", wrapped(&parts, 2, style.width))
}

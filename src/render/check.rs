//! `check` for people.

use super::wrap::wrapped;
use super::{BOLD, CYAN, DIM, GREEN, RED, Style, Styled, YELLOW, count, snippet};
use crate::model::Level;
use crate::report::{CheckReport, FindingReport};
use std::collections::BTreeSet;
use std::io::{self, Write};

pub(super) fn render(report: &CheckReport, style: &Style, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<()> {
    report.findings.iter().try_for_each(|found| finding(found, style, out))?;
    snippet::render(&report.problems, style, err)?;
    if style.quiet {
        return Ok(());
    }
    remedies(report, style, out)?;
    for note in &report.notes {
        writeln!(err, "{}: {note}", Styled(YELLOW.bold(), "note"))?;
    }
    let base = report.base.get(..10).unwrap_or(&report.base);
    let (commits, flags) = (count(report.commits, "commit"), count(report.flags, "flag"));
    let compared = format!("{} against {}, {flags}, {commits} since {base}", report.head.name, report.against.name);
    match report.findings.len() {
        0 if report.problems.is_empty() => writeln!(err, "{}: {compared}", Styled(GREEN, "nothing found")),
        found => writeln!(err, "{}: {compared}", count(found, "finding")),
    }
}

/// Who and where, then what would happen, then the line that says so.
fn finding(found: &FindingReport, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let colour = if found.level == Level::Error { RED } else { YELLOW };
    let subject = found.key.clone().unwrap_or_else(|| found.file.clone());
    let heading = [
        Some((colour, found.level.name().to_owned())),
        Some((BOLD, subject)),
        found.environment.clone().map(|environment| (CYAN, environment)),
        Some((DIM, found.rule.to_owned())),
    ];
    writeln!(out, "{}", wrapped(&heading.into_iter().flatten().collect::<Vec<_>>(), 0, style.width))?;
    writeln!(out, "{}", wrapped(&[(anstyle::Style::new(), found.message.clone())], 2, style.width))?;
    let place = format!("{}:{}:{}", found.file, found.line, found.column);
    writeln!(out, "{}", wrapped(&[(DIM, place)], 2, style.width))
}

/// What to do, said once for all findings that are mended alike.
fn remedies(report: &CheckReport, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut told = BTreeSet::new();
    for found in &report.findings {
        let help = found.help.as_deref().unwrap_or_default();
        let named = found.key.as_ref().map(|key| format!(": {key}`"));
        let remedy = named.map_or_else(|| help.to_owned(), |named| help.replace(&named, ": KEY`"));
        if told.is_empty() {
            writeln!(out)?;
        }
        if told.insert((found.rule, remedy.clone())) {
            let text = format!("{}: {remedy}", found.rule);
            writeln!(out, "{}", wrapped(&[(anstyle::Style::new(), text)], 0, style.width))?;
        }
    }
    if !told.is_empty() {
        writeln!(out)?;
    }
    Ok(())
}

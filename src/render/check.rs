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
        let parts = [(YELLOW.bold(), "note:".to_owned()), (anstyle::Style::new(), note.clone())];
        writeln!(err, "{}", wrapped(&parts, 0, style.width))?;
    }
    let base = report.base.get(..10).unwrap_or(&report.base);
    let (commits, flags) = (count(report.commits, "commit"), count(report.flags, "flag"));
    let summary = format!("{} against {} (base {base}): {commits}, {flags}: ", report.head.name, report.against.name);
    match report.findings.len() {
        0 if report.problems.is_empty() => writeln!(err, "{summary}{}", Styled(GREEN, "nothing found")),
        found => writeln!(err, "{summary}{}", Styled(DIM, count(found, "finding"))),
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
    let helps = report.findings.iter().filter_map(|found| Some((found.rule, found.help.as_deref()?)));
    for (nth, (rule, help)) in helps.filter(|help| told.insert(*help)).enumerate() {
        if nth == 0 {
            writeln!(out)?;
        }
        let parts = [(BOLD, format!("{rule}:")), (anstyle::Style::new(), help.to_owned())];
        writeln!(out, "{}", wrapped(&parts, 0, style.width))?;
    }
    if !told.is_empty() {
        writeln!(out)?;
    }
    Ok(())
}

//! `audit` for people.

use super::{BOLD, DIM, GREEN, RED, Style, Styled, YELLOW, count, snippet, table};
use crate::model::Level;
use crate::report::{AuditReport, FindingReport};
use comfy_table::{Cell, Color, Table};
use std::io::{self, Write};

fn tabulate(report: &AuditReport, style: &Style) -> Table {
    let mut table = table::table(style, &["LEVEL", "FLAG", "RULE", "OWNER", "WHAT"]);
    for finding in &report.findings {
        let level = Cell::new(finding.level.name());
        let colour = if finding.level == Level::Error { Color::Red } else { Color::Yellow };
        let words = [key_of(finding), finding.rule, owner_of(finding), &finding.message];
        table.add_row([level.fg(colour)].into_iter().chain(words.map(Cell::new)));
    }
    table
}

fn key_of(finding: &FindingReport) -> &str {
    finding.key.as_deref().unwrap_or_default()
}

fn owner_of(finding: &FindingReport) -> &str {
    finding.owner.as_deref().unwrap_or_default()
}

/// For narrow terminals: a finding on two lines reads better than one word a line in a column.
fn stacked(report: &AuditReport, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.findings {
        let colour = if finding.level == Level::Error { RED } else { YELLOW };
        let level = Styled(colour, finding.level.name());
        writeln!(out, "{level} {}  {}", Styled(BOLD, key_of(finding)), Styled(DIM, owner_of(finding)))?;
        writeln!(out, "  {} ({})", finding.message, finding.rule)?;
    }
    Ok(())
}

/// What to do, said once for all findings that are mended alike.
fn remedies(report: &AuditReport, out: &mut dyn Write) -> io::Result<()> {
    let mut told = std::collections::BTreeSet::new();
    writeln!(out)?;
    for finding in &report.findings {
        let help = finding.help.as_deref().unwrap_or_default();
        let remedy = finding.key.as_ref().map_or_else(|| help.to_owned(), |key| help.replace(key, "KEY"));
        if told.insert((finding.rule, remedy.clone())) {
            writeln!(out, "{} {remedy}", Styled(BOLD, format!("{}:", finding.rule)))?;
        }
    }
    writeln!(out)
}

pub(super) fn render(report: &AuditReport, style: &Style, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<()> {
    if !report.findings.is_empty() {
        let table = tabulate(report, style);
        if table::fits(&table, style) {
            writeln!(out, "{}", table::text(&table))?;
        } else {
            stacked(report, out)?;
        }
        if !style.quiet {
            remedies(report, out)?;
        }
    }
    snippet::render(&report.problems, style, err)?;
    if style.quiet {
        return Ok(());
    }
    for note in &report.notes {
        writeln!(err, "{}: {note}", Styled(YELLOW.bold(), "note"))?;
    }
    for unknown in &report.unknowns {
        writeln!(
            err,
            "{}: {}: {} ({})",
            Styled(YELLOW.bold(), "not known"),
            unknown.key,
            unknown.message,
            unknown.rule
        )?;
    }
    let summary = format!("{} on {}: ", count(report.flags, "flag"), report.today);
    match report.findings.len() {
        0 if report.problems.is_empty() => writeln!(err, "{summary}{}", Styled(GREEN, "nothing found")),
        found => writeln!(err, "{summary}{}", Styled(DIM, count(found, "finding"))),
    }
}

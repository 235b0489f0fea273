//! `audit` for people.

use super::{BOLD, DIM, GREEN, RED, Style, Styled, YELLOW, count, snippet, table};
use crate::model::Level;
use crate::report::{AuditReport, FindingReport, UnknownReport, WaivedReport};
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

/// What to do, said once for all findings that are mended alike. A command is not wrapped: it is there to be copied.
fn remedies(report: &AuditReport, out: &mut dyn Write) -> io::Result<()> {
    let mut told = std::collections::BTreeSet::new();
    writeln!(out)?;
    for finding in &report.findings {
        let help = finding.help.as_deref().unwrap_or_default();
        let remedy = finding.key.as_ref().map_or_else(|| help.to_owned(), |key| of_any_flag(help, key));
        if told.insert((finding.rule, remedy.clone())) {
            writeln!(out, "{} {remedy}", Styled(BOLD, format!("{}:", finding.rule)))?;
        }
    }
    writeln!(out)
}

/// The commands of a text with `KEY` for the flag: the word after the command's name.
fn of_any_flag(help: &str, key: &str) -> String {
    let command = |part: &str| match part.splitn(4, ' ').collect::<Vec<_>>()[..] {
        ["ffctl", name, word, ref rest @ ..] if word == key => {
            ["ffctl", name, "KEY"].iter().chain(rest).copied().collect::<Vec<_>>().join(" ")
        }
        _ => part.to_owned(),
    };
    let parts = help.split('`').enumerate();
    parts.map(|(nth, part)| if nth % 2 == 1 { command(part) } else { part.to_owned() }).collect::<Vec<_>>().join("`")
}

/// What was found and is no reason to fail, for who wants to see it.
fn set_aside(report: &AuditReport, out: &mut dyn Write) -> io::Result<()> {
    for WaivedReport { finding, until, reason } in &report.waived {
        let FindingReport { rule, message, .. } = finding;
        writeln!(out, "{} {}  {message} ({rule}, until {until}: {reason})", Styled(DIM, "waived"), key_of(finding))?;
    }
    for finding in report.baseline.iter().flat_map(|baseline| &baseline.known) {
        let FindingReport { rule, message, .. } = finding;
        writeln!(out, "{} {}  {message} ({rule})", Styled(DIM, "known"), key_of(finding))?;
    }
    Ok(())
}

/// What is not as it should be beside the findings.
fn notes(report: &AuditReport, err: &mut dyn Write) -> io::Result<()> {
    let note = |text: &str| format!("{}: {text}", Styled(YELLOW.bold(), "note"));
    for text in &report.notes {
        writeln!(err, "{}", note(text))?;
    }
    for UnknownReport { key, rule, message } in &report.unknowns {
        writeln!(err, "{}: {key}: {message} ({rule})", Styled(YELLOW.bold(), "not known"))?;
    }
    match report.baseline.as_ref().map(|baseline| baseline.mended.len()).filter(|mended| *mended > 0) {
        Some(1) => writeln!(err, "{}", note("1 entry of the baseline is mended: write it anew")),
        Some(mended) => {
            writeln!(err, "{}", note(&format!("{mended} entries of the baseline are mended: write it anew")))
        }
        None => Ok(()),
    }
}

/// `14 flags on 2027-01-08: 6 findings, 1 waived, 3 known from flags/.audit-baseline.json`
fn summary(report: &AuditReport) -> String {
    let found = match (report.findings.len(), &report.baseline) {
        (_, Some(baseline)) if baseline.written => {
            Styled(GREEN, format!("{} written to {}", count(baseline.known.len(), "finding"), baseline.file))
                .to_string()
        }
        (0, Some(_)) if report.problems.is_empty() => Styled(GREEN, "nothing new").to_string(),
        (0, None) if report.problems.is_empty() => Styled(GREEN, "nothing found").to_string(),
        (found, _) => Styled(DIM, count(found, "finding")).to_string(),
    };
    let waived = (!report.waived.is_empty()).then(|| format!("{} waived", report.waived.len()));
    let known = report.baseline.as_ref().filter(|baseline| !baseline.written);
    let known = known.map(|baseline| format!("{} known from {}", baseline.known.len(), baseline.file));
    let parts: Vec<String> = [Some(found), waived, known].into_iter().flatten().collect();
    format!("{} on {}: {}", count(report.flags, "flag"), report.today, parts.join(", "))
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
    if style.verbose {
        set_aside(report, out)?;
    }
    snippet::render(&report.problems, style, err)?;
    if style.quiet {
        return Ok(());
    }
    notes(report, err)?;
    writeln!(err, "{}", summary(report))
}

#[cfg(test)]
mod tests {
    use super::of_any_flag;

    #[test]
    fn only_the_flag_of_a_command_becomes_a_placeholder() {
        let help = "what a does: `ffctl set a owner a`, `ffctl remove a` or `a`";
        assert_eq!(of_any_flag(help, "a"), "what a does: `ffctl set KEY owner a`, `ffctl remove KEY` or `a`");
        assert_eq!(of_any_flag("`ffctl edit b`", "a"), "`ffctl edit b`");
    }
}

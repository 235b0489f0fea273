//! The changes that no case notices, for people.

use super::super::wrap::wrapped;
use super::super::{BOLD, CYAN, DIM, GREEN, RED, Style, Styled, YELLOW, count, snippet};
use super::untested;
use crate::report::MutationReport;
use std::io::{self, Write};

pub(in super::super) fn render(
    report: &MutationReport,
    style: &Style,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<()> {
    snippet::render(&report.problems, style, err)?;
    let mut last = None;
    for survivor in &report.survivors {
        if last.replace(&survivor.key) != Some(&survivor.key) {
            let title = [(BOLD, survivor.key.clone()), (DIM, survivor.file.clone())];
            writeln!(out, "{}", wrapped(&title, 0, style.width))?;
        }
        let place = survivor.environment.iter().map(|name| (CYAN, name.clone()));
        let line = std::iter::once((DIM, format!("{:>4}", survivor.line)));
        let change = std::iter::once((anstyle::Style::new(), survivor.change.clone()));
        let parts: Vec<_> = line.chain(place).chain(change).collect();
        writeln!(out, "{}", wrapped(&parts, 0, style.width))?;
    }
    if style.quiet {
        return Ok(());
    }
    for key in &report.failing {
        writeln!(err, "{}: {key}: its own cases fail, so it was not changed", Styled(YELLOW.bold(), "note"))?;
    }
    untested(&report.untested, style, err)?;
    let mutants = format!("{} of {}", count(report.mutants, "mutant"), count(report.flags, "flag"));
    let verdict = format!("{} killed, {} survived, score {}%", report.killed, report.survived, report.score);
    writeln!(err, "{mutants}: {}", Styled(if report.survived > 0 { RED } else { GREEN }, verdict))?;
    if report.equivalent > 0 && style.verbose {
        writeln!(err, "{}", Styled(DIM, format!("{} more serve the same to everyone", report.equivalent)))?;
    }
    Ok(())
}

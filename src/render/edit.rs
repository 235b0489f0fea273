//! Edits for people: what was done.

use super::{BOLD, DIM, GREEN, RED, Style, Styled, YELLOW};
use crate::report::EditReport;
use std::io::{self, Write};

pub(super) fn render(report: &EditReport, style: &Style, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<()> {
    if report.dry_run {
        report.patch.split_terminator('\n').try_for_each(|line| patch_line(line, out))?;
    }
    for change in &report.changes {
        let place = change.environment.as_deref().unwrap_or("top level");
        let words = format!("{}  {place}  {}", Styled(BOLD, &change.key), change.words);
        match report.dry_run {
            false if !style.quiet => writeln!(out, "{words}")?,
            true if !style.quiet => writeln!(err, "{words}  {}", Styled(DIM, "(nothing was written)"))?,
            _ => {}
        }
        if style.verbose {
            writeln!(err, "{}", Styled(DIM, format!("wrote {}", change.file)))?;
        }
    }
    if style.quiet {
        return Ok(());
    }
    report.notes.iter().try_for_each(|note| writeln!(err, "{}: {note}", Styled(YELLOW.bold(), "note")))
}

/// The line with the carriage return that it may end with: a patch of a file with such line ends needs it.
fn patch_line(line: &str, out: &mut dyn Write) -> io::Result<()> {
    match line.as_bytes().first() {
        _ if line.starts_with("+++") || line.starts_with("---") => writeln!(out, "{}", Styled(BOLD, line)),
        Some(b'+') => writeln!(out, "{}", Styled(GREEN, line)),
        Some(b'-') => writeln!(out, "{}", Styled(RED, line)),
        _ => writeln!(out, "{line}"),
    }
}

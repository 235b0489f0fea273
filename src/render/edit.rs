//! Edits for people: what was done.

use super::impact;
use super::{BOLD, DIM, GREEN, RED, Style, Styled, YELLOW};
use crate::report::EditReport;
use std::io::{self, Write};

pub(super) fn render(report: &EditReport, style: &Style, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<()> {
    if report.dry_run {
        patch_lines(&report.patch, out)?;
    }
    for change in &report.changes {
        let line = change.line();
        let words = format!("{}{}", Styled(BOLD, &change.key), &line[change.key.len()..]);
        match report.dry_run {
            false if !style.quiet => writeln!(out, "{words}")?,
            true if !style.quiet => writeln!(err, "{words}  {}", Styled(DIM, "(nothing was written)"))?,
            _ => {}
        }
        if style.verbose && !report.dry_run {
            let done = if change.field == "flag" && change.to.is_none() { "removed" } else { "wrote" };
            writeln!(err, "{}", Styled(DIM, format!("{done} {}", change.file)))?;
        }
    }
    if style.quiet {
        return Ok(());
    }
    if let Some(commit) = &report.commit {
        let subject = commit.message.lines().next().unwrap_or_default();
        match &commit.id {
            Some(id) => writeln!(out, "{} {subject}", Styled(DIM, format!("committed {}", &id[..id.len().min(10)])))?,
            None => writeln!(err, "{} {subject}", Styled(DIM, "would commit"))?,
        }
    }
    impact::beside_patch(&report.impact, err)?;
    report.notes.iter().try_for_each(|note| writeln!(err, "{}: {note}", Styled(YELLOW.bold(), "note")))
}

pub(super) fn patch_lines(patch: &str, out: &mut dyn Write) -> io::Result<()> {
    patch.split_terminator('\n').try_for_each(|line| patch_line(line, out))
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

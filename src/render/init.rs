//! `init` for people.

use super::edit::patch_lines;
use super::{DIM, GREEN, Style, Styled, YELLOW};
use crate::report::InitReport;
use std::io::{self, Write};

pub(super) fn render(report: &InitReport, style: &Style, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<()> {
    if report.dry_run {
        patch_lines(&report.patch, out)?;
    }
    if style.quiet {
        return Ok(());
    }
    let aside: &mut dyn Write = if report.dry_run { &mut *err } else { out };
    for file in &report.made {
        match report.dry_run {
            false => writeln!(aside, "{}  {file}", Styled(GREEN, "made"))?,
            true => writeln!(aside, "{file}  {}", Styled(DIM, "(nothing was written)"))?,
        }
    }
    for file in &report.left {
        writeln!(aside, "{}  {file}  {}", Styled(DIM, "left"), Styled(DIM, "(is there already)"))?;
    }
    report.notes.iter().try_for_each(|note| writeln!(err, "{}: {note}", Styled(YELLOW.bold(), "note")))
}

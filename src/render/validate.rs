//! `validate` for people.

use super::{GREEN, RED, Style, Styled, YELLOW, count, snippet};
use crate::report::ValidateReport;
use std::io::{self, Write};

pub(super) fn render(report: &ValidateReport, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    snippet::render(&report.diagnostics, style, out)?;
    if style.quiet {
        return Ok(());
    }
    let files = count(report.files, "file");
    let (errors, warnings) = (count(report.errors, "error"), count(report.warnings, "warning"));
    let summary = format!("{files}: {errors}, {warnings}");
    let colour = match (report.errors, report.warnings) {
        (0, 0) => return writeln!(out, "{}", Styled(GREEN, format!("{files}: all is well"))),
        (0, _) => YELLOW,
        _ => RED,
    };
    writeln!(out, "{}", Styled(colour, summary))
}

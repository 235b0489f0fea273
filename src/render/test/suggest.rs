//! Suggested cases: YAML to be pasted, and what is said about it beside.

use super::super::{DIM, Style, Styled, YELLOW, count};
use crate::report::SuggestReport;
use std::io::{self, Write};

pub(in super::super) fn render(
    report: &SuggestReport,
    style: &Style,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<()> {
    for flag in &report.flags {
        if report.flags.len() > 1 && !flag.yaml.is_empty() {
            writeln!(out, "# {}", flag.file)?;
        }
        write!(out, "{}", flag.yaml)?;
        if style.quiet {
            continue;
        }
        for note in &flag.notes {
            writeln!(err, "{}: {note}", Styled(YELLOW.bold(), "not said"))?;
        }
        let known = if flag.known > 0 { format!("; {} more are in the file", flag.known) } else { String::new() };
        let cases = format!("{} for the `tests` of {}{known}", count(flag.cases.len(), "case"), flag.file);
        writeln!(err, "{}", Styled(DIM, cases))?;
    }
    Ok(())
}

//! What no case reaches, for people.

use super::super::wrap::wrapped;
use super::super::{BOLD, DIM, GREEN, RED, Style, Styled, count};
use crate::report::{CoverageReport, TestReport};
use std::io::{self, Write};

pub(super) fn render(
    coverage: &CoverageReport,
    report: &TestReport,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    for flag in coverage.flags.iter().filter(|flag| !flag.missed.is_empty()) {
        let file = wrapped(&[(BOLD, flag.key.clone()), (DIM, flag.file.clone())], 0, style.width);
        writeln!(out, "{file}")?;
        for missed in &flag.missed {
            let line = (DIM, format!("{:>4}", missed.line));
            writeln!(out, "{}", wrapped(&[line, (anstyle::Style::new(), missed.words.clone())], 0, style.width))?;
        }
    }
    let reached = format!("{} of {} reached, {}%", coverage.reached, count(coverage.parts, "part"), coverage.percent);
    let (colour, least) = match report.least {
        Some(least) if report.covers_too_little() => (RED, format!(", and not {least}%")),
        _ => (GREEN, String::new()),
    };
    writeln!(out, "coverage: {}", Styled(colour, reached + &least))
}

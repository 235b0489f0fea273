//! Failed cases as annotations: GitHub reads them from a job's log and shows them beside the lines.

use super::{plain_trace, summary, title, verdict};
use crate::report::{DiagnosticReport, TestReport};
use std::io::{self, Write};

pub(super) fn render(report: &TestReport, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<()> {
    for problem in &report.problems {
        let DiagnosticReport { file, line, column, rule, message, level, .. } = problem;
        annotation(level.name(), (file, *line, *column), rule, message, out)?;
    }
    for case in report.results.iter().filter(|case| !case.passed) {
        let title = format!("{}: {}", case.key, title(case));
        let message = format!("{}\n{}", verdict(case), plain_trace(case));
        annotation("error", (&case.file, case.line, case.column), &title, message.trim_end(), out)?;
    }
    writeln!(err, "{}", summary(report))
}

fn annotation(
    level: &str,
    (file, line, column): (&str, usize, usize),
    title: &str,
    message: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (file, title, message) = (property(file), property(title), data(message));
    writeln!(out, "::{level} file={file},line={line},col={column},title={title}::{message}")
}

/// A message on one line, as GitHub reads it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property's value, which ends at a colon or a comma.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

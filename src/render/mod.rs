//! Reports to text: the only room that prints.
//!
//! Results go to `out`, diagnostics and notes to `err`. Styles are always written; whoever opens the streams strips
//! them where there is no colour.

mod answers;
mod audit;
mod bisect;
mod blame;
mod check;
mod diff;
mod edit;
mod error;
mod eval;
mod experiment;
mod explain;
mod findings;
mod impact;
mod init;
mod list;
mod log;
mod markdown;
mod progress;
mod refs;
mod show;
mod simulate;
mod snippet;
mod summary;
mod table;
mod test;
mod trace;
mod validate;
mod watch;
mod wrap;

pub use error::render_error;
pub use progress::{ProgressLine, watch};

use crate::report::{Format, QuietAnswer, Report, count};
use anstyle::{AnsiColor, Effects};
use anyhow::Context as _;
use serde::Serialize;
use std::io::{self, IsTerminal, Write};

/// How to print.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// The form.
    pub format: Format,
    /// No more than the result.
    pub quiet: bool,
    /// More about what was done.
    pub verbose: bool,
    /// Columns of the terminal; `None` where there is none, and nothing is wrapped.
    pub width: Option<usize>,
}

impl Style {
    fn is_json(&self) -> bool {
        self.format == Format::Json
    }
}

const BOLD: anstyle::Style = anstyle::Style::new().effects(Effects::BOLD);
const DIM: anstyle::Style = anstyle::Style::new().effects(Effects::DIMMED);
const GREEN: anstyle::Style = AnsiColor::Green.on_default();
const RED: anstyle::Style = AnsiColor::Red.on_default();
const YELLOW: anstyle::Style = AnsiColor::Yellow.on_default();
const CYAN: anstyle::Style = AnsiColor::Cyan.on_default();

/// A text in a style.
struct Styled<T>(anstyle::Style, T);

impl<T: std::fmt::Display> std::fmt::Display for Styled<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}{:#}", self.0, self.1, self.0)
    }
}

/// The columns to fit tables into: COLUMNS, else the terminal's; `None` for files and pipes.
pub fn terminal_width() -> Option<usize> {
    let columns = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok()).filter(|&columns| columns > 0);
    let of_terminal = || {
        let size = terminal_size::terminal_size().filter(|_| io::stdout().is_terminal());
        size.map(|(width, _)| usize::from(width.0))
    };
    columns.or_else(of_terminal)
}

/// Prints a report.
///
/// # Errors
/// Where a stream cannot be written to, or what is read while it is printed cannot be read.
pub fn render(report: &mut Report, style: &Style, out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<()> {
    match report {
        Report::Log(report) => log::render(report, style, out),
        Report::Watch(report) => watch::render(report, style, out, err),
        Report::Answers(report) => answers::render(report, style, out, err),
        report => render_whole(report, style, out, err).context(CANNOT_PRINT),
    }
}

/// Prints a report that is there already.
fn render_whole(report: &Report, style: &Style, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<()> {
    if let Some(findings) = report.findings().filter(|_| findings::is_offered(style.format)) {
        return findings::render(&findings, style, out);
    }
    match report {
        Report::Log(_) | Report::Watch(_) | Report::Answers(_) => Ok(()),
        Report::Summary(report) => summary::render(report, style, out, err),
        Report::Quiet(QuietAnswer::Boolean(_)) => Ok(()),
        Report::Quiet(QuietAnswer::Value(value)) => writeln!(out, "{}", eval::bare(value)),
        Report::Eval(report) if style.is_json() => line(report.as_ref(), out),
        Report::Eval(report) => eval::render(report, style, out, err),
        Report::EvalAll(reports) if style.is_json() => reports.iter().try_for_each(|report| line(report, out)),
        Report::EvalAll(reports) => eval::render_all(reports, style, out, err),
        Report::Validate(report) if style.is_json() => document(report, out),
        Report::Validate(report) => validate::render(report, style, out),
        Report::List(report) if style.is_json() => document(report, out),
        Report::List(report) => list::render(report, style, out, err),
        Report::Show(report) if style.is_json() => document(report.as_ref(), out),
        Report::Show(report) => show::render(report, style, out),
        Report::Audit(report) if style.is_json() => document(report, out),
        Report::Audit(report) => audit::render(report, style, out, err),
        Report::Check(report) if style.is_json() => document(report, out),
        Report::Check(report) => check::render(report, style, out, err),
        Report::Blame(report) if style.is_json() => document(report, out),
        Report::Blame(report) => blame::render(report, style, out),
        Report::Bisect(report) if style.is_json() => document(report.as_ref(), out),
        Report::Bisect(report) => bisect::render(report, style, out, err),
        Report::Diff(report) => match style.format {
            Format::Json => document(report, out),
            Format::Markdown => diff::markdown(report, out),
            _ => diff::render(report, style, out, err),
        },
        Report::Impact(report) => impact::render(report, style, out, err),
        Report::Simulate(report) => simulate::render(report, style, out, err),
        Report::Explain(report) if style.is_json() => document(report, out),
        Report::Explain(report) => explain::render(report, style, out),
        Report::Refs(report) if style.is_json() => document(report, out),
        Report::Refs(report) => refs::render(report, style, out, err),
        Report::Test(report) if style.is_json() => document(report, out),
        Report::Test(report) => test::render(report, style, out, err),
        Report::Mutation(report) if style.is_json() => document(report, out),
        Report::Mutation(report) => test::mutation(report, style, out, err),
        Report::Suggest(report) if style.is_json() => document(report, out),
        Report::Suggest(report) => test::suggest(report, style, out, err),
        Report::Plan(report) if style.is_json() => document(report.as_ref(), out),
        Report::Plan(report) => experiment::plan(report, style, out, err),
        Report::Experiment(report) if style.is_json() => document(report.as_ref(), out),
        Report::Experiment(report) => experiment::analysis(report, style, out, err),
        Report::Edit(report) if style.is_json() => document(report, out),
        Report::Edit(report) => edit::render(report, style, out, err),
        Report::Init(report) if style.is_json() => document(report, out),
        Report::Init(report) => init::render(report, style, out, err),
        Report::Text(report) if style.is_json() => document(report, out),
        Report::Text(report) => out.write_all(report.text.as_bytes()),
    }
}

const CANNOT_PRINT: &str = "cannot print the result";

fn document(report: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, report)?;
    writeln!(out)
}

fn line(report: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, report)?;
    writeln!(out)
}

/// `1,000,000`
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

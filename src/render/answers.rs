//! `eval --contexts`: answers, printed while contexts are read.

use super::{BOLD, CANNOT_PRINT, CYAN, Style, Styled, YELLOW, grouped};
use crate::report::{AnswersReport, BadLines, LinesRead};
use anyhow::{Context as _, Result};
use std::io::{self, IsTerminal, Write};

pub(super) fn render(
    report: &mut AnswersReport,
    style: &Style,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<()> {
    for block in report.blocks.by_ref() {
        let block = block?;
        let before = report.lines.bad.first.len();
        report.lines.lines += block.lines;
        report.lines.bad.extend(block.bad);
        // What was answered goes out at once: whoever writes the contexts may wait for it.
        out.write_all(&block.text).and_then(|()| out.flush()).context(CANNOT_PRINT)?;
        if let Some(refused) = report.lines.refused(&report.lines.bad) {
            return Err(refused.into());
        }
        each(&report.lines, before, style, err).and_then(|()| err.flush()).context(CANNOT_PRINT)?;
    }
    count(&report.lines, style, err).context(CANNOT_PRINT)
}

/// The bad lines that are told one by one, from the nth on.
pub(super) fn each(lines: &LinesRead, from: usize, style: &Style, err: &mut dyn Write) -> io::Result<()> {
    let told = lines.bad.first[from..].iter().filter(|_| !style.quiet);
    told.map(|bad| lines.name(bad)).try_for_each(|bad| warn(&bad, err))
}

/// How many bad lines there are, where that was not seen.
pub(super) fn count(lines: &LinesRead, style: &Style, err: &mut dyn Write) -> io::Result<()> {
    let LinesRead { input, lines, bad: BadLines { count, .. }, .. } = lines;
    if *count == 0 || style.quiet {
        return Ok(());
    }
    let verb = if *count == 1 { "is no context" } else { "are no contexts" };
    warn(&format!("{input}: {} of {} lines {verb}", grouped(*count), grouped(*lines)), err)?;
    if count < lines {
        return Ok(());
    }
    let help = "a context is a JSON object on a line of its own; --input-format csv reads tables";
    writeln!(err, "{}{} {help}", Styled(CYAN.bold(), "help"), Styled(BOLD, ":"))
}

fn warn(message: &str, err: &mut dyn Write) -> io::Result<()> {
    // A line about the progress may stand there.
    let clear = if io::stderr().is_terminal() { "\r\x1b[2K" } else { "" };
    writeln!(err, "{clear}{}{} {message}", Styled(YELLOW.bold(), "warning"), Styled(BOLD, ":"))
}

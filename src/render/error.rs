//! What could not be done.

use super::{BOLD, CYAN, RED, Style, Styled, snippet};
use crate::report::Refused;
use std::io::{self, Write};

/// Prints an error, the problems in files that are its cause, and what to do.
///
/// # Errors
/// Where the stream cannot be written to.
pub fn render_error(error: &anyhow::Error, style: &Style, err: &mut dyn Write) -> io::Result<()> {
    let refused = error.downcast_ref::<Refused>();
    if let Some(refused) = refused {
        snippet::render(&refused.problems, style, err)?;
    }
    let text = format!("{error:#}");
    let (message, rest) = text.split_once('\n').unwrap_or((&text, ""));
    writeln!(err, "{}{} {message}", Styled(RED.bold(), "error"), Styled(BOLD, ":"))?;
    for line in rest.lines() {
        writeln!(err, "{line}")?;
    }
    match refused.and_then(|refused| refused.help.as_ref()) {
        Some(help) => writeln!(err, "{}{} {help}", Styled(CYAN.bold(), "help"), Styled(BOLD, ":")),
        None => Ok(()),
    }
}

//! What the commands that judge have in common.

use super::formats;
use crate::report::Format;
use clap::Args;

/// The forms of what was found.
#[derive(Debug, Args)]
pub(super) struct FindingsFormat {
    /// How results are printed: github makes annotations of a workflow's log, sarif is for code scanning, junit for what
    /// shows test results, markdown for a comment, an issue or a job summary
    #[arg(long, value_name = "FORMAT", default_value = "table", help_heading = "Global options")]
    #[arg(value_parser = formats(Format::OF_FINDINGS))]
    format: Format,
}

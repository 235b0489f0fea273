//! What was found, in the forms that CI reads: one file a form, each of which sees [`Findings`] and nothing else.

mod github;
mod junit;
mod markdown;
mod sarif;

use super::{Style, count, document};
use crate::model::Level;
use crate::report::{Findings, Format, Found};
use std::io::{self, Write};

/// Whether a form is one of these.
pub(super) fn is_offered(format: Format) -> bool {
    matches!(format, Format::Github | Format::Sarif | Format::Junit | Format::Markdown)
}

/// Prints what was found in the form that was asked for.
pub(super) fn render(findings: &Findings<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    match style.format {
        Format::Github => github::render(findings, style, out),
        Format::Sarif => document(&sarif::log(findings), out),
        Format::Junit => junit::render(findings, out),
        _ => markdown::render(findings, style, out),
    }
}

/// `3 errors, 1 warning`, or what is said where there is neither.
fn tally(findings: &Findings<'_>) -> String {
    let (errors, warnings) = (findings.count(Level::Error), findings.count(Level::Warning));
    match (errors, warnings) {
        (0, 0) => "nothing found".to_owned(),
        (errors, 0) => count(errors, "error"),
        (0, warnings) => count(warnings, "warning"),
        (errors, warnings) => format!("{}, {}", count(errors, "error"), count(warnings, "warning")),
    }
}

/// `flags/new-checkout.yaml:20:1`, or the file alone.
fn place(found: &Found<'_>) -> String {
    match found.region {
        Some(region) => format!("{}:{}:{}", found.file, region.line, region.column),
        None => found.file.clone(),
    }
}

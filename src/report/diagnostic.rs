//! Diagnostics with the place in the file found.

use super::level_name;
use crate::model::{Diagnostic, Level};
use crate::yaml::{Span, locate};
use serde::Serialize;
use std::sync::Arc;

/// One thing that is wrong, ready to be shown.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DiagnosticReport {
    /// The file, as the user would name it.
    pub file: String,
    /// From 1; 1 where it is about the file as a whole.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// The line it ends on.
    pub end_line: usize,
    /// The column after its last character.
    pub end_column: usize,
    /// `error` or `warning`.
    #[serde(serialize_with = "level_name")]
    pub level: Level,
    /// The rule's name.
    pub rule: String,
    /// The way to it in the file, `environments.production.rollout`; null where there is none.
    pub path: Option<String>,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
    /// The file's text, and the bytes to mark; `None` where there is no text to show.
    #[serde(skip)]
    pub source: Option<(Arc<str>, std::ops::Range<usize>)>,
}

/// Finds the places of a file's diagnostics, and sorts them by them.
pub fn diagnostics_of(file: &str, text: &str, diagnostics: &[Diagnostic]) -> Vec<DiagnosticReport> {
    let source: Arc<str> = text.into();
    let spans = locate(text, diagnostics.iter().map(|diagnostic| &diagnostic.location));
    let mut reports: Vec<DiagnosticReport> =
        diagnostics.iter().zip(spans).map(|(diagnostic, span)| report(file, &source, diagnostic, span)).collect();
    reports.sort_by(|a, b| (a.line, a.column, &a.rule).cmp(&(b.line, b.column, &b.rule)));
    reports
}

fn report(file: &str, source: &Arc<str>, diagnostic: &Diagnostic, span: Span) -> DiagnosticReport {
    let about_a_place = !matches!(diagnostic.location, crate::model::Location::File);
    DiagnosticReport {
        file: file.to_owned(),
        line: span.line,
        column: span.column,
        end_line: span.end_line,
        end_column: span.end_column,
        level: diagnostic.level,
        rule: diagnostic.rule.to_owned(),
        path: diagnostic.path().map(ToString::to_string).filter(|path| !path.is_empty()),
        message: diagnostic.message.clone(),
        help: diagnostic.help.clone(),
        source: (about_a_place && !source.is_empty()).then(|| (source.clone(), span.start..span.end)),
    }
}

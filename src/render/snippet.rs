//! Diagnostics with the source line and the span marked.

use super::Style;
use crate::model::Level;
use crate::report::DiagnosticReport;
use annotate_snippets::{AnnotationKind, Group, Level as Shown, Origin, Renderer, Snippet};
use std::io::{self, Write};

/// Prints diagnostics, with a blank line between them.
pub(super) fn render(diagnostics: &[DiagnosticReport], style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let renderer = match style.width {
        Some(width) => Renderer::styled().term_width(width),
        None => Renderer::styled(),
    };
    for diagnostic in diagnostics {
        writeln!(out, "{}\n", renderer.render(&groups(diagnostic)))?;
    }
    Ok(())
}

fn groups(diagnostic: &DiagnosticReport) -> Vec<Group<'_>> {
    let level = match diagnostic.level {
        Level::Error => Shown::ERROR,
        Level::Warning => Shown::WARNING,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.rule.as_str());
    let file = diagnostic.file.as_str();
    let mut group = match &diagnostic.source {
        Some((source, span)) => title.element(
            Snippet::source(source.as_ref()).path(file).annotation(AnnotationKind::Primary.span(span.clone())),
        ),
        None => title.element(Origin::path(file)),
    };
    if let Some(help) = &diagnostic.help {
        group = group.element(Shown::HELP.message(help.as_str()));
    }
    vec![group]
}

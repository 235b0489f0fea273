//! `diff` for people: in a terminal, and in a pull request.

use super::markdown::code;
use super::wrap::wrapped;
use super::{BOLD, CYAN, DIM, Style, Styled, count};
use crate::report::{DiffReport, SubjectChange};
use std::io::{self, Write};

pub(super) fn render(report: &DiffReport, style: &Style, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<()> {
    for (i, changes) in report.by_subject().enumerate() {
        let [first, ..] = changes else { continue };
        if i > 0 {
            writeln!(out)?;
        }
        let file = first.file.as_deref().unwrap_or_default();
        writeln!(out, "{}  {}", Styled(BOLD, title(first)), Styled(DIM, file))?;
        for change in changes {
            let place = change.place.clone().map(|place| (CYAN, place));
            let words = (anstyle::Style::new(), change.words.clone());
            let parts: Vec<_> = place.into_iter().chain([words]).collect();
            writeln!(out, "{}", wrapped(&parts, 2, style.width))?;
        }
    }
    if style.quiet {
        return Ok(());
    }
    let changes = match report.changes.len() {
        0 => "nothing changes in meaning".to_owned(),
        changes => count(changes, "change"),
    };
    writeln!(err, "{} → {}: {changes}", report.from.name, report.to.name)
}

/// A comment on a pull request: a heading, and a list for each flag. Nothing where nothing changes, so that nobody has to
/// be told of it.
pub(super) fn markdown(report: &DiffReport, out: &mut dyn Write) -> io::Result<()> {
    if report.changes.is_empty() {
        return Ok(());
    }
    writeln!(out, "### Flags: {} → {}", code(&report.from.name), code(&report.to.name))?;
    for changes in report.by_subject() {
        let [first, ..] = changes else { continue };
        let name = match (first.kind, &first.key) {
            ("flag", Some(key)) => code(key),
            ("segment", Some(name)) => format!("segment {}", code(name)),
            _ => "settings".to_owned(),
        };
        writeln!(out, "\n**{name}** in {}\n", code(first.file.as_deref().unwrap_or_default()))?;
        for SubjectChange { place, words, .. } in changes {
            match place {
                Some(place) => writeln!(out, "- {}: {}", code(place), code(words))?,
                None => writeln!(out, "- {}", code(words))?,
            }
        }
    }
    Ok(())
}

fn title(change: &SubjectChange) -> String {
    match (change.kind, &change.key) {
        ("segment", Some(name)) => format!("segment {name}"),
        (_, Some(key)) => key.clone(),
        _ => "settings".to_owned(),
    }
}

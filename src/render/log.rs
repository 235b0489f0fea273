//! `log`, printed while it is read: each commit is seen as soon as it is there.

use super::wrap::wrapped;
use super::{BOLD, CANNOT_PRINT, CYAN, DIM, Style, Styled, YELLOW, document, line};
use crate::report::{CommitRef, Format, LogCommit, LogDocument, LogReport, SubjectChange};
use anyhow::{Context as _, Result};
use std::io::{self, Write};

pub(super) fn render(report: &mut LogReport, style: &Style, out: &mut dyn Write) -> Result<()> {
    if style.format == Format::Json {
        let commits = report.commits.by_ref().collect::<Result<Vec<_>>>()?;
        return document(&LogDocument::of(&commits), out).context(CANNOT_PRINT);
    }
    let mut is_first = true;
    while let Some(commit) = report.commits.next() {
        let commit = commit?;
        let printed = match style.format {
            Format::Ndjson => commit.entries().try_for_each(|entry| line(&entry, out)),
            _ => group(&commit, report.key.as_deref(), is_first, style, out),
        };
        // Nobody waits for a commit that is there while the next one is looked for.
        let is_last_for_now = report.commits.size_hint().0 == 0;
        printed.and_then(|()| if is_last_for_now { out.flush() } else { Ok(()) }).context(CANNOT_PRINT)?;
        is_first = false;
    }
    Ok(())
}

/// A commit on a line, and its changes on lines below it.
fn group(
    LogCommit { commit, changes }: &LogCommit,
    asked_for: Option<&str>,
    is_first: bool,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    if !is_first {
        writeln!(out)?;
    }
    heading(commit, style, out)?;
    changes.iter().try_for_each(|change| one(change, asked_for, style, out))
}

/// `2026-10-05  6e91ae9f7b  Ada`, and the subject for those who want more.
pub(super) fn heading(commit: &CommitRef, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let id = Styled(YELLOW, commit.short_id());
    writeln!(out, "{}  {id}  {}", Styled(BOLD, &commit.date), Styled(DIM, &commit.author))?;
    if style.verbose {
        writeln!(out, "  {}", Styled(DIM, &commit.subject))?;
    }
    Ok(())
}

/// `new-checkout  production  rollout 10% → 25%`; the flag that was asked for is not named again.
pub(super) fn one(
    change: &SubjectChange,
    asked_for: Option<&str>,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let name = match (change.kind, &change.key) {
        ("segment", Some(name)) => Some(format!("segment {name}")),
        ("settings", _) => Some("settings".to_owned()),
        (_, key) => key.clone().filter(|key| asked_for != Some(key)),
    };
    let parts = [(BOLD, name), (CYAN, change.place.clone()), (anstyle::Style::new(), Some(change.words.clone()))];
    let parts: Vec<_> = parts.into_iter().filter_map(|(style, text)| Some((style, text?))).collect();
    writeln!(out, "{}", wrapped(&parts, 2, style.width))
}

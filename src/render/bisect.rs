//! `bisect` for people.

use super::eval::bare;
use super::wrap::wrapped;
use super::{BOLD, CYAN, Style, Styled, YELLOW, count, log};
use crate::report::{AnswerChange, BisectReport, EvalReport};
use std::io::{self, Write};

pub(super) fn render(report: &BisectReport, style: &Style, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<()> {
    let now = &report.now;
    let place = now.environment.clone().map(|name| (CYAN, name));
    let plain = anstyle::Style::new();
    let parts: Vec<_> = [(BOLD, now.key.clone())].into_iter().chain(place).chain([(plain, answer(now))]).collect();
    writeln!(out, "{}", wrapped(&parts, 0, style.width))?;
    for change in &report.changes {
        writeln!(out)?;
        one(change, &now.key, style, out)?;
    }
    if style.quiet {
        return Ok(());
    }
    for note in &report.notes {
        writeln!(err, "{}: {note}", Styled(YELLOW.bold(), "note"))?;
    }
    match report.changes.len() {
        0 => writeln!(err, "no commit changed this answer"),
        commits => writeln!(
            err,
            "the answer changed {}",
            if commits == 1 { "once".to_owned() } else { count(commits, "time") }
        ),
    }
}

fn one(
    AnswerChange { commit, before, after, changes }: &AnswerChange,
    key: &str,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    match commit {
        Some(commit) => log::heading(commit, style, out)?,
        None => writeln!(out, "{}", Styled(YELLOW, "not committed"))?,
    }
    let answers = format!("{} → {}", answer(before), answer(after));
    writeln!(out, "{}", wrapped(&[(BOLD, answers)], 2, style.width))?;
    changes.iter().try_for_each(|change| log::one(change, Some(key), style, out))
}

/// `true (SPLIT, bucket 3.712)`, `no answer (FLAG_NOT_FOUND)`
fn answer(report: &EvalReport) -> String {
    let mut why = vec![report.error_code.unwrap_or(report.reason).to_owned()];
    why.extend(report.rule.as_ref().map(|rule| match &rule.name {
        Some(name) => format!("rule '{name}'"),
        None => format!("rule {}", rule.index + 1),
    }));
    why.extend(report.bucket.map(|bucket| format!("bucket {bucket}")));
    let value = match &report.variant {
        Some(variant) if *variant != bare(&report.value) => format!("{variant} {}", report.value),
        Some(variant) => variant.clone(),
        None => report.error_details.clone().unwrap_or_else(|| "no answer".to_owned()),
    };
    format!("{value} ({})", why.join(", "))
}

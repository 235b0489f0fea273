//! `eval` for people.

use super::{BOLD, CYAN, DIM, GREEN, RED, Style, Styled, YELLOW, snippet, table, trace};
use crate::report::EvalReport;
use serde_json::Value;
use std::io::{self, Write};

/// A value without quotes, for scripts.
pub(super) fn bare(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

pub(super) fn render(report: &EvalReport, style: &Style, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<()> {
    snippet::render(&report.problems, style, err)?;
    if let Some(variant) = &report.variant {
        writeln!(out, "{}", headline(report, variant))?;
        if let Some(steps) = &report.trace {
            writeln!(out)?;
            trace::render(steps, report, out)?;
        }
    }
    if let Some(details) = &report.error_details {
        let (colour, word) = if report.failed() { (RED, "error") } else { (YELLOW, "warning") };
        let code = report.error_code.unwrap_or_default();
        writeln!(err, "{}{} {details} ({code})", Styled(colour.bold(), word), Styled(BOLD, ":"))?;
        if let Some(help) = &report.help {
            writeln!(err, "{}{} {help}", Styled(CYAN.bold(), "help"), Styled(BOLD, ":"))?;
        }
    }
    Ok(())
}

/// `new-checkout  production  true  SPLIT  rule 'x'  bucket 3.712`
fn headline(report: &EvalReport, variant: &str) -> String {
    let mut words = vec![Styled(BOLD, report.key.as_str()).to_string()];
    words.extend(report.environment.clone());
    words.push(Styled(colour(&report.value).bold(), variant).to_string());
    let value = report.value.to_string();
    if bare(&report.value) != variant {
        words.push(value);
    }
    words.push(report.reason.to_owned());
    words.extend(rule_words(report));
    words.extend(report.bucket.map(|bucket| Styled(DIM, format!("bucket {bucket}")).to_string()));
    words.join("  ")
}

fn colour(value: &Value) -> anstyle::Style {
    match value {
        Value::Bool(true) => GREEN,
        Value::Bool(false) => RED,
        _ => CYAN,
    }
}

fn rule_words(report: &EvalReport) -> Option<String> {
    let rule = report.rule.as_ref()?;
    Some(match &rule.name {
        Some(name) => format!("rule '{name}'"),
        None => format!("rule {}", rule.index + 1),
    })
}

pub(super) fn render_all(
    reports: &[EvalReport],
    style: &Style,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<()> {
    let mut table = table::table(style, &["KEY", "VARIANT", "VALUE", "REASON", "DECIDED BY"]);
    for report in reports {
        let variant = report.variant.clone().unwrap_or_else(|| "-".to_owned());
        let value = if report.failed() { "-".to_owned() } else { report.value.to_string() };
        let decided = report.error_code.map(str::to_owned).or_else(|| rule_words(report)).unwrap_or_default();
        table.add_row([report.key.clone(), variant, value, report.reason.to_owned(), decided]);
    }
    table::keep_whole(&mut table, 0);
    writeln!(out, "{}", table::text(&table))?;
    // One broken file can be the cause for many flags.
    let mut told = std::collections::BTreeSet::new();
    let mut problems: Vec<_> = reports.iter().flat_map(|report| report.problems.iter().cloned()).collect();
    problems.retain(|problem| told.insert((problem.file.clone(), problem.line, problem.column, problem.rule.clone())));
    snippet::render(&problems, style, err)
}

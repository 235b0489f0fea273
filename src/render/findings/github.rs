//! Annotations: workflow commands, one a line, that GitHub takes from a step's log to the lines of a pull request.

use super::super::{Style, count};
use super::{place, tally};
use crate::model::{Level, one_line};
use crate::report::{Findings, Found};
use std::io::{self, Write};

/// GitHub shows no more annotations of one kind for one step.
const SHOWN: usize = 10;

/// A workflow command.
struct Annotation {
    kind: &'static str,
    properties: Vec<(&'static str, String)>,
    message: String,
}

/// Prints the annotations, the errors first. Where there are more of a kind than GitHub shows, the last one counts those
/// that are not shown, and they stand below as lines of the log.
pub(super) fn render(findings: &Findings<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    for level in [Level::Error, Level::Warning] {
        let found: Vec<&Found<'_>> = findings.found.iter().filter(|found| found.level == level).collect();
        let (annotated, rest) = found.split_at(shown(found.len()));
        annotated.iter().try_for_each(|found| Annotation::of(found).write(out))?;
        let lines: Vec<String> = rest.iter().map(|found| line(found)).collect();
        write_rest(level.name(), &lines, findings.command, out)?;
    }
    let (annotated, rest) = findings.notes.split_at(shown(findings.notes.len()));
    annotated.iter().try_for_each(|note| Annotation::about("notice", findings.command, note.clone()).write(out))?;
    let lines: Vec<String> = rest.iter().map(|note| format!("notice: {note}")).collect();
    write_rest("notice", &lines, findings.command, out)?;
    if style.quiet {
        return Ok(());
    }
    writeln!(out, "ffctl {}: {}: {}", findings.command, findings.looked_at, tally(findings))
}

/// How many of so many are annotations of their own.
fn shown(all: usize) -> usize {
    if all <= SHOWN { all } else { SHOWN - 1 }
}

fn write_rest(kind: &'static str, lines: &[String], command: &str, out: &mut dyn Write) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let message = format!("{}: the log of this step names them", count(lines.len(), &format!("more {kind}")));
    Annotation::about(kind, command, message).write(out)?;
    lines.iter().try_for_each(|line| writeln!(out, "{}", harmless(line)))
}

fn line(found: &Found<'_>) -> String {
    format!("{}: {}: {}: {}", found.level.name(), place(found), title(found), text(found))
}

/// A line of the log that is no workflow command, whatever other people's words are in it: one begins with `::`, or has
/// `##[` anywhere.
fn harmless(line: &str) -> String {
    one_line(line).replace("##[", "## [")
}

/// `expired: express-pay`
fn title(found: &Found<'_>) -> String {
    let parts = [Some(found.rule), found.key].into_iter().flatten().collect::<Vec<_>>().join(": ");
    match found.environment {
        Some(environment) => format!("{parts} in {environment}"),
        None => parts,
    }
}

fn text(found: &Found<'_>) -> String {
    match found.help {
        Some(help) => format!("{}\nhelp: {help}", found.message),
        None => found.message.to_owned(),
    }
}

impl Annotation {
    fn of(found: &Found<'_>) -> Annotation {
        let mut properties = vec![("file", found.file.clone())];
        if let Some(region) = found.region {
            properties.push(("line", region.line.to_string()));
            properties.extend(region.end.map(|(line, _)| ("endLine", line.to_string())));
            // Columns mark a part of one line; with more lines GitHub refuses them.
            if region.end.is_none_or(|(line, _)| line == region.line) {
                properties.push(("col", region.column.to_string()));
                properties.extend(region.end.map(|(_, column)| ("endColumn", column.to_string())));
            }
        }
        properties.push(("title", title(found)));
        Annotation { kind: found.level.name(), properties, message: text(found) }
    }

    fn about(kind: &'static str, command: &str, message: String) -> Annotation {
        Annotation { kind, properties: vec![("title", format!("ffctl {command}"))], message }
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let properties = self.properties.iter().map(|(name, value)| format!("{name}={}", escape_property(value)));
        let properties = properties.collect::<Vec<_>>().join(",");
        writeln!(out, "::{} {properties}::{}", self.kind, escape(&self.message))
    }
}

fn escape(text: &str) -> String {
    let escaped = |c| match c {
        '%' => "%25".to_owned(),
        '\r' => "%0D".to_owned(),
        '\n' => "%0A".to_owned(),
        // It would steer whoever reads the log in a terminal.
        c if c.is_control() => " ".to_owned(),
        c => c.to_string(),
    };
    text.chars().map(escaped).collect()
}

fn escape_property(text: &str) -> String {
    escape(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_of_a_kind_are_shown_and_of_more_the_last_one_counts_the_rest() {
        assert_eq!([0, 1, 10, 11, 500].map(shown), [0, 1, 10, 9, 9]);
    }

    #[test]
    fn no_text_ends_its_annotation_or_its_property() {
        assert_eq!(escape("100%\r\n::error::x\u{1b}[2J"), "100%25%0D%0A::error::x [2J");
        assert_eq!(escape_property("a:b,c=d%\n"), "a%3Ab%2Cc=d%25%0A");
    }

    #[test]
    fn a_line_of_the_log_is_no_command() {
        assert_eq!(
            harmless("error: a\n::set-output name=x::y ##[add-mask]z"),
            "error: a ::set-output name=x::y ## [add-mask]z"
        );
    }
}

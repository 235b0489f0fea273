//! A comment, an issue or a job summary: a heading that says it all, and a table.

use super::super::Style;
use super::super::markdown::{code_in_cell, prose};
use super::{place, tally};
use crate::report::{Findings, Found};
use std::io::{self, Write};

/// GitHub takes a comment of 65,536 characters. The rest is for what a bot puts around it.
const ROOM: usize = 60_000;

/// The most characters of one cell: other people's names can be of any length.
const CELL: usize = 400;

/// A column: its heading, and what stands in it.
type Column = (&'static str, fn(&Found<'_>) -> String);

const COLUMNS: &[Column] = &[
    ("Level", |found| found.level.name().to_owned()),
    ("Flag", flag),
    ("Rule", |found| code_in_cell(found.rule)),
    ("What", |found| prose(&short(found.message))),
    ("Fix", |found| found.help.map(|help| prose(&short(help))).unwrap_or_default()),
    ("Where", |found| code_in_cell(&short(&place(found)))),
];

pub(super) fn render(findings: &Findings<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut page = format!("### ffctl {}: {}\n", findings.command, tally(findings));
    if !style.quiet {
        page.push_str(&format!("\n{} looked at.\n", prose(&findings.looked_at)));
    }
    let mut room = ROOM - page.chars().count();
    let notes = notes(findings, style, room / 4);
    room -= notes.chars().count();
    page.push_str(&table(findings, room));
    page.push_str(&notes);
    out.write_all(page.as_bytes())
}

/// The table, the errors first, as far as there is room, and how many more there are.
fn table(findings: &Findings<'_>, room: usize) -> String {
    if findings.found.is_empty() {
        return String::new();
    }
    let has_flags = findings.found.iter().any(|found| found.key.is_some());
    let columns: Vec<&Column> = COLUMNS.iter().filter(|(name, _)| has_flags || *name != "Flag").collect();
    let headings: Vec<String> = columns.iter().map(|(name, _)| (*name).to_owned()).collect();
    let mut table = format!("\n{}{}", row(&headings), row(&vec!["---".to_owned(); columns.len()]));
    let rows =
        findings.worst_first().map(|found| row(&columns.iter().map(|(_, cell)| cell(found)).collect::<Vec<_>>()));
    let more = |left: usize| format!("\n… and {left} more: `ffctl {}` names them.\n", findings.command);
    let (rows, left) = fitting(rows, room - table.chars().count() - more(findings.found.len()).chars().count());
    table.push_str(&rows);
    if left > 0 {
        table.push_str(&more(left));
    }
    table
}

/// What could not be known or was taken from elsewhere, as far as there is room.
fn notes(findings: &Findings<'_>, style: &Style, room: usize) -> String {
    if findings.notes.is_empty() || style.quiet {
        return String::new();
    }
    let (list, left) = fitting(findings.notes.iter().map(|note| format!("- {}\n", prose(&short(note)))), room);
    let more = if left > 0 { format!("- … and {left} more\n") } else { String::new() };
    format!("\nTo be known:\n\n{list}{more}")
}

/// The texts that fit in so many characters, and how many do not.
fn fitting(texts: impl Iterator<Item = String>, mut room: usize) -> (String, usize) {
    let (mut fitting, mut left) = (String::new(), 0);
    for text in texts {
        let length = text.chars().count();
        if left > 0 || length > room {
            left += 1;
        } else {
            room -= length;
            fitting.push_str(&text);
        }
    }
    (fitting, left)
}

fn row(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// The flag, and the environment where it is about one.
fn flag(found: &Found<'_>) -> String {
    let key = found.key.map(code_in_cell).unwrap_or_default();
    match found.environment {
        Some(environment) => format!("{key} in {}", code_in_cell(environment)),
        None => key,
    }
}

fn short(text: &str) -> String {
    match text.char_indices().nth(CELL) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_counted_and_nothing_after_it_jumps_the_queue() {
        let texts = ["aaa", "bbbbb", "c"].map(str::to_owned);
        assert_eq!(fitting(texts.clone().into_iter(), 9), ("aaabbbbbc".to_owned(), 0));
        assert_eq!(fitting(texts.into_iter(), 5), ("aaa".to_owned(), 2));
    }

    #[test]
    fn a_cell_is_cut_between_characters() {
        assert_eq!(short("é".repeat(401).as_str()), format!("{}…", "é".repeat(400)));
        assert_eq!(short("é".repeat(400).as_str()), "é".repeat(400));
    }
}

//! `list` for people.

use super::{RED, Style, Styled, count, snippet, table};
use crate::report::{FlagRow, ListReport};
use comfy_table::{Cell, Color};
use std::io::{self, Write};

pub(super) fn render(report: &ListReport, style: &Style, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<()> {
    // What can be looked up with `show` is left out.
    let narrow = table::is_narrow(style);
    let mut headings = vec!["KEY"];
    headings.extend(if narrow { &["STAGE"][..] } else { &["TYPE", "OWNER", "STAGE"] });
    let environments: Vec<String> = report.environments.iter().map(|name| name.to_uppercase()).collect();
    match environments.is_empty() {
        true => headings.push("STATE"),
        // The last environment is where it counts.
        false if narrow => headings.extend(environments.last().map(String::as_str)),
        false => headings.extend(environments.iter().map(String::as_str)),
    }
    headings.extend(if narrow { &["EXPIRES"][..] } else { &["AGE", "EXPIRES"] });

    if !report.flags.is_empty() {
        let mut table = table::table(style, &headings);
        for flag in &report.flags {
            table.add_row(cells(flag, narrow));
        }
        table::keep_whole(&mut table, 0);
        writeln!(out, "{}", table::text(&table))?;
    }
    snippet::render(&report.problems, style, err)?;
    if !style.quiet {
        writeln!(err, "{}", summary(report))?;
    }
    Ok(())
}

fn summary(report: &ListReport) -> String {
    let flags = count(report.flags.len(), "flag");
    let broken: std::collections::BTreeSet<&str> = report.problems.iter().map(|found| found.file.as_str()).collect();
    match broken.len() {
        0 => flags,
        broken => format!("{flags}, and {}", Styled(RED, format!("{} broken", count(broken, "file")))),
    }
}

fn cells(flag: &FlagRow, narrow: bool) -> Vec<Cell> {
    let mut cells = vec![Cell::new(&flag.key)];
    if !narrow {
        cells.extend([Cell::new(flag.flag_type), Cell::new(&flag.owner)]);
    }
    cells.push(stage(flag.stage));
    let mut states = flag.environments.iter().map(|named| state(&named.state.to_string()));
    match flag.environments.is_empty() {
        true => cells.push(state(&flag.default.to_string())),
        false if narrow => cells.extend(states.next_back()),
        false => cells.extend(states),
    }
    if !narrow {
        cells.push(Cell::new(format!("{}d", flag.age_days)));
    }
    cells.push(expiry(flag));
    cells
}

fn stage(stage: &'static str) -> Cell {
    let cell = Cell::new(stage);
    match stage {
        "released" => cell.fg(Color::Green),
        "ramping" | "testing" => cell.fg(Color::Yellow),
        "retired" => cell.fg(Color::Red),
        _ => cell.fg(Color::DarkGrey),
    }
}

fn state(words: &str) -> Cell {
    let cell = Cell::new(words);
    match words {
        "off" => cell.fg(Color::DarkGrey),
        "on" => cell.fg(Color::Green),
        _ => cell,
    }
}

fn expiry(flag: &FlagRow) -> Cell {
    match (&flag.expires, flag.expires_in_days) {
        (Some(date), Some(days)) if days <= 0 => Cell::new(format!("{date} expired")).fg(Color::Red),
        (Some(date), Some(days)) if days <= 14 => Cell::new(format!("{date} in {days}d")).fg(Color::Yellow),
        (Some(date), _) => Cell::new(date),
        _ => Cell::new("-"),
    }
}

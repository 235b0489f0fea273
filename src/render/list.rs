//! `list` for people.

use super::{RED, Style, Styled, count, snippet, table};
use crate::report::{FlagRow, ListReport};
use comfy_table::{Cell, Color, Table};
use std::io::{self, Write};

/// What a list can show, the first to be left out first where there is no room.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Age,
    Owner,
    Type,
    /// All environments but the last, which is where it counts.
    EarlierEnvironments,
}

const LEFT_OUT_IN_THIS_ORDER: [Column; 4] = [Column::Age, Column::Owner, Column::Type, Column::EarlierEnvironments];

pub(super) fn render(report: &ListReport, style: &Style, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<()> {
    if !report.flags.is_empty() {
        let tables = (0..=LEFT_OUT_IN_THIS_ORDER.len()).map(|n| tabulate(report, style, &LEFT_OUT_IN_THIS_ORDER[n..]));
        let mut narrowest = None;
        let widest_that_fits =
            tables.inspect(|table| narrowest = Some(table.clone())).find(|table| table::fits(table, style));
        if let Some(table) = widest_that_fits.or(narrowest) {
            writeln!(out, "{}", table::text(&table))?;
        }
    }
    snippet::render(&report.problems, style, err)?;
    if !style.quiet {
        writeln!(err, "{}", summary(report))?;
    }
    Ok(())
}

fn tabulate(report: &ListReport, style: &Style, shown: &[Column]) -> Table {
    let shows = |column| shown.contains(&column);
    let environments: Vec<String> = report.environments.iter().map(|name| name.to_uppercase()).collect();
    let skipped = if shows(Column::EarlierEnvironments) { 0 } else { environments.len().saturating_sub(1) };
    let mut headings = vec!["KEY"];
    headings.extend(shows(Column::Type).then_some("TYPE"));
    headings.extend(shows(Column::Owner).then_some("OWNER"));
    headings.push("STAGE");
    headings.extend(environments.iter().skip(skipped).map(String::as_str));
    headings.extend(environments.is_empty().then_some("STATE"));
    headings.extend(shows(Column::Age).then_some("AGE"));
    headings.push("EXPIRES");

    let mut table = table::table(style, &headings);
    for flag in &report.flags {
        let mut cells = vec![Cell::new(&flag.key)];
        cells.extend(shows(Column::Type).then(|| Cell::new(flag.flag_type)));
        cells.extend(shows(Column::Owner).then(|| Cell::new(&flag.owner)));
        cells.push(stage(flag.stage));
        cells.extend(flag.environments.iter().skip(skipped).map(|named| state(&named.state.to_string())));
        cells.extend(environments.is_empty().then(|| state(&flag.default.to_string())));
        cells.extend(shows(Column::Age).then(|| Cell::new(format!("{}d", flag.age_days))));
        cells.push(expiry(flag));
        table.add_row(cells);
    }
    table::keep_whole(&mut table, 0);
    table
}

fn summary(report: &ListReport) -> String {
    let flags = count(report.flags.len(), "flag");
    let broken: std::collections::BTreeSet<&str> = report.problems.iter().map(|found| found.file.as_str()).collect();
    match broken.len() {
        0 => flags,
        broken => format!("{flags}, and {}", Styled(RED, format!("{} broken", count(broken, "file")))),
    }
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

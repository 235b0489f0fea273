//! `blame` for people.

use super::wrap::wrapped;
use super::{BOLD, CYAN, DIM, Style, Styled, YELLOW, table};
use crate::report::{BlameReport, Origin, SettingReport};
use comfy_table::{Cell, Color};
use std::io::{self, Write};

/// Where values in a column of their own would have a few characters a line.
const NARROW: usize = 100;

pub(super) fn render(report: &BlameReport, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}  {}\n", Styled(BOLD, &report.key), Styled(DIM, &report.file))?;
    match style.width {
        Some(width) if width < NARROW => stacked(report, width, out),
        _ => tabulated(report, style, out),
    }
}

fn tabulated(report: &BlameReport, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut table = table::table(style, &["DATE", "COMMIT", "AUTHOR", "WHERE", "SETTING", "VALUE"]);
    for setting in &report.settings {
        let [date, id, author] = origin(setting);
        let place = Cell::new(setting.environment.as_deref().unwrap_or_default()).fg(Color::Cyan);
        let [date, author, name, value] = [&date, &author, &setting.name, &setting.value].map(Cell::new);
        table.add_row([date, Cell::new(id).fg(Color::Yellow), author, place, name, value]);
    }
    [0, 1, 3].into_iter().for_each(|column| table::keep_whole(&mut table, column));
    writeln!(out, "{}", table::text(&table))
}

/// Each setting with its origin below it.
fn stacked(report: &BlameReport, width: usize, out: &mut dyn Write) -> io::Result<()> {
    for setting in &report.settings {
        let place = setting.environment.clone().map(|name| (CYAN, name));
        let words = [(BOLD, setting.name.clone()), (anstyle::Style::new(), setting.value.clone())];
        writeln!(out, "{}", wrapped(&place.into_iter().chain(words).collect::<Vec<_>>(), 0, Some(width)))?;
        let [date, id, author] = origin(setting);
        let origin = [(DIM, date), (YELLOW, id), (DIM, author)].into_iter().filter(|(_, text)| !text.is_empty());
        writeln!(out, "{}", wrapped(&origin.collect::<Vec<_>>(), 4, Some(width)))?;
    }
    Ok(())
}

/// Date, commit and author; of what has none, why.
fn origin(setting: &SettingReport) -> [String; 3] {
    let bare = |words: &str| [words.to_owned(), String::new(), String::new()];
    match (&setting.commit, setting.origin) {
        (Some(commit), origin) => {
            let or_before = if origin == Origin::Shallow { " or before" } else { "" };
            [format!("{}{or_before}", commit.date), commit.short_id().to_owned(), commit.author.clone()]
        }
        (None, Origin::Uncommitted) => bare("not committed"),
        (None, _) => bare("not known"),
    }
}

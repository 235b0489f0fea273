//! Tables that fit the terminal.

use super::Style;
use comfy_table::{ColumnConstraint, ContentArrangement, Table, presets};

/// A table with these headings, wrapped to the terminal's width.
pub(super) fn table(style: &Style, headings: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).enforce_styling();
    match style.width {
        Some(width) => {
            table.set_content_arrangement(ContentArrangement::Dynamic);
            table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
        }
        None => {
            table.set_content_arrangement(ContentArrangement::Disabled);
        }
    }
    table.set_header(headings);
    for (i, column) in table.column_iter_mut().enumerate() {
        column.set_padding((if i == 0 { 0 } else { 1 }, 1));
    }
    table
}

/// Whether a table stands in the terminal without a line that is wrapped.
pub(super) fn fits(table: &Table, style: &Style) -> bool {
    style.width.is_none_or(|width| natural_width(table) <= width)
}

/// Keeps a column's words whole: a key that is cut in two cannot be copied.
pub(super) fn keep_whole(table: &mut Table, column: usize) {
    if let Some(column) = table.column_mut(column) {
        column.set_constraint(ColumnConstraint::ContentWidth);
    }
}

/// The columns a table takes where nothing is wrapped.
fn natural_width(table: &Table) -> usize {
    let contents = table.column_max_content_widths();
    let paddings = 2 * contents.len() - 1;
    contents.into_iter().map(usize::from).sum::<usize>() + paddings
}

/// The table's text without the blanks that fill its last column, also where a colour ends behind them.
pub(super) fn text(table: &Table) -> String {
    const COLOUR_ENDS: &str = "\u{1b}[39m";
    let trimmed = |line: String| match line.trim_end().strip_suffix(COLOUR_ENDS) {
        Some(coloured) => format!("{}{COLOUR_ENDS}", coloured.trim_end()),
        None => line.trim_end().to_owned(),
    };
    let lines: Vec<String> = table.lines().map(trimmed).collect();
    lines.join("\n")
}

//! `eval --contexts --summary`: who gets what, in numbers and bars.

use super::{BOLD, CYAN, DIM, Style, Styled, answers, count, document, grouped, table};
use crate::report::{FlagSummary, GroupCount, SummaryReport, VariantShare};
use comfy_table::{CellAlignment, Table};
use std::io::{self, Write};

/// The longest bar.
const LONGEST_BAR: usize = 40;

pub(super) fn render(
    report: &SummaryReport,
    style: &Style,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<()> {
    answers::each(&report.lines, 0, style, err)?;
    answers::count(&report.lines, style, err)?;
    if style.is_json() {
        return document(report, out);
    }
    for flag in &report.flags {
        heading(&flag.key, report.environment.as_deref(), out)?;
        answers_of(flag, style, out)?;
        if let (Some(attribute), Some(groups)) = (&report.group_by, &flag.groups) {
            print_groups(attribute, groups, flag, style, out)?;
            writeln!(out)?;
        }
    }
    writeln!(out, "{}", Styled(DIM, contexts(report.contexts)))
}

/// `new-checkout  production`
pub(super) fn heading(key: &str, environment: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    let place = environment.map_or(String::new(), |name| format!("  {name}"));
    writeln!(out, "{}{place}", Styled(BOLD, key))
}

/// What was served how often, and what decided.
pub(super) fn answers_of(flag: &FlagSummary, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    variants(flag, style, out)?;
    writeln!(out)?;
    reasons(flag, style, out)?;
    writeln!(out)
}

pub(super) fn contexts(number: u64) -> String {
    let words = count(usize::try_from(number).unwrap_or(usize::MAX), "context");
    words.replacen(&number.to_string(), &grouped(number), 1)
}

fn variants(flag: &FlagSummary, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut table = numbers(style, &["VARIANT", "COUNT", "SHARE"]);
    for variant in &flag.variants {
        table.add_row([variant.variant.clone(), grouped(variant.count), percent(variant.share)]);
    }
    let bars = flag.variants.iter().map(|variant| variant.share);
    with_bars(&table, bars, style, out)
}

fn reasons(flag: &FlagSummary, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut table = numbers(style, &["DECIDED BY", "COUNT", "SHARE"]);
    for reason in &flag.reasons {
        let rule = reason.rule.as_ref().map(|rule| match &rule.name {
            Some(name) => format!("rule '{name}'"),
            None => format!("rule {}", rule.index + 1),
        });
        let words = [Some(reason.reason.to_owned()), rule, reason.error_code.map(str::to_owned)];
        let words: Vec<String> = words.into_iter().flatten().collect();
        table.add_row([words.join("  "), grouped(reason.count), percent(reason.share)]);
    }
    writeln!(out, "{}", table::text(&table))
}

/// A column a variant where that fits, else a line a variant.
fn print_groups(
    attribute: &str,
    groups: &[GroupCount],
    flag: &FlagSummary,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let rest = flag.other_groups.as_ref().map(|others| {
        let more = if others.uncounted { " and more" } else { "" };
        (format!("({} others{more})", grouped(others.groups as u64)), others.count, others.share, &others.variants)
    });
    let named = groups.iter().map(|group| {
        let name = group.group.clone().unwrap_or_else(|| "(none)".to_owned());
        (name, group.count, group.share, &group.variants)
    });
    let rows: Vec<Row<'_>> = named.chain(rest).collect();
    let wide = wide(attribute, &rows, flag, style);
    let table = if table::fits(&wide, style) { wide } else { long(attribute, &rows, style) };
    writeln!(out, "{}", table::text(&table))
}

/// A group's name, its contexts, its share of all, and who of it gets what.
type Row<'g> = (String, u64, f64, &'g Vec<VariantShare>);

fn wide(attribute: &str, rows: &[Row<'_>], flag: &FlagSummary, style: &Style) -> Table {
    let variants = flag.variants.iter().map(|variant| variant.variant.as_str());
    let mut table = numbers(style, &[attribute, "COUNT", "SHARE"].into_iter().chain(variants).collect::<Vec<_>>());
    for (name, count, share, variants) in rows {
        let shares = variants.iter().map(|variant| percent(variant.share));
        table.add_row([name.clone(), grouped(*count), percent(*share)].into_iter().chain(shares));
    }
    table
}

fn long(attribute: &str, rows: &[Row<'_>], style: &Style) -> Table {
    let mut table = numbers(style, &[attribute, "COUNT", "SHARE"]);
    for (name, count, share, variants) in rows {
        table.add_row([name.clone(), grouped(*count), percent(*share)]);
        for variant in variants.iter() {
            table.add_row([format!("  {}", variant.variant), grouped(variant.count), percent(variant.share)]);
        }
    }
    table
}

/// A table of a name and numbers.
pub(super) fn numbers(style: &Style, headings: &[&str]) -> Table {
    let mut table = table::table(style, headings);
    table.column_iter_mut().skip(1).for_each(|column| column.set_cell_alignment(CellAlignment::Right));
    table
}

/// The table's lines with a bar behind each but the first, where there is room for bars.
pub(super) fn with_bars(
    table: &Table,
    shares: impl Iterator<Item = f64>,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    let used = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0) + 2;
    let room = style.width.map_or(LONGEST_BAR, |width| width.saturating_sub(used).min(LONGEST_BAR));
    let bars = std::iter::once(String::new()).chain(shares.map(|share| bar(share, room)));
    for (line, bar) in lines.iter().zip(bars) {
        match bar.is_empty() {
            true => writeln!(out, "{line}")?,
            false => writeln!(out, "{line}  {}", Styled(CYAN, bar))?,
        }
    }
    Ok(())
}

/// A bar of eighths; what is more than nothing is seen.
fn bar(share: f64, room: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (share / 100.0 * room as f64 * 8.0).round() as usize;
    let eighths = if share > 0.0 && room > 0 { eighths.max(1) } else { eighths };
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

pub(super) fn percent(share: f64) -> String {
    format!("{share:.3}%")
}

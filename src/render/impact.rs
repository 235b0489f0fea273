//! `impact` for people: in a terminal, and in a pull request.

use super::markdown::{code, code_in_cell, prose};
use super::wrap::wrapped;
use super::{BOLD, CYAN, DIM, Style, Styled, YELLOW, answers, count, document, grouped, snippet, table};
use crate::report::{FlagImpact, Format, ImpactReport, TransitionCount};
use comfy_table::CellAlignment;
use std::io::{self, Write};

pub(super) fn render(report: &ImpactReport, style: &Style, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<()> {
    if let Some(lines) = &report.lines {
        answers::each(lines, 0, style, err)?;
        answers::count(lines, style, err)?;
    }
    match style.format {
        Format::Json => return document(report, out),
        Format::Markdown => markdown(report, out)?,
        _ => report.flags.iter().try_for_each(|flag| flag_lines(flag, style, out))?,
    }
    snippet::render(&report.problems, style, err)?;
    if style.quiet {
        return Ok(());
    }
    report.notes.iter().try_for_each(|note| writeln!(err, "{}: {note}", Styled(YELLOW.bold(), "note")))?;
    summary(report, err)
}

fn summary(report: &ImpactReport, err: &mut dyn Write) -> io::Result<()> {
    let moving = report.flags.iter().filter(|flag| flag.moves()).count();
    let contexts = report.contexts.map(|contexts| format!(", {} contexts", grouped(contexts))).unwrap_or_default();
    let sides = report.from.as_ref().zip(report.to.as_ref());
    match sides {
        Some((from, to)) if moving == 0 => writeln!(err, "{} → {}: nobody moves{contexts}", from.name, to.name),
        Some((from, to)) => {
            let flags = count(moving, "flag");
            writeln!(err, "{} → {}: people move by {flags}{contexts}", from.name, to.name)
        }
        None => writeln!(err, "nothing was written{contexts}"),
    }
}

fn flag_lines(flag: &FlagImpact, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let changes = flag.changes.join(", ");
    let heading = [(BOLD, flag.key.clone()), (DIM, changes)];
    let parts: Vec<_> = heading.into_iter().filter(|(_, part)| !part.is_empty()).collect();
    writeln!(out, "{}", wrapped(&parts, 0, style.width))?;
    let told = flag.told();
    for (environments, impact) in &told {
        writeln!(out, "  {}", Styled(CYAN, environments.join(", ")))?;
        for words in &impact.words {
            writeln!(out, "{}", wrapped(&[(anstyle::Style::new(), words.clone())], 4, style.width))?;
        }
        if let Some(counts) = &impact.counts {
            write_counts(counts, style, out)?;
        }
    }
    let still = flag.environments.len() - told.iter().map(|(names, _)| names.len()).sum::<usize>();
    match (told.is_empty(), still) {
        (true, _) => writeln!(out, "  nobody moves"),
        (false, 0) => Ok(()),
        (false, still) => {
            writeln!(out, "  {}", Styled(DIM, format!("nobody moves in {}", count(still, "other environment"))))
        }
    }
}

fn write_counts(counts: &[TransitionCount], style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let narrow = Style { width: style.width.map(|width| width.saturating_sub(4)), ..*style };
    let mut table = table::table(&narrow, &["FROM", "TO", "COUNT", "SHARE", "SUCH AS"]);
    for column in [2, 3] {
        table.column_mut(column).into_iter().for_each(|column| {
            column.set_cell_alignment(CellAlignment::Right);
        });
    }
    for counted in counts {
        let to = if counted.moves { name(&counted.to) } else { "stay".to_owned() };
        let share = format!("{:.3}%", counted.share);
        table.add_row([name(&counted.from), to, grouped(counted.count), share, counted.examples.join(", ")]);
    }
    table::text(&table).lines().try_for_each(|line| writeln!(out, "    {line}"))
}

fn name(variant: &Option<String>) -> String {
    variant.clone().unwrap_or_else(|| "no flag".to_owned())
}

/// A comment on a pull request: nothing where nobody moves.
fn markdown(report: &ImpactReport, out: &mut dyn Write) -> io::Result<()> {
    let moving: Vec<&FlagImpact> = report.flags.iter().filter(|flag| !flag.told().is_empty()).collect();
    if moving.is_empty() {
        return Ok(());
    }
    match (&report.from, &report.to) {
        (Some(from), Some(to)) => writeln!(out, "### Who moves: {} → {}", code(&from.name), code(&to.name))?,
        _ => writeln!(out, "### Who would move")?,
    }
    for flag in moving {
        let changes: Vec<String> = flag.changes.iter().map(|change| code(change)).collect();
        writeln!(out, "\n**{}**: {}\n", code(&flag.key), changes.join(", "))?;
        for (environments, impact) in flag.told() {
            let names: Vec<String> = environments.iter().map(|name| code(name)).collect();
            for words in &impact.words {
                writeln!(out, "- {}: {}", names.join(", "), prose(words))?;
            }
            if let Some(counts) = &impact.counts {
                counts_in_markdown(&names.join(", "), counts, out)?;
            }
        }
    }
    Ok(())
}

fn counts_in_markdown(names: &str, counts: &[TransitionCount], out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "\nCounted in {names}:\n\n| from | to | count | share | such as |\n| --- | --- | ---: | ---: | --- |"
    )?;
    for counted in counts {
        let to = if counted.moves { code_in_cell(&name(&counted.to)) } else { "stay".to_owned() };
        let from = code_in_cell(&name(&counted.from));
        let examples: Vec<String> = counted.examples.iter().map(|id| code_in_cell(id)).collect();
        let (count, share) = (grouped(counted.count), counted.share);
        writeln!(out, "| {from} | {to} | {count} | {share:.3}% | {} |", examples.join(", "))?;
    }
    writeln!(out)
}

/// What an edit would do, beside its patch.
pub(super) fn beside_patch(flags: &[FlagImpact], err: &mut dyn Write) -> io::Result<()> {
    let label = Styled(CYAN.bold(), "impact");
    for flag in flags {
        let key = if flags.len() > 1 { format!("{}: ", flag.key) } else { String::new() };
        let told = flag.told();
        if told.is_empty() {
            writeln!(err, "{label}: {key}nobody moves")?;
        }
        for (environments, impact) in told {
            for words in &impact.words {
                let place = environments.join(", ");
                writeln!(err, "{label}: {key}{place}: {words}")?;
            }
        }
    }
    Ok(())
}

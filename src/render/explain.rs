//! `explain` for people.

use super::wrap::wrapped;
use super::{BOLD, DIM, RED, Style, Styled, YELLOW, table};
use crate::model::Level;
use crate::report::{ExplainReport, RuleExplained};
use anstyle::Style as Colour;
use std::io::{self, Write};

pub(super) fn render(report: &ExplainReport, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    match &report.rules[..] {
        [rule] if report.is_whole => whole(rule, style, out),
        rules => list(rules, style, out),
    }
}

fn list(rules: &[RuleExplained], style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut table = table::table(style, &["COMMAND", "LEVEL", "RULE", "WHAT"]);
    for rule in rules {
        table.add_row([rule.command.unwrap_or_default(), level_of(rule), rule.rule, rule.about]);
    }
    if table::fits(&table, style) {
        return writeln!(out, "{}", table::text(&table));
    }
    for rule in rules {
        let words = [(BOLD, rule.rule.to_owned()), (colour(rule), level_of(rule).to_owned())];
        writeln!(out, "{}", wrapped(&words, 0, style.width))?;
        writeln!(out, "{}", paragraph(rule.about, 2, style))?;
    }
    Ok(())
}

fn whole(rule: &RuleExplained, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let of = rule.command.map(|command| (DIM, format!("ffctl {command}")));
    let title = [(BOLD, rule.rule.to_owned()), (colour(rule), level_of(rule).to_owned())];
    let title: Vec<_> = title.into_iter().chain(of).filter(|(_, word)| !word.is_empty()).collect();
    writeln!(out, "{}", wrapped(&title, 0, style.width))?;
    writeln!(out, "{}", paragraph(rule.about, 2, style))?;
    for (heading, text) in [("Why it matters", rule.why), ("How to mend it", rule.mend)] {
        if let Some(text) = text {
            writeln!(out, "\n{}\n{}", Styled(BOLD, heading), paragraph(text, 2, style))?;
        }
    }
    if let Some(example) = &rule.example {
        for (heading, lines) in [("What breaks it", example.broken), ("Mended", example.mended)] {
            writeln!(out, "\n{}\n{}", Styled(BOLD, heading), indented(lines))?;
        }
    }
    match &rule.set {
        Some(set) => writeln!(out, "\n{}\n{}", Styled(BOLD, "How to set it"), sections(set, style)),
        None => Ok(()),
    }
}

/// Prose is wrapped; what is to be copied stays as it is.
fn sections(text: &str, style: &Style) -> String {
    let section = |(nth, part): (usize, &str)| if nth % 2 == 0 { paragraph(part, 2, style) } else { indented(part) };
    text.split("\n\n").enumerate().map(section).collect::<Vec<_>>().join("\n\n")
}

fn paragraph(text: &str, indent: usize, style: &Style) -> String {
    let width = style.width.map_or(100, |width| width.min(100));
    let lines = wrapped(&[(Colour::new(), text.to_owned())], indent, Some(width));
    // One indent for all lines of a paragraph.
    lines.replace(&format!("\n{}", " ".repeat(indent + 2)), &format!("\n{}", " ".repeat(indent)))
}

fn indented(lines: &str) -> String {
    lines.lines().map(|line| format!("    {line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

fn level_of(rule: &RuleExplained) -> &'static str {
    rule.level.map_or("", Level::name)
}

fn colour(rule: &RuleExplained) -> Colour {
    if rule.level == Some(Level::Error) { RED } else { YELLOW }
}

//! `refs` for people.

use super::{BOLD, CYAN, DIM, GREEN, RED, Style, Styled, YELLOW, count, table};
use crate::refs::Excerpt;
use crate::report::{FlagReferences, MentionReport, RefsReport};
use comfy_table::{Cell, Color, Table};
use std::io::{self, Write};

/// Fewer columns of a source line than these are not worth a place beside the file's name.
const LEAST_TEXT: usize = 32;

pub(super) fn render(report: &RefsReport, style: &Style, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<()> {
    let unknown = report.unknown.iter().flat_map(|unknown| &unknown.mentions);
    let listed = report.flags.iter().filter(|_| report.is_checklist).flat_map(|flag| &flag.mentions);
    let form = Form { width: style.width, is_stacked: listed.chain(unknown).any(|mention| is_cramped(mention, style)) };
    if report.is_checklist {
        checklist(report, &form, out)?;
    } else if !report.flags.is_empty() {
        overview(report, style, out)?;
    }
    for (nth, unknown) in report.unknown.iter().enumerate() {
        if nth > 0 || !report.flags.is_empty() {
            writeln!(out)?;
        }
        writeln!(out, "{}  {}  {}", Styled(BOLD, &unknown.key), Styled(RED, "unknown-reference"), unknown.help)?;
        form.mentions(&unknown.mentions, out)?;
    }
    if style.quiet {
        return Ok(());
    }
    for note in &report.notes {
        writeln!(err, "{}: {note}", Styled(YELLOW.bold(), "note"))?;
    }
    writeln!(err, "{}", summary(report))
}

fn overview(report: &RefsReport, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let tables = [true, false].map(|with_owner| tabulate(report, style, with_owner));
    let [wide, narrow] = &tables;
    writeln!(out, "{}", table::text(if table::fits(wide, style) { wide } else { narrow }))
}

fn tabulate(report: &RefsReport, style: &Style, with_owner: bool) -> Table {
    let mut headings = vec!["KEY", "MENTIONS", "FILES"];
    headings.extend(with_owner.then_some("OWNER"));
    let mut table = table::table(style, &headings);
    for flag in &report.flags {
        let (mentions, files) = match flag.mentions.len() {
            0 => (Cell::new("none").fg(Color::Yellow), Cell::new("-")),
            mentions => (Cell::new(mentions), Cell::new(flag.files())),
        };
        let owner = with_owner.then(|| Cell::new(flag.owner.as_deref().unwrap_or("-")));
        table.add_row([Cell::new(&flag.key), mentions, files].into_iter().chain(owner));
    }
    table::keep_whole(&mut table, 0);
    table
}

fn checklist(report: &RefsReport, form: &Form, out: &mut dyn Write) -> io::Result<()> {
    for (nth, flag) in report.flags.iter().enumerate() {
        if nth > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}  {}", Styled(BOLD, &flag.key), how_many(flag))?;
        form.mentions(&flag.mentions, out)?;
    }
    Ok(())
}

fn how_many(flag: &FlagReferences) -> String {
    match flag.mentions.len() {
        0 => Styled(YELLOW, "no mention").to_string(),
        mentions => format!("{} in {}", count(mentions, "mention"), count(flag.files(), "file")),
    }
}

/// Whether a mention's line has to be cut to little beside its place.
fn is_cramped(mention: &MentionReport, style: &Style) -> bool {
    let Some(width) = style.width else { return false };
    let room = width.saturating_sub(mention.place().chars().count() + 4);
    room < LEAST_TEXT && room < mention.text.chars().count()
}

/// How mentions are set: the place and the line side by side, or one below the other.
struct Form {
    width: Option<usize>,
    is_stacked: bool,
}

impl Form {
    fn mentions(&self, mentions: &[MentionReport], out: &mut dyn Write) -> io::Result<()> {
        for mention in mentions {
            let place = mention.place();
            let taken = if self.is_stacked { 4 } else { place.chars().count() + 4 };
            let text = cut(&mention.excerpt, self.width.map(|width| width.saturating_sub(taken)));
            let shown = format!("{}{}{}", text.before, Styled(CYAN.bold(), &text.mention), text.after);
            let gap = if self.is_stacked { "\n    " } else { "  " };
            writeln!(out, "  {}{gap}{shown}", Styled(DIM, place))?;
        }
        Ok(())
    }
}

/// As much of a line as there is room for, on both sides of the mention, which stays whole.
fn cut(excerpt: &Excerpt, room: Option<usize>) -> Excerpt {
    let length = |text: &str| text.chars().count();
    let (before, after) = (length(&excerpt.before), length(&excerpt.after));
    let room = room.unwrap_or(usize::MAX).saturating_sub(length(&excerpt.mention));
    if before + after <= room {
        return excerpt.clone();
    }
    // What one side does not need is the other's.
    let kept_before = before.min((room / 2).max(room.saturating_sub(after)));
    let kept_after = after.min(room - kept_before);
    let mut cut = excerpt.clone();
    if kept_before < before {
        let rest = excerpt.before.chars().skip(before - kept_before.saturating_sub(1));
        cut.before = "…".chars().take(kept_before).chain(rest).collect();
    }
    if kept_after < after {
        let rest = excerpt.after.chars().take(kept_after.saturating_sub(1));
        cut.after = rest.chain("…".chars().take(kept_after)).collect();
    }
    cut
}

fn summary(report: &RefsReport) -> String {
    let mentions = report.flags.iter().map(|flag| flag.mentions.len()).sum();
    let unreferenced = report.flags.iter().filter(|flag| flag.mentions.is_empty()).count();
    let unknown: usize = report.unknown.iter().map(|unknown| unknown.mentions.len()).sum();
    let all = format!(
        "{}, {} in {} looked into",
        count(report.flags.len(), "flag"),
        count(mentions, "mention"),
        count(report.files, "file")
    );
    let unreferenced =
        (unreferenced > 0).then(|| Styled(YELLOW, format!("{unreferenced} without a mention")).to_string());
    let unknown = (unknown > 0).then(|| Styled(RED, count(unknown, "unknown reference")).to_string());
    let found: Vec<String> = [unreferenced, unknown].into_iter().flatten().collect();
    match found.is_empty() {
        true => format!("{all}: {}", Styled(GREEN, "each is mentioned")),
        false => format!("{all}: {}", found.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_around_the_mention() {
        let excerpt = |before: &str, after: &str| Excerpt {
            before: before.to_owned(),
            mention: "key".to_owned(),
            after: after.to_owned(),
        };
        let shown = |before: &str, after: &str, room| {
            let cut = cut(&excerpt(before, after), Some(room));
            [cut.before, cut.mention, cut.after].concat()
        };
        assert_eq!(shown("abcdef", "ghi", 12), "abcdefkeyghi");
        assert_eq!(shown("abcdef", "ghi", 11), "…cdefkeyghi");
        assert_eq!(shown("ab", "ghijkl", 9), "abkeyghi…");
        assert_eq!(shown("abcdef", "ghijkl", 9), "…efkeygh…");
        assert_eq!(shown("abcdef", "ghijkl", 3), "key");
        assert_eq!(shown("abcdef", "ghijkl", 1), "key");
    }
}

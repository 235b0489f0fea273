//! `refs` for people.

use super::{BOLD, CYAN, DIM, GREEN, RED, Style, Styled, YELLOW, count, table};
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
    room < LEAST_TEXT && room < mention.excerpt.parts().concat().chars().count()
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
            let [before, text, after] =
                cut(&mention.excerpt.parts(), self.width.map(|width| width.saturating_sub(taken)));
            let shown = format!("{before}{}{after}", Styled(CYAN.bold(), text));
            let gap = if self.is_stacked { "\n    " } else { "  " };
            writeln!(out, "  {}{gap}{shown}", Styled(DIM, place))?;
        }
        Ok(())
    }
}

/// As much of a line as there is room for, on both sides of the mention, which stays whole.
fn cut([before, mention, after]: &[String; 3], room: Option<usize>) -> [String; 3] {
    let length = |text: &str| text.chars().count();
    let (all_before, all_after) = (length(before), length(after));
    let room = room.unwrap_or(usize::MAX).saturating_sub(length(mention));
    if all_before + all_after <= room {
        return [before, mention, after].map(Clone::clone);
    }
    // What one side does not need is the other's.
    let kept_before = all_before.min((room / 2).max(room.saturating_sub(all_after)));
    let kept_after = all_after.min(room - kept_before);
    let end = || {
        let rest = before.chars().skip(all_before - kept_before.saturating_sub(1));
        "…".chars().take(kept_before).chain(rest).collect()
    };
    let beginning = || {
        let rest = after.chars().take(kept_after.saturating_sub(1));
        rest.chain("…".chars().take(kept_after)).collect()
    };
    let before = if kept_before < all_before { end() } else { before.clone() };
    let after = if kept_after < all_after { beginning() } else { after.clone() };
    [before, mention.clone(), after]
}

/// `40 files looked into: 96 mentions of 12 flags, 2 flags without a mention, 1 unknown reference`
fn summary(report: &RefsReport) -> String {
    let mentions: usize = report.flags.iter().map(|flag| flag.mentions.len()).sum();
    let unreferenced = report.flags.iter().filter(|flag| flag.mentions.is_empty()).count();
    let unknown: usize = report.unknown.iter().map(|unknown| unknown.mentions.len()).sum();
    let referenced = count(report.flags.len() - unreferenced, "flag");
    let found: Vec<String> = [
        (mentions > 0).then(|| format!("{} of {referenced}", count(mentions, "mention"))),
        (unreferenced > 0)
            .then(|| Styled(YELLOW, format!("{} without a mention", count(unreferenced, "flag"))).to_string()),
        (unknown > 0).then(|| Styled(RED, count(unknown, "unknown reference")).to_string()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let found = match found.is_empty() {
        true => Styled(GREEN, "no flag without a mention").to_string(),
        false => found.join(", "),
    };
    format!("{} looked into: {found}", count(report.files, "file"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_around_the_mention() {
        let shown =
            |before: &str, after: &str, room| cut(&[before, "key", after].map(str::to_owned), Some(room)).concat();
        assert_eq!(shown("abcdef", "ghi", 12), "abcdefkeyghi");
        assert_eq!(shown("abcdef", "ghi", 11), "…cdefkeyghi");
        assert_eq!(shown("ab", "ghijkl", 9), "abkeyghi…");
        assert_eq!(shown("abcdef", "ghijkl", 9), "…efkeygh…");
        assert_eq!(shown("abcdef", "ghijkl", 3), "key");
        assert_eq!(shown("abcdef", "ghijkl", 1), "key");
    }
}

//! The part of a line that is shown.

use super::text::decode;
use crate::model::one_line;
use std::ops::Range;

/// How many characters are kept on either side of a mention: more than any line that people write.
const AROUND: usize = 160;

/// A line around a mention: without its indentation, and cut where it is long.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// What stands before the mention.
    pub before: String,
    /// The mention, as it is written.
    pub mention: String,
    /// What stands behind it.
    pub after: String,
}

impl Excerpt {
    /// Of a line of a text.
    pub(super) fn new(text: &[u8], line: &Range<usize>, mention: &Range<usize>) -> Excerpt {
        // A character has up to four bytes.
        let from = line.start.max(mention.start.saturating_sub(4 * AROUND));
        let to = line.end.min(mention.end + 4 * AROUND);
        let from = (from..mention.start).find(|&at| text[at] & 0xC0 != 0x80).unwrap_or(mention.start);
        let to =
            (mention.end + 1..=to).rev().find(|&at| at == line.end || text[at] & 0xC0 != 0x80).unwrap_or(mention.end);
        let before = one_line(&decode(&text[from..mention.start]));
        let skipped = before.chars().count().saturating_sub(AROUND);
        let before = match skipped > 0 || from > line.start {
            true => "…".chars().chain(before.chars().skip(skipped)).collect(),
            false => before.trim_start().to_owned(),
        };
        let whole = one_line(&decode(&text[mention.end..to]));
        let mut after: String = whole.chars().take(AROUND).collect();
        match after.len() < whole.len() || to < line.end {
            true => after.push('…'),
            false => after.truncate(after.trim_end().len()),
        }
        Excerpt { before, mention: one_line(&decode(&text[mention.clone()])), after }
    }
}

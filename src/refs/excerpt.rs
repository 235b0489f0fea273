//! The part of a line that is shown.

use super::text::decode;
use crate::model::one_line;
use std::ops::Range;

/// How many characters are shown on either side of a mention: more than any line that people write.
const AROUND: usize = 160;
/// How many bytes these can have.
const BYTES: usize = 4 * AROUND;

/// A line around a mention. It is kept as it was found, for few of those that are counted are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    bytes: Box<[u8]>,
    mention: Range<usize>,
    goes_on_before: bool,
    goes_on_after: bool,
}

impl Excerpt {
    /// Of a line of a text.
    pub(super) fn new(text: &[u8], line: &Range<usize>, mention: &Range<usize>) -> Excerpt {
        let is_first_byte = |at: &usize| text.get(*at).is_none_or(|byte| byte & 0xC0 != 0x80);
        let from = line.start.max(mention.start.saturating_sub(BYTES));
        let to = line.end.max(mention.end).min(mention.end + BYTES);
        let from = (from..mention.start).find(is_first_byte).unwrap_or(mention.start);
        let to = (mention.end..=to).rev().find(is_first_byte).unwrap_or(mention.end);
        Excerpt {
            bytes: text[from..to].into(),
            mention: mention.start - from..mention.end - from,
            goes_on_before: from > line.start,
            goes_on_after: to < line.end,
        }
    }

    /// What stands before the mention, the mention, and what stands behind it.
    pub fn parts(&self) -> [String; 3] {
        [self.before(), self.mention(), self.after()]
    }

    /// The mention, as it is written.
    pub fn mention(&self) -> String {
        one_line(&decode(&self.bytes[self.mention.clone()]))
    }

    /// Without the line's indentation, and with `…` in the place of what is too long.
    fn before(&self) -> String {
        let before = one_line(&decode(&self.bytes[..self.mention.start]));
        let skipped = before.chars().count().saturating_sub(AROUND);
        match skipped > 0 || self.goes_on_before {
            true => "…".chars().chain(before.chars().skip(skipped)).collect(),
            false => before.trim_start().to_owned(),
        }
    }

    fn after(&self) -> String {
        let whole = one_line(&decode(&self.bytes[self.mention.end..]));
        let after: String = whole.chars().take(AROUND).collect();
        match after.len() < whole.len() || self.goes_on_after {
            true => after + "…",
            false => after.trim_end().to_owned(),
        }
    }
}

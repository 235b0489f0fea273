//! Offsets to lines and columns, in the order of the text: what was counted once is not counted again.

use super::excerpt::Excerpt;
use memchr::{memchr, memchr_iter, memrchr};
use std::ops::Range;

/// A text on which a reader moves forward.
pub(super) struct Lines<'t> {
    text: &'t [u8],
    /// The number of the line, from 1.
    number: usize,
    /// The line, without what ends it.
    line: Range<usize>,
    /// Whether the line is UTF-8; else every byte is a character.
    is_utf8: bool,
    /// A place on the line, and its column.
    at: usize,
    column: usize,
}

/// Where a span is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Located {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) excerpt: Excerpt,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t [u8]) -> Lines<'t> {
        let mut lines = Lines { text, number: 1, line: 0..0, is_utf8: true, at: 0, column: 1 };
        lines.enter(0);
        lines
    }

    fn enter(&mut self, start: usize) {
        let end = memchr(b'\n', &self.text[start..]).map_or(self.text.len(), |length| start + length);
        let ends_in_cr = end > start && self.text[end - 1] == b'\r';
        self.line = start..end - usize::from(ends_in_cr);
        self.is_utf8 = std::str::from_utf8(&self.text[self.line.clone()]).is_ok();
        (self.at, self.column) = (start, 1);
    }

    /// Where a span is that lies on one line, and begins no earlier than the last one that was asked about.
    pub(super) fn locate(&mut self, span: &Range<usize>) -> Located {
        let passed = &self.text[self.at..span.start];
        if let Some(newline) = memrchr(b'\n', passed) {
            self.number += memchr_iter(b'\n', passed).count();
            self.enter(self.at + newline + 1);
        }
        let passed = &self.text[self.at..span.start];
        let is_first_byte = |byte: &&u8| !self.is_utf8 || **byte & 0xC0 != 0x80;
        self.column += passed.iter().filter(is_first_byte).count();
        self.at = span.start;
        let excerpt = Excerpt::new(self.text, &self.line, span);
        Located { line: self.number, column: self.column, excerpt }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every `x`: its line, its column, and what is shown of it.
    fn located(text: &[u8]) -> Vec<(usize, usize, String)> {
        let mut lines = Lines::new(text);
        let spans = memchr_iter(b'x', text).map(|at| lines.locate(&(at..at + 1)));
        let shown = |excerpt: Excerpt| {
            let [before, mention, after] = excerpt.parts();
            format!("{before}[{mention}]{after}")
        };
        spans.map(|found| (found.line, found.column, shown(found.excerpt))).collect()
    }

    #[test]
    fn lines_and_columns_count_from_one_in_characters() {
        let at = |line, column, shown: &str| (line, column, shown.to_owned());
        assert_eq!(
            located("x\n\n  éx ü x\t".as_bytes()),
            [at(1, 1, "[x]"), at(3, 4, "é[x] ü x"), at(3, 8, "éx ü [x]")]
        );
        assert_eq!(located(b"a\r\n x\r\n\r\nx\r\n"), [at(2, 2, "[x]"), at(4, 1, "[x]")]);
        assert_eq!(located(b"\xE9\xE8x\n\xE9x\xE9"), [at(1, 3, "éè[x]"), at(2, 2, "é[x]é")]);
    }

    #[test]
    fn a_long_line_is_cut_around_the_mention() {
        let text = format!("{}x{}", "é".repeat(5000), "ü".repeat(5000));
        let (line, column, shown) = located(text.as_bytes()).remove(0);
        assert_eq!((line, column), (1, 5001));
        assert_eq!(shown, format!("…{}[x]{}…", "é".repeat(160), "ü".repeat(160)));
    }

    #[test]
    fn columns_go_on_counting_over_a_line_with_many_mentions() {
        let text = "x".repeat(20_000);
        assert_eq!(located(text.as_bytes()).last().map(|(line, column, _)| (*line, *column)), Some((1, 20_000)));
    }
}

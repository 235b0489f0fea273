//! Lines, indentation and comments.

/// Where the line of this byte begins, after a byte order mark.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    text[..at].rfind('\n').map_or(mark.min(at), |newline| newline + 1)
}

/// Where the line of this byte ends, before its line break.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    if end > at && end < text.len() && text[..end].ends_with('\r') { end - 1 } else { end }
}

/// Where the next line begins; `None` on the last.
pub(super) fn next_line(text: &str, at: usize) -> Option<usize> {
    text[at..].find('\n').map(|newline| at + newline + 1)
}

/// The end of the line before, for a byte where a line begins; else the byte itself.
pub(super) fn before_line_break(text: &str, at: usize) -> usize {
    let before = &text[..at];
    before.strip_suffix("\r\n").or_else(|| before.strip_suffix('\n')).map_or(at, str::len)
}

/// The line break in use: that of this line, else of the one before it.
pub(super) fn line_break(text: &str, at: usize) -> &'static str {
    let newline = text[at..].find('\n').map(|newline| at + newline).or_else(|| text[..at].rfind('\n'));
    match newline {
        Some(newline) if text[..newline].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// What stands before this byte on its line.
pub(super) fn before_on_line(text: &str, at: usize) -> &str {
    &text[line_start(text, at)..at]
}

/// What stands on this byte's line from there on.
pub(super) fn rest_of_line(text: &str, at: usize) -> &str {
    &text[at..line_end(text, at)]
}

/// Whether nothing but white space stands before this byte on its line.
pub(super) fn begins_line(text: &str, at: usize) -> bool {
    is_blank(before_on_line(text, at))
}

/// How many characters stand before this byte on its line.
pub(super) fn column(text: &str, at: usize) -> usize {
    before_on_line(text, at).chars().count()
}

pub(super) fn is_blank(line: &str) -> bool {
    line.bytes().all(|byte| matches!(byte, b' ' | b'\t'))
}

/// Whether nothing but white space and a comment is left.
pub(super) fn is_blank_or_comment(rest: &str) -> bool {
    is_blank(rest) || is_comment(rest)
}

/// Whether the first thing on a line is a comment.
pub(super) fn is_comment(line: &str) -> bool {
    line.trim_start_matches([' ', '\t']).starts_with('#')
}

/// The column of the first thing on a line.
pub(super) fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The first byte from here on that is neither white space nor in a comment.
pub(super) fn skip_space_and_comments(text: &str, mut at: usize) -> usize {
    loop {
        at = text.len() - text[at..].trim_start_matches([' ', '\t', '\r', '\n']).len();
        if !text[at..].starts_with('#') {
            return at;
        }
        at = line_end(text, at);
    }
}

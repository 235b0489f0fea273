//! Bytes that are replaced.

use std::ops::Range;

/// Bytes and what takes their place.
#[derive(Debug)]
pub(super) struct Splice {
    pub(super) range: Range<usize>,
    text: String,
}

impl Splice {
    pub(super) fn replace(range: Range<usize>, text: impl Into<String>) -> Splice {
        Splice { range, text: text.into() }
    }

    pub(super) fn insert(at: usize, text: impl Into<String>) -> Splice {
        Splice::replace(at..at, text)
    }

    pub(super) fn delete(range: Range<usize>) -> Splice {
        Splice::replace(range, "")
    }
}

/// The text with its splices, which are in order and do not overlap.
pub(super) fn apply(text: &str, splices: &[Splice]) -> String {
    let mut edited = String::with_capacity(text.len() + 64);
    let mut copied = 0;
    for Splice { range, text: new } in splices {
        edited.push_str(&text[copied..range.start]);
        edited.push_str(new);
        copied = range.end;
    }
    edited.push_str(&text[copied..]);
    edited
}

/// Where a byte of the edited text stood before the splices; at the splice, if it is new.
pub(super) fn offset_before(splices: &[Splice], at: usize) -> usize {
    let mut removed = 0;
    let mut added = 0;
    for Splice { range, text } in splices {
        let start = range.start + added - removed;
        if at < start {
            break;
        }
        if at < start + text.len() {
            return range.start;
        }
        removed += range.len();
        added += text.len();
    }
    at + removed - added
}

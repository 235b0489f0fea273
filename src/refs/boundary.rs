//! Where a token in code begins and ends.

use std::ops::Range;

/// What may stand in a key.
pub(super) fn is_key_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-')
}

/// Whether a span stands alone in quotes; they may be escaped, as in JSON in a string.
pub(super) fn is_quoted(text: &[u8], span: &Range<usize>) -> bool {
    let (before, after) = (&text[..span.start], &text[span.end..]);
    let Some((quote @ (b'"' | b'\'' | b'`'), outside)) = before.split_last() else { return false };
    after.first() == Some(quote) || outside.last() == Some(&b'\\') && after.starts_with(&[b'\\', *quote])
}

/// Whether a span is an identifier as a whole: no part of a longer one, nor of a name with dashes.
pub(super) fn is_identifier(text: &[u8], span: &Range<usize>) -> bool {
    let (before, after) = (&text[..span.start], &text[span.end..]);
    if ends_in_word(before) || begins_with_word(after) || after.starts_with(b"$") {
        return false;
    }
    let joined_before = before.strip_suffix(b"-").is_some_and(ends_in_word);
    let joined_after = after.strip_prefix(b"-").is_some_and(begins_with_word);
    !joined_before && !joined_after
}

/// Whether a span is part of a longer name with dots.
pub(super) fn is_in_dotted_name(text: &[u8], span: &Range<usize>) -> bool {
    let before = text[..span.start].strip_suffix(b".").is_some_and(ends_in_word);
    before || text[span.end..].strip_prefix(b".").is_some_and(begins_with_word)
}

fn begins_with_word(text: &[u8]) -> bool {
    match text.first() {
        Some(byte) if byte.is_ascii() => is_word(char::from(*byte)),
        Some(_) => is_word(first_char(&text[..text.len().min(4)])),
        None => false,
    }
}

fn ends_in_word(text: &[u8]) -> bool {
    match text.last() {
        Some(byte) if byte.is_ascii() => is_word(char::from(*byte)),
        Some(_) => {
            let tail = &text[text.len().saturating_sub(4)..];
            let start = tail.iter().rposition(|byte| byte & 0xC0 != 0x80).unwrap_or(tail.len() - 1);
            is_word(first_char(&tail[start..]))
        }
        None => false,
    }
}

/// The first character of a text that begins with a byte beyond ASCII: of UTF-8, else of Latin-1.
fn first_char(bytes: &[u8]) -> char {
    let valid = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
    };
    valid.chars().next().unwrap_or_else(|| bytes.first().copied().map_or(' ', char::from))
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asks about what stands between `«` and `»`.
    fn ask(text: &str, question: fn(&[u8], &Range<usize>) -> bool) -> bool {
        let (start, end) = (text.find('«').unwrap(), text.find('»').unwrap() - '«'.len_utf8());
        question(text.replace(['«', '»'], "").as_bytes(), &(start..end))
    }

    #[test]
    fn a_token_is_quoted_where_the_same_quote_is_on_both_sides() {
        for quoted in ["\"«a»\"", "'«a»'", "f(`«a»`)", r#"{\"«a»\": 1}"#, "\"\"\"«a»\"\"\""] {
            assert!(ask(quoted, is_quoted), "{quoted}");
        }
        for other in ["«a»", "\"«a»'", "\"«a»", "«a»\"", "\" «a»\"", "\"«a»-v2\"", r#"x\"«a»\'"#, "“«a»”"]
        {
            assert!(!ask(other, is_quoted), "{other}");
        }
    }

    #[test]
    fn an_identifier_ends_where_another_character_begins() {
        for whole in ["«a_b»", "F.«a_b».on()", "$«a_b»", "x->«a_b»", "--«a_b»", "“«a_b»”", "«a_b» - 1", "\u{2026}«a_b»"]
        {
            assert!(ask(whole, is_identifier), "{whole}");
        }
        for part in ["x«a_b»", "«a_b»2", "_«a_b»", "«a_b»$", "é«a_b»", "«a_b»é", "x-«a_b»", "«a_b»-v2"]
        {
            assert!(!ask(part, is_identifier), "{part}");
        }
        assert!(!is_identifier(b"\xE9a_b", &(1..4)), "a Latin-1 letter");
    }

    #[test]
    fn a_longer_name_with_dots_is_another_name() {
        assert!(ask("«a.b».c", is_in_dotted_name) && ask("x.«a.b»", is_in_dotted_name));
        assert!(!ask("«a.b».", is_in_dotted_name) && !ask("...«a.b»", is_in_dotted_name));
    }
}

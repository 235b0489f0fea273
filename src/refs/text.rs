//! Bytes that are text.

use std::borrow::Cow;

/// The largest file that is looked into: as much as is read of a file of a git revision. Source code is not as large.
pub const MAX_BYTES: u64 = crate::yaml::MAX_BYTES;

/// How far git looks for a NUL to tell a binary.
const HEAD: usize = 8000;

/// The text in a file's bytes, without its byte order mark; `None` for a binary. UTF-16 is told by its mark.
pub(super) fn text_in(bytes: &[u8]) -> Option<Cow<'_, [u8]>> {
    match bytes {
        [0xEF, 0xBB, 0xBF, text @ ..] => Some(Cow::Borrowed(text)),
        [0xFF, 0xFE, text @ ..] => Some(Cow::Owned(utf16(text, u16::from_le_bytes))),
        [0xFE, 0xFF, text @ ..] => Some(Cow::Owned(utf16(text, u16::from_be_bytes))),
        text => (!is_binary(text)).then_some(Cow::Borrowed(text)),
    }
}

/// Whether the beginning of a file is that of a binary, as git tells it.
pub(super) fn is_binary(beginning: &[u8]) -> bool {
    let is_utf16 = beginning.starts_with(&[0xFF, 0xFE]) || beginning.starts_with(&[0xFE, 0xFF]);
    !is_utf16 && memchr::memchr(0, &beginning[..beginning.len().min(HEAD)]).is_some()
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Vec<u8> {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units).into_bytes()
}

/// Part of a line as characters. What is not UTF-8 is taken for Latin-1, whose bytes are characters.
pub(super) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().copied().map(char::from).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nul_in_the_beginning_tells_a_binary() {
        assert_eq!(text_in(b"a\0b"), None);
        assert!(text_in(&[&[b'a'; HEAD][..], b"\0"].concat()).is_some(), "as git tells it");
        assert_eq!(text_in(b"\xEF\xBB\xBFa").as_deref(), Some(&b"a"[..]));
        assert_eq!(text_in(b"\xFF\xFEa\0\xE9\0").as_deref(), Some("aé".as_bytes()));
        assert_eq!(text_in(b"\xFE\xFF\0a\0\xE9").as_deref(), Some("aé".as_bytes()));
    }

    #[test]
    fn what_is_not_utf8_is_latin1() {
        assert_eq!(decode("é".as_bytes()), "é");
        assert_eq!(decode(b"\xE9t\xE9"), "été");
    }
}

//! What a flag may be called.

/// The longest key, in characters.
const MAX_LENGTH: usize = 128;

/// Why a text is not a flag's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyError {
    /// It has no character.
    Empty,
    /// More than 128 characters.
    TooLong,
    /// It does not begin with a letter or a digit (`A-Z`, `a-z`, `0-9`).
    BadStart,
    /// This character is none of `A-Z`, `a-z`, `0-9`, `.`, `_`, `-`.
    BadCharacter(char),
}

/// Checks a flag's key: `[A-Za-z0-9][A-Za-z0-9._-]*`, at most 128 characters.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn check_key(key: &str) -> Result<(), KeyError> {
    let first = key.chars().next().ok_or(KeyError::Empty)?;
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    if let Some(c) = key.chars().find(|&c| !allowed(c)) {
        return Err(KeyError::BadCharacter(c));
    }
    if !first.is_ascii_alphanumeric() {
        return Err(KeyError::BadStart);
    }
    if key.len() > MAX_LENGTH {
        return Err(KeyError::TooLong);
    }
    Ok(())
}

impl std::fmt::Display for KeyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            KeyError::Empty => f.write_str("a key has at least one character"),
            KeyError::TooLong => write!(f, "a key has at most {MAX_LENGTH} characters"),
            KeyError::BadStart => f.write_str("a key begins with a letter or a digit"),
            KeyError::BadCharacter(c) => {
                write!(f, "{c:?} cannot stand in a key (letters, digits, '.', '_' and '-' can)")
            }
        }
    }
}

impl std::error::Error for KeyError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_held_to_the_format() {
        for good in ["a", "0", "new-checkout", "flag.with.dots", "A_b", &"x".repeat(128)] {
            assert_eq!(check_key(good), Ok(()), "{good}");
        }
        for (bad, error) in [
            ("", KeyError::Empty),
            ("-rf", KeyError::BadStart),
            (".hidden", KeyError::BadStart),
            ("../../etc/passwd", KeyError::BadCharacter('/')),
            ("naïve", KeyError::BadCharacter('ï')),
            (&"x".repeat(129), KeyError::TooLong),
        ] {
            assert_eq!(check_key(bad), Err(error), "{bad}");
        }
    }
}

//! A line of a shell as words.

/// A line, up to where somebody types.
pub(super) struct Words {
    /// The words, quotes and backslashes taken away; the last one is being typed, and may be nothing.
    pub(super) words: Vec<String>,
    /// The last word is in quotes that are not closed.
    pub(super) is_quoted: bool,
}

pub(super) fn split(line: &str) -> Words {
    let mut words = vec![String::new()];
    let mut is_begun = false;
    let mut quote = None;
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        let mut push = |character| {
            is_begun = true;
            words.last_mut().into_iter().for_each(|word| word.push(character));
        };
        match (quote, character) {
            (Some(open), character) if open == character => quote = None,
            (Some('\''), character) => push(character),
            (_, '\\') => characters.next().into_iter().for_each(push),
            (Some(_), character) => push(character),
            (None, '\'' | '"') => (quote, is_begun) = (Some(character), true),
            (None, character) if character.is_whitespace() => {
                if std::mem::take(&mut is_begun) {
                    words.push(String::new());
                }
            }
            (None, character) => push(character),
        }
    }
    Words { words, is_quoted: quote.is_some() }
}

/// A word as a shell reads it back: what is special to it stands behind a backslash.
pub(super) fn escaped(word: &str) -> String {
    let is_plain = |character: char| character.is_alphanumeric() || "_-+=:,./@%^~".contains(character);
    let escape = |character| (!is_plain(character)).then_some('\\').into_iter().chain([character]);
    word.chars().flat_map(escape).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_divided_by_spaces_outside_of_quotes() {
        let of = |line: &str| split(line).words;
        assert_eq!(of("ffctl  eval "), ["ffctl", "eval", ""]);
        assert_eq!(of(r#"ffctl set 'a b' c\ d "e \" f" x"#), ["ffctl", "set", "a b", "c d", "e \" f", "x"]);
        assert_eq!(of("ffctl '' --env=st"), ["ffctl", "", "--env=st"]);
        assert_eq!(of("ffctl set 'not closed"), ["ffctl", "set", "not closed"]);
        assert_eq!(of(""), [""]);
        assert!(split("ffctl 'a").is_quoted && !split("ffctl 'a'").is_quoted);
    }

    #[test]
    fn an_escaped_word_is_read_back_as_it_was() {
        for word in ["new-checkout", "premium in North America", "a'b\"c$(d)`e`\\", "plan=pro", "日本 ü"] {
            assert_eq!(split(&escaped(word)).words, [word]);
        }
        assert_eq!(escaped("new-checkout"), "new-checkout");
    }
}

//! Other people's text, shown on a line.

/// The text on one line, with a space for each control character: it cannot steer a terminal, nor end a line that is not
/// its own.
pub fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The most characters that [`beginning`] leaves.
pub(crate) const LONGEST: usize = 48;

/// The beginning of a long text, with an ellipsis for the rest.
pub fn beginning(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", text[..cut].trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_control_characters_give_way() {
        assert_eq!(one_line("a\u{1b}[2Jb\r\n\tc\u{9b}é"), "a [2Jb   c é");
    }
}

//! A team's own ways to ask for a flag: `is_enabled("{key}")`.

use super::boundary::is_key_byte;
use crate::model::KEY_PLACEHOLDER;
use anyhow::{Context as _, Result};
use regex::bytes::{Regex, RegexBuilder};
use std::ops::Range;

/// A pattern, ready to be looked for.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    regex: Regex,
    /// Nothing stands before the key.
    begins_with_key: bool,
    /// Nothing stands behind the key to end it.
    pub(super) ends_with_key: bool,
}

const KEY: &str = "([A-Za-z0-9][A-Za-z0-9._-]*)";
/// With nothing behind it a full stop is the sentence's, not the key's.
const LAST_KEY: &str = "([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?)";

impl Pattern {
    pub(super) fn new(text: &str) -> Result<Pattern> {
        let (before, after) = text.trim().split_once(KEY_PLACEHOLDER).context("no {key} in it")?;
        let mut regex = String::new();
        if before.chars().next().is_some_and(is_word) {
            regex.push_str(r"\b");
        }
        push_literal(&mut regex, before);
        regex.push_str(if after.is_empty() { LAST_KEY } else { KEY });
        push_literal(&mut regex, after);
        if after.chars().last().is_some_and(is_word) {
            regex.push_str(r"\b");
        }
        let regex = RegexBuilder::new(&regex).unicode(false).build()?;
        Ok(Pattern { regex, begins_with_key: before.is_empty(), ends_with_key: after.is_empty() })
    }

    /// The spans that stand in the place of the key.
    pub(super) fn keys_in<'t>(&'t self, text: &'t [u8]) -> impl Iterator<Item = Range<usize>> + 't {
        let found = self.regex.captures_iter(text).filter_map(|captures| Some(captures.get(1)?.range()));
        found.filter(|span| !self.begins_with_key || !text[..span.start].last().is_some_and(|&byte| is_key_byte(byte)))
    }
}

/// A text as a regular expression: any quote for a quote, any blanks for a space. Blanks can be left out where the text
/// keeps its meaning without them, which it does not between two words. The key, at either end, is a word.
fn push_literal(regex: &mut String, text: &str) {
    let mut chars = text.chars().peekable();
    let mut previous = None;
    while let Some(c) = chars.next() {
        if c.is_whitespace() {
            while chars.next_if(|next| next.is_whitespace()).is_some() {}
            let divides = previous.is_none_or(is_word) && chars.peek().copied().is_none_or(is_word);
            regex.push_str(if divides { r"\s+" } else { r"\s*" });
        } else if matches!(c, '"' | '\'' | '`') {
            regex.push_str(r#"\\?["'`]"#);
        } else {
            regex.push_str(&regex::escape(&c.to_string()));
        }
        previous = Some(c);
    }
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(pattern: &str, text: &'t str) -> Vec<&'t str> {
        Pattern::new(pattern).unwrap().keys_in(text.as_bytes()).map(|span| &text[span]).collect()
    }

    #[test]
    fn any_quote_stands_for_a_quote_and_a_whole_word_for_a_word() {
        let pattern = r#"is_enabled("{key}")"#;
        assert_eq!(found(pattern, r#"if is_enabled("a-b") || x.is_enabled('c') {"#), ["a-b", "c"]);
        assert_eq!(found(pattern, r#""{\"x\": is_enabled(\"a\")}""#), ["a"]);
        assert!(
            found(pattern, r#"this_is_enabled("a") is_enabled("a b") is_enabled("a", user) is_enabled(a)"#).is_empty()
        );
        assert_eq!(found("flag {key} on", "flag a on, flag b only"), ["a"]);
    }

    #[test]
    fn a_space_stands_for_blanks_and_line_ends_or_none_where_nothing_is_lost() {
        let pattern = r#"variant( "{key}" ,"#;
        for text in ["variant(\"a\",", "variant( 'a' ,", "variant(\r\n\t\"a\",\n  user)"] {
            assert_eq!(found(pattern, text), ["a"], "{text:?}");
        }
        assert_eq!(found("flag is {key}", "flag  is\na; flagis b, flag isc"), ["a"]);
    }

    #[test]
    fn a_key_at_an_end_of_the_pattern_is_a_whole_token() {
        assert_eq!(found("Flags.{key}", "See Flags.checkout. Or MyFlags.no, Flags.a-b_ x"), ["checkout", "a-b_"]);
        assert_eq!(found("{key}: on", "new-a: on, _b: on, c : on"), ["new-a"]);
    }

    #[test]
    fn what_has_a_meaning_in_a_regular_expression_has_none_here() {
        assert_eq!(found("on[.*]({key})+", "on[.*](a)+ onx(b)"), ["a"]);
    }
}

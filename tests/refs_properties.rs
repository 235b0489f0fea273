//! What must always be true of looking for keys, whatever the text.

#![allow(clippy::unwrap_used)]

use ffctl::model::{Alias, CodeSettings};
use ffctl::refs::{Matcher, References};
use proptest::prelude::*;
use std::ops::Range;

const KEYS: [&str; 7] = ["a", "a-b", "b", "a-b-c", "b-c", "aB.c", "a_b"];
/// Everything that makes or breaks a token.
const PARTS: [&str; 24] = [
    "a", "b", "c", "A", "B", "C", "a-b", "a_b", "aB", "A_B", "aB.c", "\"", "'", "`", "\\", "-", "_", ".", " ", "\n",
    "\r\n", "$", "é", "2",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&PARTS[..]), 0..40).prop_map(|parts| parts.concat())
}

fn matcher(aliases: &[Alias]) -> Matcher {
    let settings = CodeSettings { aliases: aliases.to_vec(), ..CodeSettings::default() };
    Matcher::new(KEYS.map(str::to_owned), &settings).unwrap()
}

fn found(matcher: &Matcher, text: &[u8]) -> Vec<(Range<usize>, &'static str)> {
    let hits = matcher.find(text).into_iter();
    hits.map(|hit| (hit.start..hit.end, KEYS[hit.key.expect("no pattern asks for anything")])).collect()
}

/// Every place where a word stands.
fn places<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    (0..text.len())
        .filter(move |&at| text.as_bytes()[at..].starts_with(word.as_bytes()))
        .map(move |at| at..at + word.len())
}

fn is_quoted(text: &str, at: &Range<usize>) -> bool {
    ["\"", "'", "`"].iter().any(|quote| {
        let escaped = format!("\\{quote}");
        let (before, after) = (&text[..at.start], &text[at.end..]);
        before.ends_with(quote) && after.starts_with(quote) || before.ends_with(&escaped) && after.starts_with(&escaped)
    })
}

fn is_identifier(text: &str, at: &Range<usize>) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let (mut before, mut after) = (text[..at.start].chars().rev(), text[at.end..].chars());
    let (next_before, next_after) = (before.next(), after.next());
    let beside = is_word(next_before) || is_word(next_after) || next_after == Some('$');
    let joined = next_before == Some('-') && is_word(before.next()) || next_after == Some('-') && is_word(after.next());
    !beside && !joined
}

proptest! {
    #[test]
    fn every_key_alone_in_quotes_is_found_and_nothing_else(text in text()) {
        let mut expected: Vec<(Range<usize>, &str)> = KEYS
            .iter()
            .flat_map(|key| places(&text, key).map(move |at| (at, *key)))
            .filter(|(at, _)| is_quoted(&text, at))
            .collect();
        expected.sort_by_key(|(at, _)| at.start);
        prop_assert_eq!(found(&matcher(&[]), text.as_bytes()), expected);
    }

    #[test]
    fn every_alias_that_is_a_whole_identifier_is_found_and_nothing_else(text in text()) {
        // `aB.c` is written a_b_c in snake case, as `a-b-c` is; a word such as `a` has to be quoted.
        let written = [("a_b", &["a-b", "a_b"][..]), ("a_b_c", &["a-b-c", "aB.c"]), ("b_c", &["b-c"])];
        let mut expected: Vec<(Range<usize>, &str)> = KEYS
            .iter()
            .flat_map(|key| places(&text, key).map(move |at| (at, *key)))
            .filter(|(at, _)| is_quoted(&text, at))
            .collect();
        for (word, keys) in written {
            let whole = places(&text, word).filter(|at| is_identifier(&text, at));
            let not_a_key = whole.filter(|at| !(is_quoted(&text, at) && KEYS.contains(&word)));
            expected.extend(not_a_key.flat_map(|at| keys.iter().map(move |key| (at.clone(), *key))));
        }
        let all = expected.clone();
        let in_a_longer = |at: &Range<usize>| all.iter().any(|(o, _)| o != at && o.start <= at.start && at.end <= o.end);
        expected.retain(|(at, _)| !in_a_longer(at));
        let order = |key: &str| KEYS.iter().position(|known| *known == key);
        expected.sort_by_key(|(at, key)| (at.start, order(key)));
        prop_assert_eq!(found(&matcher(&[Alias::Snake]), text.as_bytes()), expected);
    }

    #[test]
    fn lines_and_columns_are_those_of_the_text(text in text()) {
        let matcher = matcher(&[]);
        let mut references = References::new(&matcher);
        references.read(&matcher, &[("a.txt", text.as_bytes())]);
        let mut seen: Vec<(usize, usize)> =
            references.mentions.values().flatten().map(|mention| (mention.line, mention.column)).collect();
        seen.sort_unstable();
        let place = |(at, _): (Range<usize>, &str)| {
            let before = &text[..at.start];
            let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
            (1 + before.matches('\n').count(), 1 + before[line_start..].chars().count())
        };
        let expected: Vec<(usize, usize)> = found(&matcher, text.as_bytes()).into_iter().map(place).collect();
        prop_assert_eq!(seen, expected);
    }

    #[test]
    fn no_bytes_are_too_odd(bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(b'"'), Just(b'a'), Just(0xC3)], 0..200)) {
        let settings = CodeSettings {
            aliases: Alias::ALL.to_vec(),
            patterns: ["on( {key} )", "{key} a", "a {key}"].map(str::to_owned).to_vec(),
            ..CodeSettings::default()
        };
        let matcher = Matcher::new(KEYS.map(str::to_owned), &settings).unwrap();
        let mut references = References::new(&matcher);
        references.read(&matcher, &[("a.txt", &bytes)]);
        for mention in references.mentions.values().flatten().chain(&references.unknown) {
            let shown = mention.excerpt.parts().concat();
            prop_assert!(!shown.contains(char::is_control));
        }
    }
}

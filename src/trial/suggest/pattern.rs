//! Texts for a regular expression, read off its structure.

use super::samples::addressed;
use regex_syntax::hir::{Class, Hir, HirKind};

/// Texts to try, the ones that should match first; none where the structure gives none away.
pub(super) fn samples(pattern: &str) -> Vec<String> {
    let Some(text) = regex_syntax::parse(pattern).ok().and_then(|hir| shortest(&hir)) else { return Vec::new() };
    let mut shorter = text.clone();
    shorter.pop();
    vec![addressed(&text), text, addressed(&shorter), shorter]
}

/// A text that the parts of an expression ask for, each as seldom as it may be. What stands around it (`^`, `\b`) is not
/// looked at.
fn shortest(hir: &Hir) -> Option<String> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Some(String::new()),
        HirKind::Literal(literal) => String::from_utf8(literal.0.to_vec()).ok(),
        HirKind::Class(class) => character(class).map(String::from),
        HirKind::Capture(capture) => shortest(&capture.sub),
        HirKind::Concat(parts) => parts.iter().map(shortest).collect(),
        HirKind::Alternation(parts) => parts.iter().find_map(shortest),
        HirKind::Repetition(repetition) => {
            let times = usize::try_from(repetition.min).ok().filter(|times| *times <= 100)?;
            Some(shortest(&repetition.sub)?.repeat(times))
        }
    }
}

/// A small letter or a digit of a class if it has one, else its first character.
fn character(class: &Class) -> Option<char> {
    let ranges: Vec<(char, char)> = match class {
        Class::Unicode(class) => class.ranges().iter().map(|range| (range.start(), range.end())).collect(),
        Class::Bytes(class) => {
            class.ranges().iter().map(|range| (char::from(range.start()), char::from(range.end()))).collect()
        }
    };
    let has = |c: &char| ranges.iter().any(|(start, end)| (start..=end).contains(&c));
    ('a'..='z').chain('1'..='9').find(has).or(ranges.first().map(|(start, _)| *start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_off_an_expression_matches_it() {
        for (pattern, text) in [
            (r"@(mailinator|trashmail)\.(com|net)$", "someone@mailinator.com"),
            (r"^v\d+$", "v1"),
            (r"^[a-z]{3}-[0-9]{2}$", "aaa-11"),
            ("(?i)bot|spider", "bot"),
            ("x*", ""),
            (r"^\p{Greek}+$", "\u{370}"),
        ] {
            let samples = samples(pattern);
            let found = samples.iter().find(|text| regex::Regex::new(pattern).unwrap().is_match(text)).unwrap();
            assert_eq!(found, text, "{pattern}");
        }
    }
}

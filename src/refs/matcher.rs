//! All keys in one pass over a text.

use super::boundary::{is_identifier, is_in_dotted_name, is_quoted};
use super::forms::{Form, forms};
use super::pattern::Pattern;
use crate::model::CodeSettings;
use aho_corasick::{AhoCorasick, MatchKind};
use anyhow::{Context as _, Result};
use std::collections::HashMap;
use std::ops::Range;

/// Finds keys in a text.
#[derive(Debug)]
pub struct Matcher {
    keys: Vec<String>,
    forms: Vec<Form>,
    by_text: HashMap<Vec<u8>, usize>,
    /// Its patterns are the texts of the forms, in their order.
    automaton: AhoCorasick,
    patterns: Vec<Pattern>,
}

/// A mention in a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// Where.
    pub start: usize,
    /// Its end.
    pub end: usize,
    /// Which of the matcher's keys; `None` where a pattern asks for a key that there is not.
    pub key: Option<usize>,
}

impl Matcher {
    /// For these keys, as the settings have them written.
    ///
    /// # Errors
    /// Where a pattern has no place for a key, or all is too large to be compiled.
    pub fn new(keys: impl IntoIterator<Item = String>, settings: &CodeSettings) -> Result<Matcher> {
        let keys: Vec<String> = keys.into_iter().collect();
        let (texts, forms): (Vec<String>, Vec<Form>) = forms(&keys, &settings.aliases).into_iter().unzip();
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&texts);
        let automaton = automaton.context("the keys cannot be looked for")?;
        let pattern = |text: &String| Pattern::new(text).with_context(|| format!("the pattern {text:?}"));
        let patterns = settings.patterns.iter().map(pattern).collect::<Result<_>>()?;
        let by_text = texts.into_iter().enumerate().map(|(form, text)| (text.into_bytes(), form)).collect();
        Ok(Matcher { keys, forms, by_text, automaton, patterns })
    }

    /// The keys, in the order in which they were given.
    pub fn keys(&self) -> &[String] {
        &self.keys
    }

    /// Every mention in a text, in order.
    pub fn find(&self, text: &[u8]) -> Vec<Hit> {
        let mut hits = Vec::new();
        for found in self.automaton.find_overlapping_iter(text) {
            let span = found.range();
            let keys = self.meant(found.pattern().as_usize(), text, &span);
            hits.extend(keys.iter().map(|&key| Hit { start: span.start, end: span.end, key: Some(key) }));
        }
        for pattern in &self.patterns {
            pattern.keys_in(text).for_each(|span| self.resolve(text, span, pattern.ends_with_key, &mut hits));
        }
        outermost(hits)
    }

    /// Whom a form stands for at this place.
    fn meant(&self, form: usize, text: &[u8], span: &Range<usize>) -> &[usize] {
        let form = &self.forms[form];
        if is_quoted(text, span) {
            return form.named();
        }
        let whole = form.is_identifier && is_identifier(text, span);
        if whole && !(form.is_dotted && is_in_dotted_name(text, span)) { &form.aliases } else { &[] }
    }

    /// Whom a pattern asks for. Where nothing ends the key, it ends where a known one does: `Flags.checkout.enabled` asks
    /// for `checkout`.
    fn resolve(&self, text: &[u8], span: Range<usize>, is_open: bool, hits: &mut Vec<Hit>) {
        let shorter = (span.start + 1..span.end).rev().filter(|&end| is_open && matches!(text[end], b'.' | b'-'));
        let mut ends = std::iter::once(span.end).chain(shorter);
        match ends.find_map(|end| Some((end, *self.by_text.get(&text[span.start..end])?))) {
            Some((end, form)) => {
                let keys = self.forms[form].named().iter();
                hits.extend(keys.map(|&key| Hit { start: span.start, end, key: Some(key) }));
            }
            None => hits.push(Hit { start: span.start, end: span.end, key: None }),
        }
    }
}

/// Without those that lie in a longer one, or are found twice: part of a name is not the name.
fn outermost(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_unstable_by(|a, b| (a.start, b.end, a.key).cmp(&(b.start, a.end, b.key)));
    hits.dedup();
    let mut outer = 0..0;
    hits.retain(|hit| {
        let is_inside = hit.end <= outer.end && (hit.start..hit.end) != outer;
        if !is_inside {
            outer = hit.start..hit.end;
        }
        !is_inside
    });
    hits
}

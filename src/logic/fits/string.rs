//! Strings: those that a list names, those that read as numbers, dates or versions, and what they begin, end and go with.

use super::Literal;
use super::number::{self, is_on_a_line};
use super::order::{Bound, has_place};
use crate::model::{Number, Operand, Operator, ValueType};
use serde_json::Value;
use std::collections::HashSet;

/// The most pairs of beginnings, or of ends, that are held against each other.
const MOST_PAIRS: usize = 10_000;

/// Whether a string answers all.
pub(super) fn fits(asked: &[&Literal<'_>]) -> bool {
    let presence = asked.iter().filter(|literal| literal.operator == Operator::Exists);
    let there = Value::from("");
    if presence.clone().any(|literal| !literal.allows(Some(&there))) {
        return false;
    }
    let wanted: Vec<&Literal<'_>> =
        asked.iter().copied().filter(|literal| literal.is_of_a_set() && literal.wants_a_member()).collect();
    let may_fit = || is_readable(asked) && has_affixes(asked) && finds_what_it_may(asked);
    if wanted.is_empty() {
        return may_fit();
    }
    let named = wanted.iter().flat_map(|literal| literal.members()).filter_map(|member| member.as_string());
    named.into_iter().any(|text| super::fits(asked, Some(&text))) || another_spelling_fits(asked, &wanted) && may_fit()
}

/// Whether a number that every list names can be spelled as none of them spells a text: there are always more spellings.
fn another_spelling_fits(asked: &[&Literal<'_>], wanted: &[&Literal<'_>]) -> bool {
    let named: Vec<HashSet<Number>> = wanted.iter().map(|literal| literal.numbers(false)).collect();
    let Some((first, others)) = named.split_first() else { return false };
    let excluded = excluded_numbers(asked);
    let bounds = number::bounds(asked, |_| true);
    first.iter().any(|number| {
        others.iter().all(|numbers| numbers.contains(number))
            && !excluded.contains(number)
            && bounds.iter().all(|bound| bound.takes(number))
    })
}

/// The numbers that no spelling of is wanted. A text that is not wanted excludes itself alone.
fn excluded_numbers(asked: &[&Literal<'_>]) -> HashSet<Number> {
    let unwanted = asked.iter().filter(|literal| literal.is_of_a_set() && !literal.wants_a_member());
    let unwanted = unwanted.filter(|literal| literal.users().is_none());
    unwanted.flat_map(|literal| literal.numbers(false)).collect()
}

/// Whether a string that has to read as a number, a date or a version can be in its place among them.
fn is_readable(asked: &[&Literal<'_>]) -> bool {
    let instants = bounds(asked, |operand| match operand {
        Operand::Instant(instant) => Some(*instant),
        _ => None,
    });
    let versions = bounds(asked, |operand| match operand {
        Operand::Version(version) => Some(version.clone()),
        _ => None,
    });
    let excluded = excluded_numbers(asked);
    may_read(&number::bounds(asked, is_on_a_line), |number| excluded.contains(number))
        && may_read(&instants, |_| false)
        && may_read(&versions, |_| false)
}

/// What only has to fail fails for a string that reads as nothing.
fn may_read<T: Ord>(bounds: &[Bound<T>], is_excluded: impl Fn(&T) -> bool) -> bool {
    !bounds.iter().any(|bound| bound.affirmed) || has_place(bounds, is_excluded)
}

fn bounds<T: Ord>(asked: &[&Literal<'_>], point: impl Fn(&Operand) -> Option<T>) -> Vec<Bound<T>> {
    let ordered =
        asked.iter().filter(|literal| matches!(literal.operator.value_type(), ValueType::Instant | ValueType::Version));
    let bound = |literal: &&Literal<'_>| {
        let point = point(literal.operand()?)?;
        Some(Bound { operator: literal.operator, affirmed: literal.affirmed, point })
    };
    ordered.filter_map(bound).collect()
}

/// Whether a string can begin, and can end, as it has to.
fn has_affixes(asked: &[&Literal<'_>]) -> bool {
    let refused = searched(asked, false);
    [Operator::StartsWith, Operator::EndsWith].into_iter().all(|operator| {
        let has = |text: &str, affix: &str| match operator {
            Operator::StartsWith => text.starts_with(affix),
            _ => text.ends_with(affix),
        };
        let of = |affirmed: bool| {
            let literals = asked.iter().filter(move |literal| literal.operator == operator);
            literals.filter(move |literal| literal.affirmed == affirmed).filter_map(|literal| affixes(literal))
        };
        let possible = common(of(true), has);
        let denied: Vec<&String> = of(false).flatten().collect();
        let refuses = |affix: &&str| {
            denied.iter().any(|other| has(affix, other)) || refused.iter().any(|text| affix.contains(text))
        };
        possible.len() * denied.len() > MOST_PAIRS || !possible.iter().all(refuses)
    })
}

/// What a string has to begin (or end) with, that begins with one of each list: the longer one where one has the other.
fn common<'t>(lists: impl Iterator<Item = &'t [String]>, has: impl Fn(&str, &str) -> bool) -> Vec<&'t str> {
    let mut common = vec![""];
    for list in lists {
        if common.len() * list.len() > MOST_PAIRS {
            continue;
        }
        let pairs = common.iter().flat_map(|a| list.iter().map(move |b| (*a, b.as_str())));
        let longer = pairs.filter_map(|(a, b)| if has(a, b) { Some(a) } else { has(b, a).then_some(b) });
        let mut seen = HashSet::new();
        common = longer.filter(|affix| seen.insert(*affix)).collect();
    }
    common
}

fn affixes<'l>(literal: &'l Literal<'_>) -> Option<&'l [String]> {
    match literal.operand()? {
        Operand::Affixes(affixes) => Some(affixes),
        _ => None,
    }
}

/// Whether no text that has to be found has one in it that must not be.
fn finds_what_it_may(asked: &[&Literal<'_>]) -> bool {
    let refused = searched(asked, false);
    !searched(asked, true).iter().any(|found| refused.iter().any(|text| found.contains(text)))
}

/// The texts that `contains` has to find, or has to miss.
fn searched<'l>(asked: &'l [&Literal<'_>], wanted: bool) -> Vec<&'l str> {
    let text = |literal: &&'l Literal<'_>| match literal.operand()? {
        Operand::Element(_, text) if literal.wants_a_member() == wanted => Some(text.as_str()),
        _ => None,
    };
    let searches =
        asked.iter().copied().filter(|literal| matches!(literal.operator, Operator::Contains | Operator::NotContains));
    searches.filter_map(|literal| text(&literal)).collect()
}

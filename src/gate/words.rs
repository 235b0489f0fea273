//! Lists and shares in words.

use crate::change::{Change, RuleTitle};
use crate::impact::WHOLE;

/// How many entries of a list are named.
const NAMED: usize = 3;

/// Changes in words: `rollout 25% → 10%, rule 'staff' removed`.
pub(super) fn changes<'c>(changes: impl IntoIterator<Item = &'c Change>) -> String {
    listed(changes.into_iter().map(|change| change.what.to_string()))
}

/// `a, b, c and 4 more`
pub(super) fn listed(items: impl IntoIterator<Item = String>) -> String {
    let mut items: Vec<String> = items.into_iter().collect();
    items.dedup();
    let more = items.len().saturating_sub(NAMED);
    let named = items.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    if more == 0 { named } else { format!("{named} and {more} more") }
}

/// What a rule is called.
pub(super) fn title(index: usize, name: Option<&str>) -> String {
    let title = name.map_or(RuleTitle::Numbered(index + 1), |name| RuleTitle::Named(name.to_owned()));
    title.to_string()
}

/// A part of everybody as a percentage, in thousandths: `15`, `0.5`, `less than 0.001`.
pub(super) fn percentage(part: u64) -> String {
    let thousandths = part * 100_000 / WHOLE;
    if thousandths == 0 {
        return "less than 0.001".to_owned();
    }
    let (whole, rest) = (thousandths / 1000, thousandths % 1000);
    let text = format!("{whole}.{rest:03}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_exact_to_a_thousandth_of_a_percent_and_lists_are_short() {
        for (part, text) in [(WHOLE, "100"), (WHOLE / 2, "50"), (WHOLE / 8, "12.5")] {
            assert_eq!(percentage(part), text);
        }
        assert_eq!(percentage(WHOLE / 100_000), "0.001");
        assert_eq!(percentage(1), "less than 0.001");
        let items = |count: usize| (0..count).map(|n| n.to_string());
        assert_eq!(listed(items(3)), "0, 1, 2");
        assert_eq!(listed(items(5)), "0, 1, 2 and 2 more");
    }
}

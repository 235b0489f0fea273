//! `split-sum`: a split divides all of those admitted.

use super::places::clauses;
use super::{Rule, Scope};
use crate::model::{Diagnostic, Flag, Level, Percent};

pub(super) const RULES: &[Rule] =
    &[Rule { name: "split-sum", level: Level::Error, about: "the weights of a split sum to 100" }];

pub(super) fn check(flag: &Flag, _: Scope<'_>) -> Vec<Diagnostic> {
    let full = u64::from(Percent::FULL.thousandths());
    let splits = clauses(flag).filter_map(|(path, clause)| Some((path, clause.split.as_ref()?.total_thousandths())));
    splits
        .filter(|(_, total)| *total != full)
        .map(|(path, total)| {
            let verb = if total < full { "add" } else { "take away" };
            Diagnostic::error("split-sum", path.key("split"), format!("the weights sum to {}, not 100", decimal(total)))
                .at_key()
                .help(format!("{verb} {}", decimal(total.abs_diff(full))))
        })
        .collect()
}

/// Thousandths as decimal text; a sum may be above what a percentage can be.
fn decimal(thousandths: u64) -> String {
    let text = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

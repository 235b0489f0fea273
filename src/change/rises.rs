//! How far a change takes a flag in one step.

use super::{Change, Field, RuleTitle, diff};
use crate::model::{Clause, Flag, Percent, Serving};

/// A share that grows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rise {
    /// The rule whose rollout it is; `None` for the default clause.
    pub rule: Option<RuleTitle>,
    /// Before.
    pub from: Percent,
    /// After.
    pub to: Percent,
}

impl Rise {
    /// Whether it is larger than a policy's `max_step`.
    pub fn exceeds(&self, max_step: Percent) -> bool {
        self.to.thousandths().saturating_sub(self.from.thousandths()) > max_step.thousandths()
    }
}

/// The rollouts that rise in an environment, as they are written; then the default clause where it reached nobody, since
/// the flag was off or served nothing but the fallback: that rises from 0. Without a flag before, nobody was reached.
pub fn rises(before: Option<&Flag>, after: &Flag, environment: &str) -> Vec<Rise> {
    let changes = before.map(|before| diff(Some(before), Some(after))).unwrap_or_default();
    let reaching = changes.iter().filter(|change| change.reaches(environment, before, Some(after)));
    let written = reaching.filter_map(written).filter(|rise| rise.from < rise.to);
    let was_closed = before.and_then(|before| open_to(before, environment)).is_none();
    let opened = open_to(after, environment).filter(|_| was_closed);
    let opened = opened.map(|to| Rise { rule: None, from: Percent::ZERO, to });
    written.chain(opened).collect()
}

fn written(change: &Change) -> Option<Rise> {
    let percent = |text: Option<String>| text?.parse().ok();
    let what = &change.what;
    let (from, to) = (what.from(), what.to());
    (what.field == Field::Rollout).then_some(Rise { rule: what.rule.clone(), from: percent(from)?, to: percent(to)? })
}

/// The share to which the default clause gives something else than the fallback; `None` where that is not in force.
fn open_to(flag: &Flag, environment: &str) -> Option<Percent> {
    let targeting = flag.targeting(Some(environment));
    let clause: &Clause = &targeting.clause;
    let resolved = clause.resolve(&flag.variants)?;
    let gives = match resolved.serving {
        Serving::Variant(variant) => Some(variant) != flag.fallback(),
        Serving::Split(_) => true,
    };
    (targeting.enabled && gives).then_some(resolved.rollout)
}

//! Losses in words.

use crate::change::RuleTitle;
use crate::gate::loss::{Loss, Share};
use crate::gate::words;
use crate::impact::Whom;
use crate::model::Flag;
use std::collections::BTreeSet;

/// Who loses what, as one sentence: `15% of users lose it`, `u-1, u-2 may lose blue`.
pub(super) fn sentence(flag: &Flag, losses: &[Loss]) -> String {
    let whom = words::listed(losses.iter().map(whom));
    let is_one = matches!(losses, [Loss { whom: Whom::Users(ids), .. }] if ids.len() == 1);
    format!("{whom} {} {}", verb(losses.iter().all(|loss| loss.is_certain), is_one), what(flag, losses))
}

pub(super) fn verb(is_certain: bool, is_one: bool) -> &'static str {
    match (is_certain, is_one) {
        (false, _) => "may lose",
        (true, true) => "loses",
        (true, false) => "lose",
    }
}

/// What is lost: `it`, or the variants of a flag that has several.
fn what(flag: &Flag, losses: &[Loss]) -> String {
    match flag.variants.declared {
        false => "it".to_owned(),
        true => {
            let variants: BTreeSet<&String> = losses.iter().flat_map(|loss| &loss.variants).collect();
            words::listed(variants.into_iter().map(|variant| format!("`{variant}`")))
        }
    }
}

fn whom(loss: &Loss) -> String {
    let of = |title: &RuleTitle| format!("users of {title}");
    let whom = match &loss.whom {
        Whom::Everyone => return "all who have it".to_owned(),
        Whom::Users(ids) => return words::listed(ids.iter().cloned()),
        Whom::OfRule(title) => of(title),
        Whom::OfNoRule { has_rules: true } => "users that no rule names".to_owned(),
        Whom::OfNoRule { has_rules: false } => "users".to_owned(),
    };
    match loss.share {
        Share::All => format!("all {whom}"),
        Share::Part(part) => format!("{}% of {whom}", words::percentage(part)),
        Share::Some => format!("some {whom}"),
        Share::WithoutId => format!("{whom} without an id"),
    }
}

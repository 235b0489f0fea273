//! `unused-waiver`: an excuse for what is well would hide the next mistake.

use super::{Ask, Excuse, Found, Rule, Verdict};
use crate::model::Level;
use chrono::NaiveDate;

pub(super) const RULE: Rule = Rule {
    name: "unused-waiver",
    level: Level::Warning,
    about: "a waiver that holds excuses from nothing: its rule finds nothing on the flag",
    why: "What the waiver excused is mended, or its rule is switched off. Left in the file, it would hide the same finding \
          when it comes back for another reason.",
    mend: "Remove the waiver. A rule that could not tell, as in a shallow clone, or was not asked leaves its waivers alone.",
    ask: Ask::Waiver(check),
};

fn check(excuse: &Excuse<'_>, today: NaiveDate) -> Verdict {
    let waiver = excuse.waiver;
    if excuse.is_used || !waiver.holds_on(today) {
        return Verdict::Fine;
    }
    let message = format!("the waiver of `{}` excuses from nothing: the rule finds nothing here", waiver.rule);
    let help = format!("`ffctl edit {}`: remove it", excuse.flag.key);
    Verdict::Found(Found::at(excuse.path.clone().key("rule"), message, help))
}

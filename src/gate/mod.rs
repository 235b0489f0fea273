//! Gates on change: what a proposed change would do to users, and whether policy allows it. One file a rule.
//!
//! A proposal is two versions of a flags directory. The policy that counts is that of the old one, so that nobody loosens
//! a gate in the change that it should stop.

mod buckets_reshuffled;
mod loss;
mod place;
mod policy_loosened;
mod proposal;
mod protected_without_owner;
mod rollback;
mod step_too_large;
mod users_lose_feature;
mod variant_still_served;
mod words;

pub use place::{Place, Version};
pub use proposal::{Owners, Proposal};
pub use rollback::Rollbacks;

use crate::change::Subject;
use crate::model::{FlagType, Level};

/// One thing that should not be merged as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's name in kebab case.
    pub rule: &'static str,
    /// How bad it is.
    pub level: Level,
    /// What it is about; a flag by its new key.
    pub subject: Subject,
    /// The environment, where it is about one.
    pub environment: Option<String>,
    /// What would happen, in one line.
    pub message: String,
    /// What to do instead.
    pub help: String,
    /// Where in the subject's file.
    pub place: Place,
}

/// A gate.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its name in kebab case.
    pub name: &'static str,
    /// The level of its findings, unless the policy sets another.
    pub level: Level,
    /// What it stops, in one line.
    pub about: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// How to mend it.
    pub mend: &'static str,
    check: fn(&Proposal<'_>) -> Vec<Found>,
}

/// What one rule finds.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Found {
    subject: Subject,
    environment: Option<String>,
    message: String,
    help: String,
    place: Place,
}

/// Every gate.
pub const RULES: &[Rule] = &[
    users_lose_feature::RULE,
    buckets_reshuffled::RULE,
    variant_still_served::RULE,
    step_too_large::RULE,
    protected_without_owner::RULE,
    policy_loosened::RULE,
];

/// What the findings of a rule count as: given its name, the flag's type, where it is about a flag, and its own level.
/// `None` where the rule is off.
pub type Levels<'l> = dyn Fn(&str, Option<FlagType>, Level) -> Option<Level> + 'l;

/// Asks every rule about a proposal; flags first, each with its most pressing finding first.
pub fn judge(proposal: &Proposal<'_>, levels: &Levels<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in RULES {
        for Found { subject, environment, message, help, place } in (rule.check)(proposal) {
            let level = levels(rule.name, proposal.flag_type(&subject), rule.level);
            findings.extend(level.map(|level| Finding {
                rule: rule.name,
                level,
                subject,
                environment,
                message,
                help,
                place,
            }));
        }
    }
    findings.sort_by(|a, b| a.subject.cmp(&b.subject).then(b.level.cmp(&a.level)));
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_in_kebab_case() {
        let mut names: Vec<_> = RULES.iter().map(|rule| rule.name).collect();
        assert!(names.iter().all(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), RULES.len());
        let own: Vec<_> = RULES.iter().map(|rule| rule.name).collect();
        assert_eq!(own, crate::model::Policy::GATES, "the settings know them");
        assert!(crate::model::Policy::RULES.ends_with(&own));
    }
}

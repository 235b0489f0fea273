//! The policy of a flags directory: limits of edits and audits, and what findings count as.

use super::{Days, FlagType, Level, Percent};
use std::fmt;

/// Limits of edits and audits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The largest rise of a rollout in one edit of a protected environment, in points; 100 (no limit) by default.
    pub max_step: Percent,
    /// How long before `expires` the audit warns; 14 days by default.
    pub expiring_within: Days,
    /// How long a flag may stay fully on or off unchanged; 30 days by default.
    pub stale_after: Days,
    /// How long a release may stand between 0 and 100 percent unchanged; 30 days by default.
    pub ramp_stuck_after: Days,
    /// How long a flag may go without an evaluation; 30 days by default.
    pub unused_after: Days,
    /// How long a flag of a type may live; no limit by default.
    pub max_age: Vec<(FlagType, Days)>,
    /// Metadata that every flag must have, beyond what the format requires; none by default.
    pub require: Vec<String>,
    /// Who may own flags, beside the owners of CODEOWNERS; none by default.
    pub owners: Vec<String>,
    /// What the findings of a rule count as, where it is not the rule's own level; none by default.
    pub rules: Vec<RuleLevel>,
}

/// What a rule's findings count as, on flags of every type or of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleLevel {
    /// The rule's name.
    pub rule: String,
    /// The type of flag; every one, where there is none.
    pub flag_type: Option<FlagType>,
    /// The level; `None` switches the rule off.
    pub level: Option<Level>,
}

impl Default for Policy {
    fn default() -> Self {
        Policy {
            max_step: Percent::FULL,
            expiring_within: Days(14),
            stale_after: Days(30),
            ramp_stuck_after: Days(30),
            unused_after: Days(30),
            max_age: Vec::new(),
            require: Vec::new(),
            owners: Vec::new(),
            rules: Vec::new(),
        }
    }
}

impl Policy {
    /// What `require` may ask for.
    pub const METADATA: &[&str] = &["description", "owner", "type", "created", "expires", "ticket", "tags", "links"];

    /// The rules that `rules` may give a level: those of the audit, then the gates of `check`.
    pub const RULES: &[&str] = &[
        "expired",
        "missing-metadata",
        "expiring",
        "undecided-experiment",
        "stale",
        "ramp-stuck",
        "dead-variant",
        "unused",
        "unreferenced",
        "unknown-reference",
        "owner-unknown",
        "overage",
        "expired-waiver",
        "unused-waiver",
        "users-lose-feature",
        "buckets-reshuffled",
        "variant-still-served",
        "step-too-large",
        "protected-without-owner",
        "policy-loosened",
    ];

    /// The gates among them.
    pub const GATES: &[&str] = &[
        "users-lose-feature",
        "buckets-reshuffled",
        "variant-still-served",
        "step-too-large",
        "protected-without-owner",
        "policy-loosened",
    ];

    /// What the findings of a rule count as, on flags of a type or on what is no flag: what is set for that type, else
    /// what is set for all, else the rule's own level. `None` where the rule is off.
    ///
    /// ```
    /// use ffctl::model::{FlagType, Level, Policy, RuleLevel};
    ///
    /// let off = RuleLevel { rule: "stale".into(), flag_type: Some(FlagType::Experiment), level: None };
    /// let policy = Policy { rules: vec![off], ..Policy::default() };
    /// assert_eq!(policy.level("stale", Some(FlagType::Experiment), Level::Warning), None);
    /// assert_eq!(policy.level("stale", Some(FlagType::Release), Level::Warning), Some(Level::Warning));
    /// ```
    pub fn level(&self, rule: &str, flag_type: Option<FlagType>, own: Level) -> Option<Level> {
        let set = |flag_type: Option<FlagType>| {
            self.rules.iter().find(|known| known.rule == rule && known.flag_type == flag_type).map(|known| known.level)
        };
        flag_type.and_then(|flag_type| set(Some(flag_type))).or_else(|| set(None)).unwrap_or(Some(own))
    }
}

impl RuleLevel {
    /// The words for levels in the settings.
    pub const LEVELS: &[&str] = &["off", "warning", "error"];

    /// The level of a word; nothing inside is off.
    pub fn parse(word: &str) -> Option<Option<Level>> {
        match word {
            "off" => Some(None),
            "warning" => Some(Some(Level::Warning)),
            "error" => Some(Some(Level::Error)),
            _ => None,
        }
    }

    /// The word for its level.
    pub fn word(&self) -> &'static str {
        self.level.map_or("off", Level::name)
    }
}

/// The rule, and the type where it is about one: `stale`, `stale experiment`.
impl fmt::Display for RuleLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.flag_type {
            Some(flag_type) => write!(f, "{} {flag_type}", self.rule),
            None => f.write_str(&self.rule),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_goes_before_all_and_what_is_set_before_the_rules_own() {
        let set = |flag_type, word| RuleLevel {
            rule: "stale".into(),
            flag_type,
            level: RuleLevel::parse(word).expect("a level"),
        };
        let policy = Policy {
            rules: vec![set(None, "error"), set(Some(FlagType::Ops), "off"), set(Some(FlagType::Release), "warning")],
            ..Policy::default()
        };
        for (rule, flag_type, expected) in [
            ("stale", Some(FlagType::Ops), None),
            ("stale", Some(FlagType::Release), Some(Level::Warning)),
            ("stale", Some(FlagType::Experiment), Some(Level::Error)),
            ("stale", None, Some(Level::Error)),
            ("overage", Some(FlagType::Ops), Some(Level::Warning)),
        ] {
            assert_eq!(policy.level(rule, flag_type, Level::Warning), expected, "{rule} {flag_type:?}");
        }
    }

    #[test]
    fn every_word_is_the_level_that_it_is_written_as() {
        for word in RuleLevel::LEVELS {
            let level = RuleLevel::parse(word).expect("a level");
            assert_eq!(RuleLevel { rule: String::new(), flag_type: None, level }.word(), *word);
        }
        assert_eq!(RuleLevel::parse("info"), None);
    }
}

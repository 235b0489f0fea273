//! How an answer came about, as plain data.

use super::bucket::Draw;
use crate::model::{Comparison, Operator, Percent, VariantName};
use serde_json::Value;

/// Each step of an evaluation, in the order taken; what was not looked at is not there.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// The switch.
    pub enabled: bool,
    /// The search in the overrides; none on a disabled flag.
    pub overrides: Option<OverrideTrace>,
    /// The rules asked. Where a rule decided, it is the last one here.
    pub rules: Vec<RuleTrace>,
    /// How many rules were left to ask.
    pub rules_left: usize,
    /// The clause applied; none where the switch or an override decided.
    pub clause: Option<ClauseTrace>,
    /// What decided in the end.
    pub decision: Decision,
}

/// What decided which variant is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The flag is switched off.
    Disabled,
    /// An override lists the user.
    Override,
    /// The clause serves one variant, and admitted the user.
    Serve,
    /// The clause's split drew the variant.
    Split,
    /// The clause's rollout left the user out.
    NotAdmitted,
    /// The clause draws, and the context has no id to draw for.
    MissingId,
}

/// The search of the overrides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverrideTrace {
    /// The user's id, if the context has a usable one.
    pub id: Option<String>,
    /// How many ids are listed.
    pub listed: usize,
    /// What the id always gets, if it is listed.
    pub variant: Option<VariantName>,
}

/// A rule that was asked.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleTrace {
    /// Its place, from 0.
    pub index: usize,
    /// Its name, if it has one.
    pub name: Option<String>,
    /// Its condition, with the answer.
    pub condition: ConditionTrace,
}

/// A condition that was looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct ConditionTrace {
    /// What it asked.
    pub question: Question,
    /// Whether it held.
    pub held: bool,
    /// The conditions inside it that were looked at.
    pub inner: Vec<ConditionTrace>,
}

/// What a condition asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// The comparison of an attribute.
    Attribute {
        /// The attribute's name, as written.
        attribute: String,
        /// How it is compared.
        operator: Operator,
        /// What it is compared with, as written.
        value: Comparison,
        /// What the context has there; none where it is missing or null.
        actual: Option<Value>,
    },
    /// Whether all inner conditions hold.
    All {
        /// How many were not looked at, since the last one settled it.
        left: usize,
    },
    /// Whether one inner condition holds.
    Any {
        /// How many were not looked at, since the last one settled it.
        left: usize,
    },
    /// Whether the inner condition does not hold.
    Not,
    /// Membership of a segment: being listed in its `users`, or else its condition, which is the inner one.
    Segment {
        /// The segment's name.
        name: String,
        /// Whether its `users` list the user; then its condition is not looked at.
        listed: bool,
    },
}

/// The clause that was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClauseTrace {
    /// The rule it belongs to, from 0; none for the default clause.
    pub rule: Option<usize>,
    /// The share admitted.
    pub rollout: Percent,
    /// How it was settled who is admitted.
    pub admission: Admission,
    /// Whether the user is admitted.
    pub admitted: bool,
    /// The share of the split that the draw fell into, where the clause splits and the user is admitted.
    pub share: Option<Share>,
}

/// How it was settled whether a user is admitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Admission {
    /// Without a draw: nobody is admitted, or everybody is and gets the same.
    Certain,
    /// By a draw.
    Drawn {
        /// The attribute that is hashed.
        attribute: String,
        /// The text that is hashed with it.
        salt: String,
        /// Its value.
        id: String,
        /// Where it falls.
        draw: Draw,
    },
    /// It takes a draw, and this attribute holds no id to draw for.
    MissingId {
        /// The attribute that is to be hashed.
        attribute: String,
    },
}

/// One variant's part of a split, in thousandths of a percent of the admitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// The variant.
    pub variant: VariantName,
    /// The first draw that gets it.
    pub start: u32,
    /// The first draw beyond.
    pub end: u32,
}

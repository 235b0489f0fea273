//! How an answer came about, as JSON and for rendering.

use crate::evaluate::{Admission, ClauseTrace, ConditionTrace, Decision, Question, Trace};
use serde::Serialize;
use serde_json::Value;

/// Each step of an evaluation, in the order taken.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TraceReport {
    /// The switch.
    pub enabled: bool,
    /// The search in the overrides; null on a disabled flag.
    pub overrides: Option<OverrideStep>,
    /// The rules asked.
    pub rules: Vec<RuleStep>,
    /// How many rules were left to ask.
    pub rules_left: usize,
    /// The clause applied; null where the switch or an override decided.
    pub clause: Option<ClauseStep>,
    /// What decided: `disabled`, `override`, `serve`, `split`, `not-admitted` or `missing-id`.
    pub decision: &'static str,
}

/// The search in the overrides.
#[derive(Debug, Serialize)]
pub struct OverrideStep {
    /// The user's id.
    pub id: Option<String>,
    /// How many ids are listed.
    pub listed: usize,
    /// What the id always gets.
    pub variant: Option<String>,
}

/// A rule that was asked.
#[derive(Debug, Serialize)]
pub struct RuleStep {
    /// From 0.
    pub index: usize,
    /// Its name.
    pub name: Option<String>,
    /// Its condition, with the answer.
    pub condition: ConditionStep,
}

/// A condition that was looked at.
#[derive(Debug, Serialize)]
pub struct ConditionStep {
    /// What it asks, in words.
    pub asks: String,
    /// Whether it held.
    pub held: bool,
    /// The attribute it looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribute: Option<String>,
    /// What the context has there; null where it is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actual: Option<Value>,
    /// Listed in the segment's `users`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub listed: bool,
    /// How many inner conditions were not looked at, since the last one settled it.
    #[serde(skip_serializing_if = "is_zero")]
    pub left: usize,
    /// The conditions inside it that were looked at.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inner: Vec<ConditionStep>,
}

/// The clause that was applied.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClauseStep {
    /// The rule it belongs to, from 0; null for the default clause.
    pub rule: Option<usize>,
    /// The share admitted, in percent.
    pub rollout: f64,
    /// Whether the user is admitted.
    pub admitted: bool,
    /// The draw, where one was made.
    pub draw: Option<DrawStep>,
    /// The attribute that a draw needs and the context does not have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
    /// The variant that a split drew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<ShareStep>,
}

/// What was hashed, and where it fell.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DrawStep {
    /// The attribute hashed.
    pub bucket_by: String,
    /// Its value.
    pub id: String,
    /// The text hashed with it.
    pub salt: String,
    /// In percent, 0 to 99.999.
    pub bucket: f64,
    /// The split's draw, in percent, 0 to 99.999.
    pub split_draw: f64,
}

/// The part of a split that a draw fell into, in percent.
#[derive(Debug, Serialize)]
pub struct ShareStep {
    /// The variant.
    pub variant: String,
    /// From here on.
    pub start: f64,
    /// And below this.
    pub end: f64,
}

/// A trace as a report.
pub fn trace_report(trace: Trace) -> TraceReport {
    TraceReport {
        enabled: trace.enabled,
        overrides: trace.overrides.map(|found| OverrideStep {
            id: found.id,
            listed: found.listed,
            variant: found.variant.map(|variant| variant.0),
        }),
        rules: trace
            .rules
            .into_iter()
            .map(|rule| RuleStep { index: rule.index, name: rule.name, condition: condition_step(rule.condition) })
            .collect(),
        rules_left: trace.rules_left,
        clause: trace.clause.map(clause_step),
        decision: decision_name(trace.decision),
    }
}

fn condition_step(trace: ConditionTrace) -> ConditionStep {
    let plain = |asks: &str, left| ConditionStep {
        asks: asks.to_owned(),
        held: trace.held,
        attribute: None,
        actual: None,
        listed: false,
        left,
        inner: Vec::new(),
    };
    let step = match trace.question {
        Question::Attribute { attribute, operator, value, actual } => ConditionStep {
            actual: Some(actual.unwrap_or(Value::Null)),
            attribute: Some(attribute.clone()),
            ..plain(&format!("{attribute} {operator} {value}"), 0)
        },
        Question::All { left } => plain("all", left),
        Question::Any { left } => plain("any", left),
        Question::Not => plain("not", 0),
        Question::Segment { name, listed } => ConditionStep { listed, ..plain(&format!("segment {name}"), 0) },
    };
    ConditionStep { inner: trace.inner.into_iter().map(condition_step).collect(), ..step }
}

fn clause_step(clause: ClauseTrace) -> ClauseStep {
    let (draw, missing) = match clause.admission {
        Admission::Certain => (None, None),
        Admission::MissingId { attribute } => (None, Some(attribute)),
        Admission::Drawn { attribute, salt, id, draw } => {
            let (bucket, split_draw) = (percent(draw.bucket), percent(draw.split));
            (Some(DrawStep { bucket_by: attribute, id, salt, bucket, split_draw }), None)
        }
    };
    ClauseStep {
        rule: clause.rule,
        rollout: percent(clause.rollout.thousandths()),
        admitted: clause.admitted,
        draw,
        missing,
        share: clause.share.map(|share| ShareStep {
            variant: share.variant.0,
            start: percent(share.start),
            end: percent(share.end),
        }),
    }
}

fn decision_name(decision: Decision) -> &'static str {
    match decision {
        Decision::Disabled => "disabled",
        Decision::Override => "override",
        Decision::Serve => "serve",
        Decision::Split => "split",
        Decision::NotAdmitted => "not-admitted",
        Decision::MissingId => "missing-id",
    }
}

fn percent(thousandths: u32) -> f64 {
    f64::from(thousandths) / 1000.0
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

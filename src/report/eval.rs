//! What `eval` returns.

use super::DiagnosticReport;
use super::TraceReport;
use crate::evaluate::Evaluation;
use crate::model::{ErrorCode, Reason};
use serde::Serialize;
use serde_json::Value;

/// The answer of one flag for one context; OpenFeature's shape.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EvalReport {
    /// The flag.
    pub key: String,
    /// The environment; null for none.
    pub environment: Option<String>,
    /// The variant served; null where there is no answer.
    pub variant: Option<String>,
    /// Its value; null where there is no answer.
    pub value: Value,
    /// OpenFeature's reason.
    pub reason: &'static str,
    /// The rule that decided.
    pub rule: Option<RuleReport>,
    /// The bucket in percent, 0 to 99.999; null where no draw was made.
    pub bucket: Option<f64>,
    /// OpenFeature's error code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_code: Option<&'static str>,
    /// What went wrong, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_details: Option<String>,
    /// Every step taken, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trace: Option<TraceReport>,
    /// What is wrong with the files, to be shown.
    #[serde(skip)]
    pub problems: Vec<DiagnosticReport>,
    /// What to do about it.
    #[serde(skip)]
    pub help: Option<String>,
}

/// The rule that decided.
#[derive(Debug, Serialize)]
pub struct RuleReport {
    /// From 0.
    pub index: usize,
    /// Its name.
    pub name: Option<String>,
}

/// The answer of `eval -q`.
#[derive(Debug)]
pub enum QuietAnswer {
    /// Said by the exit code alone.
    Boolean(bool),
    /// Printed bare.
    Value(Value),
}

impl EvalReport {
    /// An answer.
    pub fn new(key: &str, environment: Option<&str>, evaluation: &Evaluation<'_>) -> EvalReport {
        EvalReport {
            key: key.to_owned(),
            environment: environment.map(str::to_owned),
            variant: Some(evaluation.variant.to_string()),
            value: evaluation.value.clone(),
            reason: evaluation.reason.name(),
            rule: evaluation.rule.map(|rule| RuleReport { index: rule.index, name: rule.name.map(str::to_owned) }),
            bucket: evaluation.bucket.map(|thousandths| f64::from(thousandths) / 1000.0),
            error_code: evaluation.error.map(ErrorCode::name),
            error_details: None,
            trace: None,
            problems: Vec::new(),
            help: None,
        }
    }

    /// The same, with what a draw lacked in words, where it lacked something.
    pub fn lacking(mut self, bucket_by: &str) -> EvalReport {
        if self.error_code == Some(ErrorCode::TargetingKeyMissing.name()) {
            self.error_details = Some(draw_lacks(bucket_by));
            let option = if bucket_by == "user_id" { "--user ID".to_owned() } else { format!("--attr {bucket_by}=ID") };
            self.help = Some(format!("add {option}; a draw takes a non-empty text or an integer"));
        }
        self
    }

    /// No answer.
    pub fn error(key: &str, environment: Option<&str>, code: ErrorCode, details: String) -> EvalReport {
        EvalReport {
            key: key.to_owned(),
            environment: environment.map(str::to_owned),
            variant: None,
            value: Value::Null,
            reason: Reason::Error.name(),
            rule: None,
            bucket: None,
            error_code: Some(code.name()),
            error_details: Some(details),
            trace: None,
            problems: Vec::new(),
            help: None,
        }
    }

    /// Whether another answer is the same to whoever asked, however it came about.
    pub fn gives_the_same(&self, other: &EvalReport) -> bool {
        (&self.variant, &self.value) == (&other.variant, &other.value)
            && (!self.failed() || self.error_code == other.error_code)
    }

    /// Whether there is no answer at all. A missing targeting key still has one: the fallback.
    pub fn failed(&self) -> bool {
        self.variant.is_none()
    }
}

/// What an answer says where a draw lacks the attribute that it draws by.
pub fn draw_lacks(bucket_by: &str) -> String {
    format!("a draw needs the attribute '{bucket_by}', and the context has none")
}

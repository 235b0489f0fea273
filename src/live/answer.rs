//! What a program gets that asks for a flag by its key.

use crate::evaluate::Evaluation;
use crate::model::{ErrorCode, Reason, VariantName};
use serde_json::Value;

/// A flag's answer, to be kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The variant served; `None` where there is no such flag.
    pub variant: Option<VariantName>,
    /// Its value; null where there is no such flag.
    pub value: Value,
    /// Why.
    pub reason: Reason,
    /// What stood in the way. A draw that lacks its attribute still answers, with the fallback.
    pub error: Option<ErrorCode>,
}

impl Answer {
    pub(super) fn of(evaluation: &Evaluation<'_>) -> Answer {
        Answer {
            variant: Some(evaluation.variant.clone()),
            value: evaluation.value.clone(),
            reason: evaluation.reason,
            error: evaluation.error,
        }
    }

    pub(super) fn not_found() -> Answer {
        Answer { variant: None, value: Value::Null, reason: Reason::Error, error: Some(ErrorCode::FlagNotFound) }
    }
}

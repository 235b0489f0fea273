//! ffctl's answers in OpenFeature's terms.

use crate::evaluate::Evaluation;
use crate::live::Edition;
use crate::model::{ErrorCode, Flag, Reason, VariantName};
use crate::report::draw_lacks;
use open_feature::{EvaluationError, EvaluationErrorCode, EvaluationReason, FlagMetadata};

pub(super) fn reason_of(reason: Reason) -> EvaluationReason {
    match reason {
        Reason::Disabled => EvaluationReason::Disabled,
        Reason::TargetingMatch => EvaluationReason::TargetingMatch,
        Reason::Split => EvaluationReason::Split,
        Reason::Static => EvaluationReason::Static,
        Reason::Default => EvaluationReason::Default,
        Reason::Error => EvaluationReason::Error,
    }
}

pub(super) fn error(code: ErrorCode, message: String) -> EvaluationError {
    let code = match code {
        ErrorCode::FlagNotFound => EvaluationErrorCode::FlagNotFound,
        ErrorCode::ParseError => EvaluationErrorCode::ParseError,
        ErrorCode::TargetingKeyMissing => EvaluationErrorCode::TargetingKeyMissing,
        ErrorCode::InvalidContext => EvaluationErrorCode::InvalidContext,
        ErrorCode::TypeMismatch => EvaluationErrorCode::TypeMismatch,
        ErrorCode::General => EvaluationErrorCode::General(message.clone()),
    };
    EvaluationError { code, message: Some(message) }
}

/// The variant's value `is not` what was asked for.
pub(super) fn mistyped(key: &str, variant: &VariantName, is_not: &str) -> EvaluationError {
    error(ErrorCode::TypeMismatch, format!("variant '{variant}' of '{key}' {is_not}"))
}

/// What a flag's draw lacked.
pub(super) fn lacking(flag: &Flag, code: ErrorCode) -> EvaluationError {
    let stand_in = if flag.bucket_by() == "user_id" { ", nor a targeting key" } else { "" };
    error(code, draw_lacks(flag.bucket_by()) + stand_in)
}

/// What hooks and logs want to know beside the answer; `version` is the name that OpenFeature's telemetry reads.
pub(super) fn metadata(
    flag: &Flag,
    environment: Option<&str>,
    edition: &Edition,
    evaluation: &Evaluation<'_>,
) -> FlagMetadata {
    let always =
        [("owner", flag.owner.as_str()), ("type", flag.flag_type.name()), ("version", edition.digest.as_str())];
    let at_times = [
        ("ticket", flag.ticket.as_deref()),
        ("environment", environment),
        ("rule", evaluation.rule.and_then(|rule| rule.name)),
    ];
    let at_times = at_times.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let values = always.into_iter().chain(at_times).map(|(name, value)| (name.to_owned(), value.into()));
    FlagMetadata { values: values.collect() }
}

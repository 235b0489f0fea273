//! An event for each evaluation that somebody asks for by the flag's key, after the semantic conventions for feature
//! flags.
//!
//! See <https://opentelemetry.io/docs/specs/semconv/feature-flags/>. The event is a record of the log, as the conventions
//! have it, with the ids of the request's span; where no logs are sent it is an event of the span. It is sent of requests
//! that are sampled. Neither the targeting key (`feature_flag.context.id`) nor any other part of the context is in it:
//! that is personal data.
//!
//! Whoever asks for all flags at once may look at none of them, and knows itself at which it does: of such a request its
//! span says which flags they were, and how many.

use super::super::FlagSetId;
use super::exporters::Exporters;
use crate::model::Reason;
use crate::serve::served::Answered;
use crate::serve::trouble::Trouble;
use opentelemetry::logs::{AnyValue, LogRecord as _, Logger as _, Severity};
use opentelemetry::trace::TraceContextExt as _;
use opentelemetry::{Context, KeyValue};
use std::time::SystemTime;

const EVALUATION: &str = "feature_flag.evaluation";

/// Who evaluates, in the conventions' words.
pub(super) const PROVIDER: (&str, &str) = ("feature_flag.provider.name", "ffctl");

/// Tells of the evaluation of a flag.
pub(super) fn one(exporters: &Exporters, flags: &FlagSetId<'_>, key: &str, outcome: &Result<Answered<'_>, Trouble>) {
    Context::map_current(|context| {
        let span = context.span();
        if !span.span_context().is_sampled() {
            return;
        }
        let attributes = attributes(flags, key, outcome);
        let Some(logger) = &exporters.logger else {
            return span.add_event(EVALUATION, attributes.map(|(name, value)| KeyValue::new(name, value)).collect());
        };
        let mut record = logger.create_log_record();
        record.set_event_name(EVALUATION);
        record.set_severity_number(Severity::Info);
        record.set_timestamp(SystemTime::now());
        record.add_attributes(attributes.map(|(name, value)| (name, AnyValue::from(value))));
        logger.emit(record);
    });
}

/// Tells of the evaluation of this many flags.
pub(super) fn all(flags: &FlagSetId<'_>, count: usize) {
    Context::map_current(|context| {
        let span = context.span();
        if span.is_recording() {
            span.set_attributes(of_set(flags).map(|(name, value)| KeyValue::new(name, value)));
            span.set_attribute(KeyValue::new("ffctl.flags.evaluated", i64::try_from(count).unwrap_or(i64::MAX)));
        }
    });
}

fn attributes(
    flags: &FlagSetId<'_>,
    key: &str,
    outcome: &Result<Answered<'_>, Trouble>,
) -> impl Iterator<Item = (&'static str, String)> {
    let result = match outcome {
        Ok(Answered { variant, reason }) => {
            [("feature_flag.result.variant", variant.0.clone()), ("feature_flag.result.reason", word(reason.name()))]
        }
        Err(trouble) => [
            ("error.type", word(trouble.error_code.unwrap_or("_OTHER"))),
            ("feature_flag.result.reason", word(Reason::Error.name())),
        ],
    };
    [("feature_flag.key", key.to_owned())].into_iter().chain(result).chain(of_set(flags))
}

fn of_set(flags: &FlagSetId<'_>) -> impl Iterator<Item = (&'static str, String)> {
    let environment = flags.environment.map(|name| ("feature_flag.set.id", name.to_owned()));
    let always = [(PROVIDER.0, PROVIDER.1.to_owned()), ("feature_flag.version", flags.digest.to_owned())];
    environment.into_iter().chain(always)
}

/// OpenFeature's word as the conventions write it.
pub(super) fn word(name: &str) -> String {
    match name {
        "_OTHER" => name.to_owned(),
        name => name.to_ascii_lowercase(),
    }
}

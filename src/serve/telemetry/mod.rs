//! What operators collect: traces, metrics and events for OpenTelemetry.
//!
//! Nothing is sent, and no thread is started, unless the standard environment variables name a collector. A build
//! without the feature `otel` has a [`Telemetry`] that does nothing but say so.

#[cfg(not(feature = "otel"))]
mod absent;
#[cfg(feature = "otel")]
mod otel;

#[cfg(not(feature = "otel"))]
pub(super) use absent::Telemetry;
#[cfg(feature = "otel")]
pub(super) use otel::Telemetry;

use super::served::{Served, ServedEnvironment};
use std::env;

/// Which flags answer: what the conventions call a flag set, and its version.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "otel"), expect(dead_code, reason = "told to nobody"))]
pub(super) struct FlagSetId<'s> {
    environment: Option<&'s str>,
    digest: &'s str,
}

impl<'s> FlagSetId<'s> {
    pub(super) fn new(served: &'s Served, environment: &'s ServedEnvironment) -> FlagSetId<'s> {
        FlagSetId { environment: environment.name.as_deref(), digest: &served.edition.digest }
    }
}

/// An environment variable; an empty one counts as none, as the standard has it.
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// Whether a collector is named, for whatever signal.
fn is_asked_for(variable: impl Fn(&str) -> Option<String>) -> bool {
    let is_disabled = variable("OTEL_SDK_DISABLED").is_some_and(|value| value.eq_ignore_ascii_case("true"));
    let endpoints = ["", "TRACES_", "METRICS_", "LOGS_"].map(|signal| format!("OTEL_EXPORTER_OTLP_{signal}ENDPOINT"));
    !is_disabled && endpoints.iter().any(|name| variable(name).is_some())
}

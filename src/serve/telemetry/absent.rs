//! A build without OpenTelemetry.

use super::{FlagSetId, is_asked_for, variable};
use crate::serve::served::Answered;
use crate::serve::service::Service;
use crate::serve::trouble::Trouble;
use axum::Router;
use std::sync::Arc;
use std::time::Duration;

/// Sends nothing.
pub(in crate::serve) struct Telemetry;

impl Telemetry {
    /// Says that it sends nothing, to those who want something sent.
    pub(in crate::serve) fn from_environment() -> Telemetry {
        if is_asked_for(variable) {
            tracing::warn!(
                "a collector for OpenTelemetry is named, but this build of ffctl has none of it: install ffctl with \
                 `--features otel`, or unset OTEL_EXPORTER_OTLP_ENDPOINT"
            );
        }
        Telemetry
    }

    pub(in crate::serve) fn observe(&self, _: &Arc<Service>) {}

    pub(in crate::serve) fn watch(&self, router: Router) -> Router {
        router
    }

    pub(in crate::serve) fn evaluated(&self, _: &FlagSetId<'_>, _: &str, _: &Result<Answered<'_>, Trouble>) {}

    pub(in crate::serve) fn evaluated_all(&self, _: &FlagSetId<'_>, _: usize) {}

    pub(in crate::serve) async fn end(&self, _: Duration) {}
}

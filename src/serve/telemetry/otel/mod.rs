//! A build with OpenTelemetry.

mod collector;
mod evaluations;
mod exporters;
mod instruments;
mod requests;
mod settings;

use super::{FlagSetId, is_asked_for, variable};
use crate::serve::served::Answered;
use crate::serve::service::Service;
use crate::serve::trouble::Trouble;
use axum::{Router, middleware};
use exporters::Exporters;
use instruments::Instruments;
use requests::Requests;
use std::sync::Arc;
use std::time::Duration;

/// Sends to a collector what the environment variables ask for; without any, nothing.
pub(in crate::serve) struct Telemetry(Option<Exporters>);

impl Telemetry {
    /// As the environment variables have it. What they say and cannot be done is told, and the flags are served
    /// nevertheless.
    pub(in crate::serve) fn from_environment() -> Telemetry {
        Telemetry(is_asked_for(variable).then(|| Exporters::new(variable)))
    }

    /// Has the counters of a server read whenever metrics are sent.
    pub(in crate::serve) fn observe(&self, service: &Arc<Service>) {
        if let Some(meter) = self.0.as_ref().and_then(Exporters::meter) {
            Instruments::new(&meter, service).observe();
        }
    }

    /// Has every request to these paths traced and timed; where nobody collects that, they stay as they are.
    pub(in crate::serve) fn watch(&self, router: Router) -> Router {
        match self.0.as_ref().and_then(Requests::new) {
            Some(requests) => router.layer(middleware::from_fn_with_state(requests, requests::watch)),
            None => router,
        }
    }

    /// Tells of the evaluation of a flag, within the request that asked for it.
    pub(in crate::serve) fn evaluated(
        &self,
        flags: &FlagSetId<'_>,
        key: &str,
        outcome: &Result<Answered<'_>, Trouble>,
    ) {
        if let Some(exporters) = &self.0 {
            evaluations::one(exporters, flags, key, outcome);
        }
    }

    /// Tells of the evaluation of every flag, within the request that asked for them.
    pub(in crate::serve) fn evaluated_all(&self, flags: &FlagSetId<'_>, count: usize) {
        if self.0.is_some() {
            evaluations::all(flags, count);
        }
    }

    /// Sends what is left, for a time.
    pub(in crate::serve) async fn end(&self, patience: Duration) {
        if let Some(exporters) = &self.0 {
            exporters.end(patience).await;
        }
    }
}

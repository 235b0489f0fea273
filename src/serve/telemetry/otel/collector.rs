//! The way to a collector: plain HTTP, and a word in the log when it is away and when it is back.

use super::settings::{Signal, Target};
use async_trait::async_trait;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use ureq::Agent;

/// The most that is read of what a collector answers.
const MOST_READ: u64 = 1 << 16;

/// Who takes a signal.
#[derive(Debug)]
pub(super) struct Collector {
    signal: Signal,
    agent: Agent,
    is_away: AtomicBool,
}

impl Collector {
    pub(super) fn new(signal: Signal, target: &Target) -> Collector {
        let agent = Agent::config_builder()
            .timeout_global(Some(target.timeout))
            .http_status_as_error(false)
            // Its headers may hold a token: for who was named, and for nobody else.
            .max_redirects(0)
            .max_redirects_will_error(false)
            // It is near, and many a proxy tunnels no plain http.
            .proxy(None)
            .build()
            .new_agent();
        Collector { signal, agent, is_away: AtomicBool::new(false) }
    }

    fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, ureq::Error> {
        let (head, body) = request.into_parts();
        let response = self.agent.run(Request::from_parts(head, body.as_ref()))?;
        let (head, mut body) = response.into_parts();
        let read = body.with_config().limit(MOST_READ).read_to_vec()?;
        Ok(Response::from_parts(head, Bytes::from(read)))
    }

    /// Told once for all that is lost until it is back.
    fn is_away(&self, why: &str) {
        if !self.is_away.swap(true, Relaxed) {
            let signal = self.signal.name();
            tracing::warn!(signal, error = why, "the collector does not take {signal}; flags are served nevertheless");
        }
    }

    fn is_there(&self) {
        if self.is_away.swap(false, Relaxed) {
            let signal = self.signal.name();
            tracing::info!(signal, "the collector takes {signal} again");
        }
    }
}

#[async_trait]
impl HttpClient for Collector {
    /// Blocks: each exporter has a thread of its own for it.
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let sent = self.send(request);
        match &sent {
            Ok(response) if response.status().is_success() => self.is_there(),
            Ok(response) => self.is_away(&format!("it answered {}", response.status())),
            Err(error) => self.is_away(&error.to_string()),
        }
        Ok(sent?)
    }
}

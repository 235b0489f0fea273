//! Server-sent events: clients that listen are told that the flags have changed, and ask again.

use super::metrics::Open;
use super::service::Service;
use super::trouble::Trouble;
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, Stream};
use serde_json::json;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch::Receiver;

/// How often something is sent to a client that nothing happens for, so that nobody between takes the connection for dead.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);

/// How soon a client may come again that lost its connection.
const RETRY: Duration = Duration::from_secs(2);

/// Where a client's stream stands.
struct Listener {
    service: Arc<Service>,
    changes: Receiver<()>,
    /// What it showed to be let in.
    headers: HeaderMap,
    environment: Option<String>,
    ticket: Option<String>,
    /// The digest of the flags that the client has heard of. One that has heard nothing yet is told at once: the flags
    /// may have changed since it asked for them, and asking again costs an entity tag.
    known: Option<String>,
    _open: Open,
}

impl Service {
    /// A stream of events for a client that may have heard some before.
    pub(super) fn events(
        self: &Arc<Self>,
        headers: HeaderMap,
        environment: Option<String>,
        ticket: Option<String>,
    ) -> Response {
        let listener = Listener {
            changes: self.changes(),
            known: headers.get("last-event-id").and_then(|value| value.to_str().ok()).map(str::to_owned),
            headers,
            environment,
            ticket,
            _open: self.metrics.open_stream(),
            service: self.clone(),
        };
        if let Err(trouble) = listener.is_admitted() {
            return trouble.into_response();
        }
        if self.metrics.streams() > self.most_streams {
            let details = "too many clients listen: ask again from time to time";
            return Trouble::new(StatusCode::SERVICE_UNAVAILABLE, details).into_response();
        }
        Sse::new(listener.into_stream()).keep_alive(KeepAlive::new().interval(SIGN_OF_LIFE)).into_response()
    }
}

impl Listener {
    fn is_admitted(&self) -> Result<(), Trouble> {
        let (environment, ticket) = (self.environment.as_deref(), self.ticket.as_deref());
        self.service.admit_listener(&self.headers, environment, ticket).map(drop)
    }

    fn into_stream(self) -> impl Stream<Item = Result<Event, Infallible>> {
        stream::unfold((self, true), |(mut listener, is_first)| async move {
            if is_first {
                // Something at once: proxies send nothing on before.
                return Some((Ok(Event::default().comment("listening").retry(RETRY)), (listener, false)));
            }
            let event = listener.next().await?;
            Some((Ok(event), (listener, false)))
        })
    }

    /// The next change; `None` at the end. What came while the client was away is told as one.
    async fn next(&mut self) -> Option<Event> {
        loop {
            // Tokens come and go, too.
            if self.service.is_stopping() || self.is_admitted().is_err() {
                return None;
            }
            let edition = self.service.served().edition.clone();
            if self.known.as_ref() != Some(&edition.digest) {
                self.known = Some(edition.digest.clone());
                let modified = edition.loaded.timestamp();
                let data = json!({"type": "refetchEvaluation", "etag": edition.digest, "lastModified": modified});
                return Some(Event::default().id(&edition.digest).event("message").data(data.to_string()));
            }
            self.changes.changed().await.ok()?;
        }
    }
}

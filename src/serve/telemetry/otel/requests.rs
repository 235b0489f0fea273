//! A span and a duration for each request, after the semantic conventions for HTTP servers.
//!
//! See <https://opentelemetry.io/docs/specs/semconv/http/>. Who asks is not told: neither addresses nor tokens, and no
//! query, where the key of an event stream stands.

use super::exporters::Exporters;
use crate::serve::metrics::DURATIONS;
use axum::extract::{MatchedPath, Request, State};
use axum::http::uri::Authority;
use axum::http::{Version, header};
use axum::middleware::Next;
use axum::response::Response;
use opentelemetry::context::FutureExt as _;
use opentelemetry::metrics::Histogram;
use opentelemetry::propagation::TextMapPropagator as _;
use opentelemetry::trace::{SpanKind, Status, TraceContextExt as _, Tracer as _};
use opentelemetry::{Context, KeyValue};
use opentelemetry_http::HeaderExtractor;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracer;
use std::time::Instant;

/// What machines ask every few seconds, and nobody wants to read about.
const QUIET: [&str; 3] = ["/metrics", "/healthz", "/readyz"];

/// The methods that may stand in an attribute; whoever makes up others makes no new series.
const METHODS: [&str; 9] = ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];

/// What watches requests.
#[derive(Clone)]
pub(super) struct Requests {
    tracer: Option<SdkTracer>,
    durations: Option<Histogram<f64>>,
}

impl Requests {
    /// `None` where nobody collects anything of requests.
    pub(super) fn new(exporters: &Exporters) -> Option<Requests> {
        let durations = exporters.meter().map(|meter| {
            let histogram = meter.f64_histogram("http.server.request.duration").with_unit("s");
            // The conventions' first bucket ends at 5 ms: nearly every request would be in it.
            histogram.with_description("Duration of HTTP server requests").with_boundaries(DURATIONS.to_vec()).build()
        });
        let tracer = exporters.tracer.clone();
        (tracer.is_some() || durations.is_some()).then_some(Requests { tracer, durations })
    }

    /// The span of a request, within the trace that its caller is in.
    fn span(&self, about: &[KeyValue], request: &Request) -> Context {
        let Some(tracer) = &self.tracer else { return Context::new() };
        let headers = HeaderExtractor(request.headers());
        let caller = TraceContextPropagator::new().extract_with_context(&Context::new(), &headers);
        let route = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
        let method = Some(known_method(request)).filter(|method| *method != "_OTHER").unwrap_or("HTTP");
        let name = route.map_or_else(|| method.to_owned(), |route| format!("{method} {route}"));
        let attributes = about.iter().cloned().chain(details(request));
        let span = tracer.span_builder(name).with_kind(SpanKind::Server).with_attributes(attributes);
        let span = span.start_with_context(tracer, &caller);
        caller.with_span(span)
    }
}

/// Passes a request on, and tells of it.
pub(super) async fn watch(State(requests): State<Requests>, request: Request, next: Next) -> Response {
    if request.extensions().get::<MatchedPath>().is_some_and(|route| QUIET.contains(&route.as_str())) {
        return next.run(request).await;
    }
    let since = Instant::now();
    let mut about = what(&request);
    let context = requests.span(&about, &request);
    let response = next.run(request).with_context(context.clone()).await;
    let status = response.status();
    let outcome = about.len();
    about.push(KeyValue::new("http.response.status_code", i64::from(status.as_u16())));
    if status.is_server_error() {
        about.push(KeyValue::new("error.type", status.as_str().to_owned()));
        context.span().set_status(Status::error(""));
    }
    context.span().set_attributes(about[outcome..].iter().cloned());
    context.span().end();
    if let Some(durations) = &requests.durations {
        durations.record(since.elapsed().as_secs_f64(), &about);
    }
    response
}

/// What is told of a request with its span and with its duration: few different values.
fn what(request: &Request) -> Vec<KeyValue> {
    let mut about = vec![
        KeyValue::new("http.request.method", known_method(request)),
        KeyValue::new("url.scheme", "http"),
        KeyValue::new("network.protocol.version", if request.version() == Version::HTTP_10 { "1.0" } else { "1.1" }),
    ];
    if let Some(route) = request.extensions().get::<MatchedPath>() {
        about.push(KeyValue::new("http.route", route.as_str().to_owned()));
    }
    about
}

/// What is told with its span alone.
fn details(request: &Request) -> Vec<KeyValue> {
    let text = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let mut about = vec![KeyValue::new("url.path", request.uri().path().to_owned())];
    if let Some(authority) = text(header::HOST).and_then(|host| host.parse::<Authority>().ok()) {
        about.push(KeyValue::new("server.address", authority.host().to_owned()));
        about.extend(authority.port_u16().map(|port| KeyValue::new("server.port", i64::from(port))));
    }
    if let Some(agent) = text(header::USER_AGENT) {
        about.push(KeyValue::new("user_agent.original", agent.to_owned()));
    }
    if known_method(request) == "_OTHER" {
        about.push(KeyValue::new("http.request.method_original", request.method().as_str().to_owned()));
    }
    about
}

fn known_method(request: &Request) -> &'static str {
    METHODS.into_iter().find(|known| *known == request.method().as_str()).unwrap_or("_OTHER")
}

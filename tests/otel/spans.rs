//! A span for each request.

use super::collector::{Answers, Collector, hex, texts};
use super::sandbox;
use crate::server::Server;
use opentelemetry_proto::tonic::trace::v1::Span;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use serde_json::json;

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const CALLER: &str = "00f067aa0ba902b7";

/// What a collector has of these requests once the server has ended.
fn collected(variables: &[(&str, &str)], ask: impl Fn(&Server)) -> Collector {
    let (sandbox, collector) = (sandbox(), Collector::start(Answers::Status(200)));
    let variables = [&collector.variables()[..], variables].concat();
    let server = Server::start_with(&sandbox, &["--env", "production", "--env", "staging"], &variables);
    ask(&server);
    server.signal("TERM");
    assert_eq!(server.end().0, Some(0));
    collector
}

#[track_caller]
fn only(spans: Vec<Span>) -> Span {
    assert_eq!(spans.len(), 1, "{spans:?}");
    spans.into_iter().next().expect("one")
}

#[test]
fn a_request_is_a_span_within_its_callers_trace() {
    let collector = collected(&[], |server| {
        let parent = format!("00-{TRACE}-{CALLER}-01");
        let headers = [("traceparent", parent.as_str()), ("tracestate", "vendor=1"), ("User-Agent", "shop/2")];
        server.post("/environments/staging/ofrep/v1/evaluate/flags/checkout?secret=1", &headers, &json!({}));
    });
    let span = only(collector.spans());
    assert_eq!((hex(&span.trace_id), hex(&span.parent_span_id)), (TRACE.to_owned(), CALLER.to_owned()));
    assert_eq!((span.trace_state.as_str(), span.kind()), ("vendor=1", SpanKind::Server));
    assert!(span.end_time_unix_nano >= span.start_time_unix_nano);
    let route = "/environments/{environment}/ofrep/v1/evaluate/flags/{key}";
    assert_eq!(span.name, format!("POST {route}"));
    let expected = [
        ("http.request.method", "POST"),
        ("http.response.status_code", "200"),
        ("http.route", route),
        ("network.protocol.version", "1.1"),
        ("server.address", "localhost"),
        ("url.path", "/environments/staging/ofrep/v1/evaluate/flags/checkout"),
        ("url.scheme", "http"),
        ("user_agent.original", "shop/2"),
    ];
    let expected = expected.map(|(name, value)| (name, value.to_owned())).into();
    assert_eq!(texts(&span.attributes), expected);
    assert_eq!(span.status.map(|status| status.code).unwrap_or_default(), 0);
}

#[test]
fn a_caller_without_a_trace_begins_one_and_probes_are_not_traced() {
    let collector = collected(&[], |server| {
        server.get("/healthz");
        server.get("/readyz");
        server.get("/metrics");
        server.request("BREW", "/coffee", &[("traceparent", "00-nonsense-00-01")], "");
        server.flag("colour", &json!({}));
    });
    let spans = collector.spans();
    let names: Vec<&str> = spans.iter().map(|span| span.name.as_str()).collect();
    assert_eq!(names, ["HTTP", "POST /ofrep/v1/evaluate/flags/{key}"]);
    assert!(spans.iter().all(|span| span.parent_span_id.is_empty() && span.trace_id.iter().any(|byte| *byte != 0)));
    assert_ne!(spans[0].trace_id, spans[1].trace_id);
    let odd = texts(&spans[0].attributes);
    assert_eq!((odd["http.request.method"].as_str(), odd["http.request.method_original"].as_str()), ("_OTHER", "BREW"));
    assert_eq!((odd["http.response.status_code"].as_str(), odd.get("http.route")), ("404", None));
}

#[test]
fn what_the_caller_does_not_sample_is_not_sent() {
    let collector = collected(&[], |server| {
        let unsampled = format!("00-{TRACE}-{CALLER}-00");
        server.post("/ofrep/v1/evaluate/flags/colour", &[("traceparent", &unsampled)], &json!({}));
    });
    assert_eq!((collector.spans().len(), collector.events().len()), (0, 0));
    let never = [("OTEL_TRACES_SAMPLER", "always_off")];
    let collector = collected(&never, |server| drop(server.flag("colour", &json!({}))));
    assert_eq!((collector.spans().len(), collector.events().len()), (0, 0));
    assert!(!collector.metrics().is_empty(), "what is counted is counted");
}

#[test]
fn all_flags_at_once_are_told_of_in_their_span_alone() {
    let collector = collected(&[], |server| {
        let tag = server.flags(&[], &json!({"user_id": "u"})).header("etag").map(str::to_owned).expect("a tag");
        server.flags(&[("If-None-Match", &tag)], &json!({"user_id": "u"}));
    });
    let spans = collector.spans();
    assert_eq!((spans.len(), collector.events().len()), (2, 0));
    let (first, second) = (texts(&spans[0].attributes), texts(&spans[1].attributes));
    assert_eq!((first["ffctl.flags.evaluated"].as_str(), first["feature_flag.set.id"].as_str()), ("3", "production"));
    assert_eq!((first["feature_flag.version"].len(), first["feature_flag.provider.name"].as_str()), (64, "ffctl"));
    assert_eq!(second["http.response.status_code"], "304");
    assert_eq!(second.get("ffctl.flags.evaluated"), None, "nothing was evaluated");
}

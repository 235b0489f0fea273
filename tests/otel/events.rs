//! An event for each evaluation.

use super::collector::{Answers, Collector, texts};
use super::sandbox;
use crate::server::Server;
use serde_json::json;
use std::collections::BTreeMap;

/// What a collector has of evaluations of every kind once the server has ended, and the digest of the flags.
fn collected(variables: &[(&str, &str)]) -> (Collector, String) {
    let (sandbox, collector) = (sandbox(), Collector::start(Answers::Status(200)));
    let variables = [&collector.variables()[..], variables].concat();
    let server = Server::start_with(&sandbox, &["--env", "production"], &variables);
    let digest = server.get("/readyz").json()["digest"].as_str().map(str::to_owned).expect("a digest");
    let person = json!({"user_id": "person-of-flesh", "targetingKey": "person-of-flesh"});
    server.flag("colour", &person);
    server.flag("half", &person);
    server.flag("half", &json!({}));
    server.flag("nobody", &person);
    server.request("POST", "/ofrep/v1/evaluate/flags/half", &[("Content-Type", "application/json")], "{");
    server.signal("TERM");
    assert_eq!(server.end().0, Some(0));
    (collector, digest)
}

fn expected(digest: &str, variant: &str) -> Vec<BTreeMap<&'static str, String>> {
    let of = |key: &str, result: (&'static str, &str), reason: &str| {
        let pairs = [
            ("feature_flag.key", key),
            ("feature_flag.provider.name", "ffctl"),
            ("feature_flag.result.reason", reason),
            ("feature_flag.set.id", "production"),
            ("feature_flag.version", digest),
            result,
        ];
        pairs.map(|(name, value)| (name, value.to_owned())).into()
    };
    vec![
        of("colour", ("feature_flag.result.variant", "red"), "static"),
        of("half", ("feature_flag.result.variant", variant), "split"),
        of("half", ("error.type", "targeting_key_missing"), "error"),
        of("nobody", ("error.type", "flag_not_found"), "error"),
        of("half", ("error.type", "parse_error"), "error"),
    ]
}

#[test]
fn an_evaluation_is_an_event_of_the_log_that_bears_the_ids_of_its_request() {
    let (collector, digest) = collected(&[]);
    let (spans, events) = (collector.spans(), collector.events());
    let found: Vec<_> = events.iter().map(|event| texts(&event.attributes)).collect();
    let variant = found[1]["feature_flag.result.variant"].clone();
    assert_eq!(found, expected(&digest, &variant));
    assert_eq!(spans.len(), events.len());
    // Who asks in a wrong way has made the mistake, not the server.
    assert!(spans.iter().all(|span| span.status.as_ref().is_none_or(|status| status.code == 0)), "{spans:?}");
    for (span, event) in spans.iter().zip(&events) {
        assert_eq!(event.event_name, "feature_flag.evaluation");
        assert_eq!((&event.trace_id, &event.span_id), (&span.trace_id, &span.span_id));
        assert!(event.time_unix_nano >= span.start_time_unix_nano && event.severity_number > 0);
        assert_eq!(span.events.len(), 0, "it is told once");
    }
}

#[test]
fn where_no_logs_are_sent_it_is_an_event_of_the_span() {
    let (collector, digest) = collected(&[("OTEL_LOGS_EXPORTER", "none")]);
    assert!(collector.sent().iter().all(|sent| sent.path != "/v1/logs"));
    let spans = collector.spans();
    let events: Vec<_> = spans.iter().flat_map(|span| &span.events).collect();
    assert!(events.iter().all(|event| event.name == "feature_flag.evaluation"), "{events:?}");
    let found: Vec<_> = events.iter().map(|event| texts(&event.attributes)).collect();
    let variant = found[1]["feature_flag.result.variant"].clone();
    assert_eq!(found, expected(&digest, &variant));
}

#[test]
fn without_spans_there_are_events_and_without_both_there_are_metrics() {
    let (collector, _) = collected(&[("OTEL_TRACES_EXPORTER", "none")]);
    assert_eq!((collector.spans().len(), collector.events().len()), (0, 5));
    let (collector, _) = collected(&[("OTEL_TRACES_EXPORTER", "none"), ("OTEL_LOGS_EXPORTER", "none")]);
    assert!(collector.sent().iter().all(|sent| sent.path == "/v1/metrics"));
    assert!(!collector.metrics().is_empty());
}

#[test]
fn nobody_is_named() {
    let (collector, _) = collected(&[]);
    let bodies: Vec<u8> = collector.sent().into_iter().flat_map(|sent| sent.body).collect();
    assert!(!String::from_utf8_lossy(&bodies).contains("person-of-flesh"));
}

//! A collector that is away, or takes nothing.

use super::collector::{Answers, Collector};
use super::sandbox;
use crate::server::Server;
use serde_json::{Value, json};

/// Sends what there is every few milliseconds.
const SOON: [(&str, &str); 3] =
    [("OTEL_BSP_SCHEDULE_DELAY", "10"), ("OTEL_METRIC_EXPORT_INTERVAL", "10"), ("OTEL_LOGS_EXPORTER", "none")];

fn said(log: &[Value], words: &str) -> usize {
    log.iter().filter(|event| event["message"].as_str().is_some_and(|message| message.contains(words))).count()
}

fn ask(server: &Server) {
    assert_eq!(server.flag("colour", &json!({})).json()["value"], "#f00");
}

#[test]
fn a_collector_that_takes_nothing_is_told_of_once_and_again_when_it_does() {
    let (sandbox, collector) = (sandbox(), Collector::start(Answers::Status(400)));
    let variables = [&collector.variables()[..], &SOON].concat();
    let server = Server::start_with(&sandbox, &[], &variables);
    let traces = |collector: &Collector| collector.sent().iter().filter(|sent| sent.path == "/v1/traces").count();
    for refused in 1..=3 {
        ask(&server);
        collector.wait_until("refused spans", |collector| traces(collector) >= refused);
    }
    server.wait_until("a word", |server| said(&server.log(), "does not take traces") == 1);
    collector.answer(Answers::Status(200));
    server.wait_until("a word", |server| {
        ask(server);
        said(&server.log(), "takes traces again") == 1 && said(&server.log(), "takes metrics again") == 1
    });
    server.signal("TERM");
    let (code, log) = server.end();
    assert_eq!(code, Some(0));
    for words in ["does not take traces", "does not take metrics", "takes traces again", "takes metrics again"] {
        assert_eq!(said(&log, words), 1, "{words}: {log:?}");
    }
    assert!(log.iter().any(|event| event["error"].as_str().is_some_and(|error| error.contains("400"))), "{log:?}");
}

#[test]
fn a_collector_that_is_away_keeps_nobody_waiting() {
    let sandbox = sandbox();
    // Nobody is there, and the queue holds less than there is.
    let away = [("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"), ("OTEL_BSP_MAX_QUEUE_SIZE", "4")];
    let server = Server::start_with(&sandbox, &[], &[&SOON[..], &away].concat());
    (0..50).for_each(|_| ask(&server));
    server.signal("TERM");
    let (code, log) = server.end();
    let told = (said(&log, "does not take traces"), said(&log, "does not take metrics"));
    assert_eq!((code, told), (Some(0), (1, 1)), "{log:?}");
}

#[test]
fn a_collector_that_was_away_is_found_when_it_comes_back() {
    let (sandbox, collector) = (sandbox(), Collector::start(Answers::Hangup));
    let server = Server::start_with(&sandbox, &[], &[&collector.variables()[..], &SOON].concat());
    server.wait_until("a word", |server| {
        ask(server);
        said(&server.log(), "does not take traces") == 1
    });
    collector.answer(Answers::Status(200));
    server.wait_until("a word", |server| {
        ask(server);
        said(&server.log(), "takes traces again") == 1
    });
    server.signal("TERM");
    assert_eq!(server.end().0, Some(0));
}

#[test]
fn a_collector_that_never_answers_holds_up_the_end_no_longer_than_requests_may() {
    let (sandbox, collector) = (sandbox(), Collector::start(Answers::Nothing));
    let slow = [("OTEL_EXPORTER_OTLP_TIMEOUT", "3600000")];
    let server =
        Server::start_with(&sandbox, &["--shutdown-timeout", "200ms"], &[&collector.variables()[..], &slow].concat());
    ask(&server);
    server.signal("TERM");
    let (code, log) = server.end();
    assert_eq!(code, Some(0));
    assert_eq!((said(&log, "has not taken all"), said(&log, "stopped")), (1, 1), "{log:?}");
}

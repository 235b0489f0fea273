//! The counters of the server.

use super::collector::{Answers, Collector, texts};
use super::sandbox;
use crate::program::{Sandbox, flag};
use crate::server::Server;
use opentelemetry_proto::tonic::metrics::v1::metric::Data;
use opentelemetry_proto::tonic::metrics::v1::number_data_point::Value;
use opentelemetry_proto::tonic::metrics::v1::{HistogramDataPoint, Metric, NumberDataPoint};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

fn metric(collector: &Collector, name: &str) -> Option<Metric> {
    collector.metrics().into_iter().find(|metric| metric.name == name)
}

fn points(collector: &Collector, name: &str) -> Vec<NumberDataPoint> {
    match metric(collector, name).and_then(|metric| metric.data) {
        Some(Data::Sum(sum)) => {
            assert!(sum.is_monotonic, "{name}");
            sum.data_points
        }
        Some(Data::Gauge(gauge)) => gauge.data_points,
        None => Vec::new(),
        Some(other) => panic!("{other:?}"),
    }
}

/// The value of the point with these attributes, among others.
fn value(collector: &Collector, name: &str, about: &[(&str, &str)]) -> Option<i64> {
    let has =
        |texts: &BTreeMap<&str, String>| about.iter().all(|(key, value)| texts.get(key).is_some_and(|v| v == value));
    let point = points(collector, name).into_iter().find(|point| has(&texts(&point.attributes)))?;
    match point.value? {
        Value::AsInt(number) => Some(number),
        Value::AsDouble(number) => panic!("{number}"),
    }
}

fn durations(collector: &Collector) -> Vec<HistogramDataPoint> {
    match metric(collector, "http.server.request.duration").and_then(|metric| metric.data) {
        Some(Data::Histogram(histogram)) => histogram.data_points,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_the_server_counts_is_sent_while_it_runs() {
    let collector = Collector::start(Answers::Status(200));
    let variables = [&collector.variables()[..], &[("OTEL_METRIC_EXPORT_INTERVAL", "20")]].concat();
    let sandbox = sandbox();
    let server = Server::start_with(&sandbox, &["--env", "production"], &variables);
    for _ in 0..3 {
        server.flag("colour", &json!({}));
    }
    server.flags(&[], &json!({"user_id": "u"}));
    server.flag("nobody", &json!({}));
    let red =
        [("feature_flag.key", "colour"), ("feature_flag.result.variant", "red"), ("feature_flag.set.id", "production")];
    let counted = |collector: &Collector, request| {
        let about = [&red[..], &[("ffctl.request", request), ("feature_flag.result.reason", "static")]].concat();
        value(collector, "feature_flag.evaluation_success_total", &about)
    };
    collector.wait_until("3 evaluations", |collector| {
        counted(collector, "single") == Some(3) && counted(collector, "bulk") == Some(1)
    });
    let error = [("error.type", "flag_not_found"), ("feature_flag.provider.name", "ffctl")];
    collector
        .wait_until("1 error", |collector| value(collector, "feature_flag.evaluation_error_total", &error) == Some(1));
    sandbox.write("half.yaml", "rollout: [");
    let refused = [("ffctl.reload.result", "refused")];
    collector.wait_until("a refusal", |collector| {
        value(collector, "ffctl.reloads", &refused) >= Some(1)
            && value(collector, "ffctl.flags.refused", &[]) == Some(1)
    });
    server.signal("TERM");
    assert_eq!(server.end().0, Some(0));
}

#[test]
fn the_last_counts_are_sent_at_the_end() {
    let (sandbox, collector) = (sandbox(), Collector::start(Answers::Status(200)));
    let server = Server::start_with(&sandbox, &["--env", "staging"], &collector.variables());
    let digest = server.get("/readyz").json()["digest"].as_str().map(str::to_owned).expect("a digest");
    server.flag("colour", &json!({}));
    server.flag("colour", &json!({}));
    server.get("/nowhere");
    server.signal("TERM");
    assert_eq!(server.end().0, Some(0));
    let points = durations(&collector);
    let counts: BTreeMap<_, _> = points
        .iter()
        .map(|point| (texts(&point.attributes)["http.response.status_code"].clone(), point.count))
        .collect();
    assert_eq!(counts, [("200".to_owned(), 2), ("404".to_owned(), 1)].into(), "probes are none of them");
    let answered = points.iter().find(|point| point.count == 2).expect("those of the flag");
    let about = texts(&answered.attributes);
    assert_eq!(about["http.route"], "/ofrep/v1/evaluate/flags/{key}");
    assert_eq!((about["http.request.method"].as_str(), about.get("url.path")), ("POST", None));
    assert!(answered.explicit_bounds[0] < 0.001 && answered.sum() > 0.0, "{answered:?}");
    assert_eq!(value(&collector, "ffctl.flags", &[("feature_flag.set.id", "staging")]), Some(3));
    assert!(value(&collector, "ffctl.flags.loaded", &[("feature_flag.version", &digest)]) > Some(0));
    assert!(value(&collector, "ffctl.flag.last_evaluation", &[("feature_flag.key", "colour")]) > Some(0));
    assert_eq!(value(&collector, "ffctl.flag.last_evaluation", &[("feature_flag.key", "half")]), None, "never");
    assert!(value(&collector, "ffctl.flag.served_since", &[("feature_flag.key", "half")]) > Some(0));
    assert_eq!(value(&collector, "ffctl.event_streams.open", &[]), Some(0));
}

#[test]
fn every_flag_has_its_series_however_many_there_are() {
    let collector = Collector::start(Answers::Status(200));
    // OpenTelemetry itself puts what goes beyond 2000 into one.
    let flags: Vec<_> = (0..2100).map(|nth| (format!("flag-{nth}.yaml"), flag("rollout: 0"))).collect();
    let flags: Vec<_> = flags.iter().map(|(path, content)| (path.as_str(), content)).collect();
    let sandbox = Sandbox::new(&flags);
    let server = Server::start_with(&sandbox, &[], &collector.variables());
    server.flags(&[], &json!({"user_id": "u"}));
    server.signal("TERM");
    assert_eq!(server.end().0, Some(0));
    for name in ["feature_flag.evaluation_success_total", "ffctl.flag.last_evaluation", "ffctl.flag.served_since"] {
        let points = points(&collector, name);
        let keys: BTreeSet<_> =
            points.iter().map(|point| texts(&point.attributes)["feature_flag.key"].clone()).collect();
        assert_eq!((points.len(), keys.len()), (2100, 2100), "{name}");
    }
}

//! The standard environment variables.

use super::collector::{Answers, Collector, texts};
use super::sandbox;
use crate::server::Server;
use serde_json::{Value, json};

fn messages(log: &[Value], level: &str) -> Vec<String> {
    log.iter().filter(|event| event["level"] == level).map(Value::to_string).collect()
}

/// Serves one flag and ends; what was logged at a level.
fn served(variables: &[(&str, &str)], level: &str) -> Vec<String> {
    let sandbox = sandbox();
    let server = Server::start_with(&sandbox, &[], variables);
    assert_eq!(server.flag("colour", &json!({})).json()["value"], "#f00");
    server.signal("TERM");
    let (code, log) = server.end();
    assert_eq!(code, Some(0));
    messages(&log, level)
}

#[test]
fn nothing_is_sent_and_no_thread_is_started_unless_a_collector_is_named() {
    let (sandbox, collector) = (sandbox(), Collector::start(Answers::Status(200)));
    let disabled = [&collector.variables()[..], &[("OTEL_SDK_DISABLED", "TRUE")]].concat();
    let without =
        [("OTEL_SERVICE_NAME", "shop"), ("OTEL_TRACES_EXPORTER", "otlp"), ("OTEL_EXPORTER_OTLP_ENDPOINT", "")];
    for variables in [&disabled[..], &without] {
        let server = Server::start_with(&sandbox, &[], variables);
        server.flag("colour", &json!({}));
        assert_eq!(threads(&server), 0);
        server.signal("TERM");
        let (code, log) = server.end();
        assert_eq!(code, Some(0));
        assert!(!log.iter().any(|event| event.to_string().contains("collector")), "{log:?}");
    }
    assert!(collector.sent().is_empty(), "{:?}", collector.sent());
    if cfg!(target_os = "linux") {
        let server = Server::start_with(&sandbox, &[], &collector.variables());
        // Each gives itself its name.
        server.wait_until("a thread for each signal", |server| threads(server) == 3);
    }
}

/// How many threads of OpenTelemetry a server has, where that can be seen.
fn threads(server: &Server) -> usize {
    let tasks = std::fs::read_dir(format!("/proc/{}/task", server.id()));
    let names =
        tasks.into_iter().flatten().filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("comm")).ok());
    names.filter(|name| name.starts_with("OpenTelemetry")).count()
}

#[test]
fn who_speaks_is_told_as_the_variables_have_it() {
    let resource = |variables: &[(&str, &str)]| {
        let collector = Collector::start(Answers::Status(200));
        served(&[&collector.variables()[..], variables].concat(), "ERROR");
        let attributes = collector.resources().pop().expect("who").attributes;
        let mut texts = texts(&attributes).into_iter().map(|(name, text)| (name.to_owned(), text)).collect::<Vec<_>>();
        texts.retain(|(name, _)| name.starts_with("service.") || name.starts_with("deployment."));
        let instance = texts.iter().position(|(name, _)| name == "service.instance.id").map(|at| texts.remove(at).1);
        (texts, instance.expect("an instance"))
    };
    let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let version = pair("service.version", env!("CARGO_PKG_VERSION"));
    let (first, one) = resource(&[]);
    assert_eq!(first, [pair("service.name", "ffctl"), version.clone()]);
    let (_, other) = resource(&[]);
    assert_ne!(one, other);
    let attributes = "service.name=flags,deployment.environment.name=prod,service.instance.id=eu-1";
    let (given, instance) = resource(&[("OTEL_RESOURCE_ATTRIBUTES", attributes)]);
    let environment = pair("deployment.environment.name", "prod");
    assert_eq!(given, [environment.clone(), pair("service.name", "flags"), version.clone()]);
    assert_eq!(instance, "eu-1");
    let (named, _) = resource(&[("OTEL_RESOURCE_ATTRIBUTES", attributes), ("OTEL_SERVICE_NAME", "shop-flags")]);
    assert_eq!(named, [environment, pair("service.name", "shop-flags"), version]);
}

#[test]
fn a_collector_gets_its_headers_and_a_signal_may_have_one_of_its_own() {
    let (shared, own) = (Collector::start(Answers::Status(200)), Collector::start(Answers::Status(202)));
    let traces = format!("{}/in/traces", own.url);
    let variables = [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", shared.url.as_str()),
        ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", &traces),
        ("OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=shop,authorization=Bearer%20abc"),
    ];
    assert_eq!(served(&variables, "WARN"), [] as [String; 0]);
    let paths = |collector: &Collector| {
        let mut paths: Vec<String> = collector.sent().into_iter().map(|sent| sent.path).collect();
        paths.sort();
        paths
    };
    assert_eq!(
        (paths(&shared), paths(&own)),
        (vec!["/v1/logs".into(), "/v1/metrics".into()], vec!["/in/traces".into()])
    );
    for sent in shared.sent().iter().chain(&own.sent()) {
        assert_eq!(sent.headers["x-tenant"], "shop");
        assert_eq!(sent.headers["authorization"], "Bearer abc");
        assert_eq!(sent.headers["content-type"], "application/x-protobuf");
    }
}

#[test]
fn what_cannot_be_done_is_told_and_the_flags_are_served() {
    let collector = Collector::start(Answers::Status(200));
    let with = |more: &[(&str, &str)], level: &str| served(&[&collector.variables()[..], more].concat(), level);
    let told = with(&[("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")], "ERROR");
    assert!(told.len() == 3 && told.iter().all(|line| line.contains("only http/protobuf is spoken")), "{told:?}");
    assert!(collector.sent().is_empty());
    let told = served(&[("OTEL_EXPORTER_OTLP_ENDPOINT", "https://collector.example.com")], "ERROR");
    assert!(told.len() == 3 && told[0].contains("http://localhost:4318"), "{told:?}");
    let told = with(&[("OTEL_METRICS_EXPORTER", "prometheus")], "ERROR");
    assert!(told.len() == 1 && told[0].contains("only otlp and none"), "{told:?}");
    assert!(!collector.spans().is_empty() && collector.metrics().is_empty(), "the others are sent");
    let told = with(&[("OTEL_TRACES_SAMPLER", "jaeger_remote")], "WARN");
    assert!(told.len() == 1 && told[0].contains("parentbased_always_on holds"), "{told:?}");
}

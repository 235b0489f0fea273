//! A program that was built without OpenTelemetry.

use super::sandbox;
use crate::server::Server;
use serde_json::json;

const ENDPOINT: (&str, &str) = ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9");

fn warnings(variables: &[(&str, &str)]) -> Vec<String> {
    let sandbox = sandbox();
    let server = Server::start_with(&sandbox, &[], variables);
    assert_eq!(server.flag("colour", &json!({})).status, 200);
    server.signal("TERM");
    let (code, log) = server.end();
    assert_eq!(code, Some(0));
    log.iter().filter(|event| event["level"] == "WARN").map(|event| event["message"].to_string()).collect()
}

#[test]
fn whoever_names_a_collector_is_told_once_how_to_get_it() {
    let told = warnings(&[ENDPOINT]);
    assert!(told.len() == 1 && told[0].contains("--features otel"), "{told:?}");
    assert_eq!(warnings(&[("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://127.0.0.1:9/v1/metrics")]).len(), 1);
    assert_eq!(warnings(&[]).len(), 0);
    assert_eq!(warnings(&[ENDPOINT, ("OTEL_SDK_DISABLED", "true")]).len(), 0);
}

//! What operators see.

use super::sandbox;
use crate::flag;
use crate::server::Server;
use serde_json::json;

/// The value of a series; `None` where there is none.
fn series(server: &Server, name: &str) -> Option<f64> {
    let metrics = server.get("/metrics").body;
    metrics.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.parse().ok())
}

#[test]
fn evaluations_are_counted_by_flag_environment_variant_reason_and_request() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &["-e", "production"]);
    let count = |server: &Server, labels: &str| series(server, &format!("ffctl_flag_evaluations_total{{{labels}}}"));
    let single = r#"flag="colour",environment="production",variant="red",reason="STATIC",request="single""#;
    assert_eq!(count(&server, single), None);
    let last =
        r#"ffctl_flag_last_evaluation_timestamp_seconds{flag="colour",environment="production",request="single"}"#;
    assert_eq!(series(&server, last), None, "never");
    for _ in 0..3 {
        server.flag("colour", &json!({}));
    }
    server.flags(&[], &json!({}));
    assert_eq!(count(&server, single), Some(3.0));
    let bulk = single.replace("single", "bulk");
    assert_eq!(count(&server, &bulk), Some(1.0));
    let since = series(&server, r#"ffctl_flag_served_since_timestamp_seconds{flag="colour",environment="production"}"#);
    assert!(series(&server, last) >= since && since > Some(1.7e9), "{since:?}");
    server.flag("nothing", &json!({}));
    assert_eq!(series(&server, r#"ffctl_evaluation_errors_total{error="FLAG_NOT_FOUND"}"#), Some(1.0));
    assert_eq!(series(&server, r#"ffctl_requests_total{route="flag",status="200"}"#), Some(3.0));
    assert_eq!(series(&server, r#"ffctl_requests_total{route="flag",status="404"}"#), Some(1.0));
    assert_eq!(series(&server, r#"ffctl_request_duration_seconds_count{route="flag"}"#), Some(4.0));
}

#[test]
fn counters_outlive_a_change_and_a_flag_that_is_gone_is_gone() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &[]);
    server.flag("colour", &json!({}));
    server.flag("off", &json!({}));
    let colour =
        r#"ffctl_flag_evaluations_total{flag="colour",environment="",variant="red",reason="STATIC",request="single"}"#;
    let since = r#"ffctl_flag_served_since_timestamp_seconds{flag="colour",environment=""}"#;
    let before = series(&server, since);
    sandbox.write("colour.yaml", flag("variants: {green: '#0f0', red: '#e00'}\nfallback: green\nserve: red"));
    std::fs::remove_file(sandbox.path("flags/off.yaml")).expect("the flag");
    server.signal("HUP");
    server.wait_until("the change", |server| server.flag("colour", &json!({})).json()["value"] == "#e00");
    assert!(series(&server, colour) >= Some(2.0));
    assert_eq!(series(&server, since), before);
    assert!(!server.get("/metrics").body.contains(r#"flag="off""#));
}

#[test]
fn the_state_of_the_flags_and_every_reload_is_told() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &[]);
    let digest = server.get("/readyz").json()["digest"].as_str().expect("a digest").to_owned();
    assert_eq!(series(&server, &format!(r#"ffctl_flags_digest_info{{digest="{digest}",commit=""}}"#)), Some(1.0));
    assert!(series(&server, "ffctl_flags_loaded_timestamp_seconds") > Some(1.7e9));
    assert_eq!(series(&server, r#"ffctl_flags{environment=""}"#), Some(7.0));
    let reloads =
        |server: &Server, result: &str| series(server, &format!(r#"ffctl_reloads_total{{result="{result}"}}"#));
    server.signal("HUP");
    server.wait_until("nothing new", |server| reloads(server, "unchanged") >= Some(1.0));
    sandbox.write("half.yaml", flag("rollout: 150"));
    server.signal("HUP");
    server.wait_until("a refusal", |server| reloads(server, "refused") >= Some(1.0));
    assert_eq!(series(&server, "ffctl_flags_refused"), Some(1.0));
    sandbox.write("half.yaml", flag("rollout: 60"));
    server.signal("HUP");
    server.wait_until("a change", |server| reloads(server, "applied") >= Some(1.0));
    assert_eq!(series(&server, "ffctl_flags_refused"), Some(0.0));
}

#[test]
fn the_metrics_are_in_a_form_that_collectors_read() {
    let sandbox = sandbox();
    sandbox.write("staff.yaml", flag("variants: {'a \"b\\n': 1, 'c': 2}\nfallback: c\nserve: 'a \"b\\n'"));
    let server = Server::start(&sandbox, &[]);
    server.flag("staff", &json!({}));
    let response = server.get("/metrics");
    assert_eq!(response.header("content-type"), Some("application/openmetrics-text; version=1.0.0; charset=utf-8"));
    assert!(response.body.ends_with("# EOF\n"));
    assert!(response.body.contains(r#"variant="a \"b\\n""#), "{}", response.body);
}

#[test]
fn the_audit_reads_what_nobody_asked_for_from_a_running_server() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &["-e", "production"]);
    server.flag("colour", &json!({}));
    let url = format!("http://{}/metrics", server.address);
    let findings = |server_says: &str, now: &str| {
        let report = sandbox.json(&["audit", "--now", now, "--usage", server_says]);
        let of_rule = |list: &str| {
            let list = report[list].as_array().expect("a list").clone();
            list.into_iter().filter(|entry| entry["rule"] == "unused").collect::<Vec<_>>()
        };
        (of_rule("findings"), of_rule("unknowns"))
    };
    let (found, unknown) = findings(&url, "2100-01-01");
    assert_eq!((found.len(), unknown.len()), (7, 0), "{found:?}");
    let said = |key: &str| found.iter().find(|entry| entry["key"] == key).expect("it")["message"].to_string();
    assert!(
        said("colour").contains("last evaluated") && said("colour").contains("in production"),
        "{}",
        said("colour")
    );
    assert!(said("off").contains("never evaluated"), "{}", said("off"));
    server.flags(&[], &json!({}));
    let today = chrono::Utc::now().date_naive();
    let (found, unknown) = findings(&url, &today.to_string());
    assert_eq!((found.len(), unknown.len()), (0, 6), "all but the one that was asked for: {unknown:?}");
}

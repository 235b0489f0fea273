//! From the start to the end: flags that are broken, reloads, snapshots, signals.

use super::sandbox;
use crate::flag;
use crate::server::Server;
use serde_json::{Value, json};
use std::io::Write;

fn text(log: &[Value]) -> String {
    log.iter().map(|event| event.as_str().map_or_else(|| event.to_string(), |line| format!("{line}\n"))).collect()
}

#[test]
fn broken_flags_are_not_served_and_the_lines_are_shown() {
    let sandbox = sandbox();
    sandbox.write("half.yaml", flag("rollout: 150"));
    let log = text(&Server::try_start(&sandbox, &[]).err().expect("it ends"));
    assert!(log.contains("flags/half.yaml:6:10") && log.contains("rollout-out-of-range"), "{log}");
    sandbox.write("half.yaml", flag("rollout: 50"));
    let log = text(&Server::try_start(&sandbox, &["--env", "prod"]).err().expect("it ends"));
    assert!(log.contains("unknown environment 'prod'"), "{log}");
    let run = sandbox.run(&["serve", "--listen", "256.0.0.1:1"]);
    assert!(run.code == 2 && run.err.contains("cannot listen at 256.0.0.1:1"), "{run:?}");
}

#[test]
fn an_option_that_could_have_no_effect_is_refused_with_what_to_write() {
    let sandbox = sandbox();
    for (option, value, words) in [
        ("--cors-origin", "app.example.com", "https://app.example.com"),
        ("--cors-origin", "https://app.example.com/", "no path"),
        ("--public-url", "ftp://flags.example.com", "https://flags.example.com"),
        ("--public-url", "https:///v1", "https://flags.example.com"),
        ("--poll", "0s", "more than nothing"),
        ("--request-timeout", "soon", "10s or 500ms"),
        ("--idle-timeout", "0s", "more than nothing"),
    ] {
        let run = sandbox.run(&["serve", option, value]);
        assert!(run.code == 2 && run.err.contains(words), "{run:?}");
    }
}

#[test]
fn who_forgets_the_environment_is_told_what_is_served() {
    let sandbox = sandbox();
    let warned = |server: &Server| text(&server.log()).contains("no environment is served but the top-level fields");
    let server = Server::start(&sandbox, &[]);
    server.wait_until("a word about it", warned);
    let server = Server::start(&sandbox, &["-e", "staging"]);
    server.signal("TERM");
    let (_, log) = server.end();
    assert!(!text(&log).contains("no environment is served"), "{log:?}");
}

#[test]
fn an_address_that_is_taken_is_an_error() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &[]);
    let run = sandbox.run(&["serve", "--listen", &server.address.to_string()]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains(&format!("cannot listen at {}", server.address)), "{}", run.err);
}

#[test]
fn an_invalid_change_is_refused_and_shown_until_it_is_mended() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &[]);
    let ready = server.get("/readyz").json();
    assert_eq!((&ready["newest"], &ready["refused"], &ready["flags"]), (&json!(true), &json!(null), &json!(7)));
    sandbox.write("half.yaml", flag("rollout: 150"));
    sandbox.write("checkout.yaml", flag("rollout: 100"));
    server.signal("HUP");
    server.wait_until("a refusal", |server| server.get("/readyz").json()["newest"] == false);
    let refused = server.get("/readyz");
    assert_eq!(refused.status, 200, "the last good flags are served");
    assert_eq!(refused.json()["digest"], ready["digest"]);
    let problem = refused.json()["refused"]["problems"][0].as_str().map(str::to_owned).expect("a problem");
    assert!(problem.starts_with("half.yaml:6:10: "), "{problem}");
    assert_eq!(server.flag("checkout", &json!({})).json()["value"], false, "no half of a change");
    let errors =
        |server: &Server| server.log().into_iter().filter(|event| event["level"] == "ERROR").collect::<Vec<_>>();
    server.wait_until("an error in the log", |server| !errors(server).is_empty());
    assert!(text(&errors(&server)).contains("half.yaml:6:10"), "{:?}", errors(&server));
    sandbox.write("half.yaml", flag("rollout: 50"));
    server.signal("HUP");
    server.wait_until("the change", |server| server.flag("checkout", &json!({})).json()["value"] == true);
    assert_eq!(server.get("/readyz").json()["refused"], json!(null));
}

#[test]
fn the_log_says_what_a_change_means() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &["-e", "staging"]);
    sandbox.write("checkout.yaml", flag("rollout: 0\nenvironments:\n  staging: {rollout: 25}"));
    let told = |server: &Server| server.log().into_iter().find(|event| event["message"] == "rollout 100% → 25%");
    server.wait_until("a word about it", |server| told(server).is_some());
    let event = told(&server).expect("an event");
    assert_eq!(
        (&event["kind"], &event["key"], &event["environment"]),
        (&json!("flag"), &json!("checkout"), &json!("staging"))
    );
}

#[test]
fn a_killed_server_comes_back_with_the_last_good_flags() {
    let sandbox = sandbox();
    let arguments = ["--snapshot", "last-good.json"];
    let server = Server::start(&sandbox, &arguments);
    sandbox.write("checkout.yaml", flag("rollout: 100"));
    server.signal("HUP");
    server.wait_until("the change", |server| server.flag("checkout", &json!({})).json()["value"] == true);
    let digest = server.get("/readyz").json()["digest"].clone();
    sandbox.write("checkout.yaml", "rollout: [");
    server.signal("HUP");
    server.signal("KILL");
    assert_eq!(server.end().0, None, "killed");
    let server = Server::start(&sandbox, &arguments);
    assert_eq!(server.flag("checkout", &json!({})).json()["value"], true);
    let ready = server.get("/readyz").json();
    assert_eq!((&ready["digest"], &ready["restored"], &ready["newest"]), (&digest, &json!(true), &json!(false)));
    server.wait_until("a word about it", |server| text(&server.log()).contains("serving the flags of an earlier run"));
}

#[test]
fn a_request_under_way_comes_to_its_end_while_the_server_stops() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &[]);
    let mut stream = server.connect();
    let body = r#"{"context": {}}"#;
    write!(
        stream,
        "POST /ofrep/v1/evaluate/flags/colour HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n\r\n",
        body.len()
    )
    .expect("the head");
    server.wait_until("the connection", |server| server.metric("ffctl_open_connections") >= 2.0);
    // The head has been read once another request, sent later, is answered.
    server.get("/healthz");
    server.signal("TERM");
    write!(stream, "{body}").expect("the body");
    let response = crate::server::Response::read(&mut stream);
    assert_eq!((response.status, &response.json()["value"]), (200, &json!("#f00")));
    assert_eq!(server.end().0, Some(0));
}

#[test]
fn a_saved_file_is_live_without_anybody_asking() {
    let sandbox = sandbox();
    for arguments in [&[][..], &["--poll", "100ms"]] {
        sandbox.write("checkout.yaml", flag("rollout: 0"));
        let server = Server::start(&sandbox, arguments);
        sandbox.write("checkout.yaml", flag("rollout: 100"));
        server.wait_until("the change", |server| server.flag("checkout", &json!({})).json()["value"] == true);
        sandbox.write("checkout.yaml", "rollout: [");
        server.wait_until("a refusal", |server| server.get("/readyz").json()["newest"] == false);
        assert_eq!(server.flag("checkout", &json!({})).json()["value"], true);
    }
}

//! Answers, errors and entity tags.

use super::sandbox;
use crate::server::Server;
use serde_json::{Value, json};

#[test]
fn every_kind_of_value_is_served_with_its_variant_and_reason() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &["--env", "production"]);
    let user = json!({"targetingKey": "u-1", "email": "ada@example.com"});
    for (key, value, variant, reason) in [
        ("checkout", json!(false), "false", "STATIC"),
        ("colour", json!("#f00"), "red", "STATIC"),
        ("half", json!(true), "true", "SPLIT"),
        ("layout", json!({"columns": 3}), "b", "STATIC"),
        ("limit", json!(20), "high", "STATIC"),
        ("off", json!(false), "false", "DISABLED"),
        ("staff", json!(true), "true", "TARGETING_MATCH"),
    ] {
        let response = server.flag(key, &user);
        assert_eq!((response.status, response.header("content-type")), (200, Some("application/json")), "{key}");
        let answer = response.json();
        assert_eq!(answer["key"], key);
        assert_eq!(
            (&answer["value"], &answer["variant"], &answer["reason"]),
            (&value, &json!(variant), &json!(reason)),
            "{key}"
        );
        assert_eq!(answer["metadata"]["type"], "ops", "{key}");
    }
    assert_eq!(server.flag("staff", &user).json()["metadata"]["rule"], "staff");
}

#[test]
fn an_answer_that_nothing_decided_has_the_protocols_reason_and_ours_beside_it() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &[]);
    let answer = server.flag("staff", &json!({"targetingKey": "u-1"})).json();
    assert_eq!((&answer["reason"], &answer["metadata"]["reason"]), (&json!("UNKNOWN"), &json!("DEFAULT")));
}

#[test]
fn what_has_no_answer_says_why_in_the_protocols_words() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &[]);
    let json_type = [("Content-Type", "application/json")];
    let ask =
        |key: &str, body: &str| server.request("POST", &format!("/ofrep/v1/evaluate/flags/{key}"), &json_type, body);
    for (key, body, status, code, words) in [
        ("checkot", r#"{"context": {}}"#, 404, "FLAG_NOT_FOUND", "did you mean 'checkout'?"),
        ("half", r#"{"context": {}}"#, 400, "TARGETING_KEY_MISSING", "the attribute 'user_id'"),
        ("half", r#"{"context": {"targetingKey": ""}}"#, 400, "TARGETING_KEY_MISSING", "the attribute 'user_id'"),
        ("half", r#"{"context": {"targetingKey": [1]}}"#, 400, "TARGETING_KEY_MISSING", "the attribute 'user_id'"),
        ("half", "{}", 400, "INVALID_CONTEXT", "missing field `context`"),
        ("half", r#"{"context": []}"#, 400, "INVALID_CONTEXT", "invalid type"),
        ("half", r#"{"context": null}"#, 400, "INVALID_CONTEXT", "invalid type"),
        ("half", "7", 400, "INVALID_CONTEXT", "invalid type"),
        ("half", "", 400, "PARSE_ERROR", "EOF"),
        ("half", r#"{"context": {"#, 400, "PARSE_ERROR", "EOF"),
        ("half", "context", 400, "PARSE_ERROR", "line 1 column 1"),
    ] {
        let response = ask(key, body);
        let answer = response.json();
        assert_eq!(
            (response.status, &answer["errorCode"], &answer["key"]),
            (status, &json!(code), &json!(key)),
            "{body}"
        );
        assert!(answer["errorDetails"].as_str().is_some_and(|details| details.contains(words)), "{answer}");
    }
}

#[test]
fn a_context_needs_no_key_where_no_draw_decides() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &[]);
    assert_eq!(server.flag("colour", &json!({})).status, 200);
    assert_eq!(server.flag("half", &json!({"user_id": "u-1"})).json()["value"], true, "ffctl's own name for it");
    assert_eq!(server.flag("half", &json!({"targetingKey": 7})).status, 200, "an integer is an id");
}

#[test]
fn all_flags_are_answered_in_one_go_and_one_without_an_answer_spoils_no_other() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &["--env", "staging"]);
    let response = server.flags(&[], &json!({}));
    assert_eq!(response.status, 200);
    let answer = response.json();
    let flags = answer["flags"].as_array().expect("flags");
    let keys: Vec<&str> = flags.iter().filter_map(|flag| flag["key"].as_str()).collect();
    assert_eq!(keys, ["checkout", "colour", "half", "layout", "limit", "off", "staff"]);
    assert_eq!(flags[0]["value"], true, "as in staging");
    assert_eq!(flags[2]["errorCode"], "TARGETING_KEY_MISSING");
    assert_eq!(flags[2].get("value"), None);
    assert_eq!(answer["metadata"]["flagSetId"], "staging");
    assert_eq!(answer["metadata"]["version"].as_str().map(str::len), Some(64));
    assert_eq!(answer["eventStreams"], json!([{"type": "sse", "endpoint": {"requestUri": "/ofrep/v1/events"}}]));
    for flag in flags.iter().filter(|flag| flag.get("value").is_some()) {
        let key = flag["key"].as_str().expect("a key");
        assert_eq!(server.flag(key, &json!({})).json(), *flag, "{key}: the same as when asked alone");
    }
}

#[test]
fn an_entity_tag_covers_the_configuration_the_environment_and_the_context() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &["--env", "staging", "--env", "production"]);
    let tag = |path: &str, context: &Value| {
        let response = server.post(&format!("{path}/ofrep/v1/evaluate/flags"), &[], context);
        response.header("etag").expect("a tag").to_owned()
    };
    let (ada, bob) = (json!({"targetingKey": "ada"}), json!({"targetingKey": "bob"}));
    let first = tag("", &ada);
    assert_eq!(tag("", &ada), first);
    assert_ne!(tag("/environments/staging", &ada), first, "the same flags, but the events are elsewhere");
    assert_ne!(tag("", &bob), first);
    assert_ne!(tag("/environments/production", &ada), first);
    for known in [first.clone(), format!("W/{first}"), format!("\"other\", {first}"), "*".to_owned()] {
        let response = server.flags(&[("If-None-Match", &known)], &ada);
        assert_eq!((response.status, response.body.as_str()), (304, ""), "{known}");
        assert_eq!(response.header("etag"), Some(first.as_str()));
    }
    for unknown in ["\"other\"", "", first.trim_matches('"')] {
        assert_eq!(server.flags(&[("If-None-Match", unknown)], &ada).status, 200, "{unknown}");
    }
    assert_eq!(server.flags(&[("If-None-Match", &first)], &bob).status, 200, "another context");
    sandbox.write("new.yaml", crate::flag("rollout: 100"));
    server.signal("HUP");
    server.wait_until("a new tag", |server| server.flags(&[("If-None-Match", &first)], &ada).status == 200);
}

#[test]
fn several_environments_are_told_apart_by_their_path() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &["--env", "production", "--env", "staging"]);
    let value = |prefix: &str| {
        server.post(&format!("{prefix}/ofrep/v1/evaluate/flags/checkout"), &[], &json!({})).json()["value"].clone()
    };
    assert_eq!([value(""), value("/environments/production"), value("/environments/staging")], [false, false, true]);
    let response = server.post("/environments/stagin/ofrep/v1/evaluate/flags/checkout", &[], &json!({}));
    assert_eq!(response.status, 404);
    assert_eq!(response.json(), json!({"errorDetails": "the environment 'stagin' is not served here"}));
    let streams = server.post("/environments/staging/ofrep/v1/evaluate/flags", &[], &json!({})).json();
    assert_eq!(streams["eventStreams"][0]["endpoint"]["requestUri"], "/environments/staging/ofrep/v1/events");
}

#[test]
fn what_is_asked_at_the_wrong_place_or_in_the_wrong_way_is_told_so() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &[]);
    for (method, path, status) in [
        ("GET", "/", 404),
        ("GET", "/ofrep/v2/evaluate/flags", 404),
        ("GET", "/ofrep/v1/evaluate/flags", 405),
        ("PUT", "/ofrep/v1/evaluate/flags/half", 405),
        ("POST", "/ofrep/v1/events", 405),
        ("POST", "/metrics", 405),
    ] {
        let response = server.request(method, path, &[], "");
        assert_eq!(response.status, status, "{method} {path}");
        assert!(response.json()["errorDetails"].is_string(), "{method} {path}");
    }
}

#[test]
fn a_question_by_hand_need_not_say_that_it_is_json() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &[]);
    let path = "/ofrep/v1/evaluate/flags/half";
    for kind in [&[][..], &[("Content-Type", "application/x-www-form-urlencoded")]] {
        assert_eq!(server.request("POST", path, kind, r#"{"context":{"user_id":1}}"#).status, 200, "{kind:?}");
    }
}

#[test]
fn a_body_that_comes_in_pieces_is_put_together() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &[]);
    let head = "POST /ofrep/v1/evaluate/flags/half HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
    let chunks: String = r#"{"context":{"user_id":"u-1"}}"#.chars().map(|c| format!("1\r\n{c}\r\n")).collect();
    let response = server.send(format!("{head}Transfer-Encoding: chunked\r\n\r\n{chunks}0\r\n\r\n").as_bytes());
    assert_eq!((response.status, response.body.contains(r#""value":true"#)), (200, true), "{response:?}");
}

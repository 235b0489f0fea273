//! Requests that are wrong in every way that one can be: each gets its status, and the next is served.

use super::sandbox;
use crate::server::{Response, Server};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::Shutdown;

const FLAG: &str = "/ofrep/v1/evaluate/flags/half";

/// A request for one flag with a body of any bytes.
fn request(path: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// Holds that whatever was sent has done the server no harm.
#[track_caller]
fn is_unharmed(server: &Server) {
    assert_eq!(server.flag("half", &json!({"targetingKey": "u-1"})).json()["value"], true);
    server.wait_until("no connection but ours", |server| server.metric("ffctl_open_connections") == 1.0);
    assert!(!format!("{:?}", server.log()).contains("panicked"), "{:?}", server.log());
}

#[test]
fn a_body_that_is_no_json_or_no_context_is_told_so_with_the_protocols_code() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &[]);
    let (open, close) = ("[".repeat(100_000), "]".repeat(100_000));
    let objects = r#"{"a":"#.repeat(100_000);
    let deep = |inner: &str| format!(r#"{{"context": {{"targetingKey": "u-1", "deep": {inner}}}}}"#).into_bytes();
    for (body, code) in [
        (b"{".to_vec(), "PARSE_ERROR"),
        (b"{'context': {}}".to_vec(), "PARSE_ERROR"),
        (b"{\"context\": {}} {}".to_vec(), "PARSE_ERROR"),
        (b"{\"context\": {},}".to_vec(), "PARSE_ERROR"),
        (b"\0".to_vec(), "PARSE_ERROR"),
        (b"\xef\xbb\xbf{\"context\": {}}".to_vec(), "PARSE_ERROR"),
        (b"{\"context\": {\"targetingKey\": \"\xff\xfe\"}}".to_vec(), "PARSE_ERROR"),
        (b"{\"context\": {\"targetingKey\": \"\\ud800\"}}".to_vec(), "PARSE_ERROR"),
        (b"{\"context\": {\"targetingKey\": \"\\udc00\\ud800\"}}".to_vec(), "PARSE_ERROR"),
        (b"{\"context\": {\"\\ud800\": 1}}".to_vec(), "PARSE_ERROR"),
        (b"{\"context\": {\"age\": 1e999}}".to_vec(), "PARSE_ERROR"),
        (b"{\"context\": {\"age\": NaN}}".to_vec(), "PARSE_ERROR"),
        (b"{\"context\": {\"age\": 01}}".to_vec(), "PARSE_ERROR"),
        (open.clone().into_bytes(), "INVALID_CONTEXT"),
        (deep(&open), "PARSE_ERROR"),
        (deep(&format!("{open}{close}")), "PARSE_ERROR"),
        (deep(&objects[..100_000]), "PARSE_ERROR"),
        (format!("{{\"other\": {open}{close}}}").into_bytes(), "INVALID_CONTEXT"),
        (b"{\"context\": {\"a\": 1}, \"context\": {\"a\": 2}}".to_vec(), "INVALID_CONTEXT"),
        (b"{\"Context\": {}}".to_vec(), "INVALID_CONTEXT"),
        (b"[]".to_vec(), "INVALID_CONTEXT"),
        (b"null".to_vec(), "INVALID_CONTEXT"),
        (b"\"context\"".to_vec(), "INVALID_CONTEXT"),
    ] {
        let shown = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
        for path in [FLAG, "/ofrep/v1/evaluate/flags"] {
            let response = server.send(&request(path, &body));
            let answer = response.json();
            assert_eq!((response.status, &answer["errorCode"]), (400, &json!(code)), "{path} {shown}: {answer}");
        }
    }
    is_unharmed(&server);
}

#[test]
fn a_body_that_is_odd_but_right_is_answered() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &[]);
    let nested = format!("{}1{}", "[".repeat(120), "]".repeat(120));
    let many = (0..5_000).map(|n| format!(r#""a{n}": {n}"#)).collect::<Vec<_>>().join(",");
    for body in [
        r#"{"context": {"targetingKey": "ada", "targetingKey": "u-1"}}"#.to_owned(),
        r#"{"context": {"targetingKey": "u-1", "": "", "\u0000": "\u0000", "\ud83d\ude00": -0.0}}"#.to_owned(),
        r#"{"context": {"targetingKey": "u-1", "age": 123456789012345678901234567890, "tiny": 1e-999}}"#.to_owned(),
        format!(r#"{{"context": {{"targetingKey": "u-1", "deep": {nested}}}}}"#),
        format!(r#"{{"context": {{"targetingKey": "u-1", {many}}}}}"#),
        format!("{}{{\"context\": {{\"targetingKey\": \"u-1\"}}, \"more\": [null]}}\r\n\t ", " ".repeat(10_000)),
    ] {
        let response = server.send(&request(FLAG, body.as_bytes()));
        let shown: String = body.chars().take(100).collect();
        assert_eq!((response.status, &response.json()["value"]), (200, &json!(true)), "{shown}: the last key counts");
    }
    is_unharmed(&server);
}

#[test]
fn a_key_of_any_kind_in_the_path_is_looked_for_as_it_is_meant() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &[]);
    let ask = |key: &str| server.send(&request(&format!("/ofrep/v1/evaluate/flags/{key}"), br#"{"context": {}}"#));
    for (key, status, meant) in [
        ("ch%65ckout", 200, "checkout"),
        ("%63%68%65%63%6B%6f%75%74", 200, "checkout"),
        ("team%2Fcheckout", 404, "team/checkout"),
        ("..%2F..%2Fetc%2Fpasswd", 404, "../../etc/passwd"),
        ("checkout%00", 404, "checkout\0"),
        ("checkout%0d%0aX-Evil:%201", 404, "checkout\r\nX-Evil: 1"),
        ("%F0%9F%98%80", 404, "😀"),
        ("%zz", 404, "%zz"),
        ("100%", 404, "100%"),
        ("checkout+", 404, "checkout+"),
        ("a'%22%3Cscript%3E", 404, "a'\"<script>"),
    ] {
        let response = ask(key);
        let answer = response.json();
        assert_eq!((response.status, &answer["key"]), (status, &json!(meant)), "{key}: {answer}");
        assert_eq!(response.header("X-Evil"), None);
    }
    for key in ["%ff", "checkout%C0%AF", "%ED%A0%80"] {
        let response = ask(key);
        assert_eq!(response.status, 400, "{key}");
        assert_eq!(response.header("content-type"), Some("application/json"), "{key}");
        assert!(response.json()["errorDetails"].as_str().is_some_and(|details| details.contains("UTF-8")), "{key}");
    }
    for length in [5_000, 100_000, 1_000_000] {
        let status = ask(&"k".repeat(length)).status;
        assert!([404, 414, 431].contains(&status), "{length}: {status}");
    }
    is_unharmed(&server);
}

#[test]
fn heads_that_are_too_much_are_refused() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &[]);
    let get = |headers: &str| {
        server
            .send(format!("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n").as_bytes())
    };
    assert_eq!(get("").status, 200);
    assert_eq!(get(&"X-Header: value\r\n".repeat(10_000)).status, 431, "many headers");
    assert_eq!(get(&format!("X-Header: {}\r\n", "x".repeat(2_000_000))).status, 431, "a long header");
    assert_eq!(get("Content-Length: 5\r\nContent-Length: 6\r\n").status, 400, "two lengths");
    assert_eq!(get("Content-Length: -1\r\n").status, 400);
    assert_eq!(get("Transfer-Encoding: gzip\r\n").status, 400, "an encoding without an end");
    assert_eq!(get("X-Header\r\n").status, 400);
    assert_eq!(get("X-Header: a\0b\r\n").status, 400);
    is_unharmed(&server);
}

#[test]
fn what_speaks_another_language_is_sent_away() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &[]);
    let hello =
        b"\x16\x03\x01\x00\xc8\x01\x00\x00\xc4\x03\x03\x5f\x6d\x8b\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\r\n\r\n";
    for bytes in [
        &hello[..],
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET / HTTP/3.0\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.9\r\n\r\n",
        b"\0\0\0\0\0\0\0\0\r\n\r\n",
        b"GET /healthz\r\n\r\n",
    ] {
        let status = server.send(bytes).status;
        assert!([0, 400, 505].contains(&status), "{status}: {}", String::from_utf8_lossy(bytes));
    }
    is_unharmed(&server);
}

#[test]
fn methods_and_paths_that_are_not_there_are_told_so() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &[]);
    for (method, path, status) in [
        ("GET", "/nothing", 404),
        ("POST", "/ofrep/v1/evaluate/flags/", 404),
        ("POST", "/ofrep/v1/evaluate/flags/a/b", 404),
        ("POST", "//ofrep/v1/evaluate/flags", 404),
        ("POST", "/ofrep/v1/../v1/evaluate/flags", 404),
        ("POST", "/environments//ofrep/v1/evaluate/flags", 404),
        ("POST", "/environments/%ff/ofrep/v1/evaluate/flags", 400),
        ("DELETE", "/ofrep/v1/evaluate/flags/half", 405),
        ("BREW", "/ofrep/v1/evaluate/flags/half", 405),
        ("OPTIONS", "/ofrep/v1/evaluate/flags", 405),
        ("HEAD", "/ofrep/v1/evaluate/flags", 405),
        ("POST", "/healthz", 405),
        ("HEAD", "/healthz", 200),
        ("HEAD", "/metrics", 200),
        ("OPTIONS", "*", 404),
    ] {
        let response = server.request(method, path, &[], "");
        assert_eq!(response.status, status, "{method} {path}");
        assert_eq!(response.header("allow").is_some(), status == 405, "{method} {path}: {response:?}");
        assert!(method != "HEAD" || response.body.is_empty(), "{method} {path}: {response:?}");
        assert!(status < 400 || method == "HEAD" || response.json()["errorDetails"].is_string(), "{response:?}");
    }
    assert!(server.get("/ofrep/v1/events?key=a&key=b").json()["errorDetails"].is_string());
    is_unharmed(&server);
}

/// Reads just one response of a connection that stays open.
fn next(stream: &mut impl Read) -> (u16, Value) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).expect("a head");
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).expect("text").to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).expect("a length");
    let mut body = vec![0; length];
    stream.read_exact(&mut body).expect("a body");
    (head[9..12].parse().expect("a status"), serde_json::from_slice(&body).expect("a document"))
}

#[test]
fn requests_sent_ahead_are_answered_in_their_order() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &[]);
    let mut stream = server.connect();
    let keys = ["half", "nothing", "colour", "limit"];
    let ahead = |key: &str| {
        let request = request(&format!("/ofrep/v1/evaluate/flags/{key}"), br#"{"context": {"targetingKey": "u-1"}}"#);
        String::from_utf8(request).expect("text").replace("Connection: close\r\n", "")
    };
    let all: String = keys.iter().map(|key| ahead(key)).collect();
    stream.write_all(all.repeat(100).as_bytes()).expect("the requests");
    for _ in 0..100 {
        for key in keys {
            let (status, answer) = next(&mut stream);
            assert_eq!((status, &answer["key"]), (if key == "nothing" { 404 } else { 200 }, &json!(key)));
        }
    }
    drop(stream);
    is_unharmed(&server);
}

#[test]
fn an_old_client_is_answered_and_its_connection_closed() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &[]);
    let body = r#"{"context": {"targetingKey": "u-1"}}"#;
    let response =
        server.send(format!("POST {FLAG} HTTP/1.0\r\nContent-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    assert_eq!((response.status, &response.json()["value"]), (200, &json!(true)));
    is_unharmed(&server);
}

#[test]
fn a_client_that_sends_no_more_is_answered_or_let_go() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &[]);
    let whole = request(FLAG, br#"{"context": {"targetingKey": "u-1"}}"#);
    for length in [0, 10, whole.len() - 5, whole.len()] {
        let mut stream = server.connect();
        stream.write_all(&whole[..length]).expect("a part");
        stream.shutdown(Shutdown::Write).expect("half a connection");
        let status = Response::read(&mut stream).status;
        let may_be: &[u16] = if length == whole.len() { &[0, 200] } else { &[0, 400] };
        assert!(may_be.contains(&status), "{length}: {status}");
    }
    is_unharmed(&server);
}

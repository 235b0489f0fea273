//! Clients that are slow, send too much, hold connections or leave in the middle: others are served all the while.

use super::sandbox;
use crate::flag;
use crate::program::Sandbox;
use crate::server::{Response, Server};
use rustix::process::{Pid, Resource, Rlimit, getrlimit, prlimit, setrlimit};
use serde_json::json;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

const HEAD: &str =
    "POST /ofrep/v1/evaluate/flags/half HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

/// Holds that the server serves, and that nobody is left but who asks.
#[track_caller]
fn is_unharmed(server: &Server) {
    assert_eq!(server.flag("half", &json!({"targetingKey": "u-1"})).json()["value"], true);
    server.wait_until("no connection but ours", |server| server.metric("ffctl_open_connections") == 1.0);
    server.wait_until("no stream", |server| server.metric("ffctl_open_event_streams") == 0.0);
    assert!(!format!("{:?}", server.log()).contains("panicked"), "{:?}", server.log());
}

/// Writes these bytes again and again, with a pause between, until nobody takes them any more: how often that was.
fn pour(
    mut stream: TcpStream,
    bytes: impl AsRef<[u8]> + Send + 'static,
    most: usize,
    pause: Duration,
) -> thread::JoinHandle<usize> {
    thread::spawn(move || {
        let is_taken = |_: &usize| {
            thread::sleep(pause);
            stream.write_all(bytes.as_ref()).is_ok()
        };
        (0..most).take_while(is_taken).count()
    })
}

/// What comes until the server ends the connection, which it has to do.
#[track_caller]
fn until_closed(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    if let Err(error) = stream.read_to_end(&mut bytes) {
        assert!(!matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut), "the connection stays open");
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn a_head_that_does_not_come_to_its_end_is_not_waited_for() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &["--idle-timeout", "200ms"]);
    for begin in ["", "P", HEAD] {
        let mut stream = server.connect();
        stream.write_all(begin.as_bytes()).expect("a part");
        assert_eq!(until_closed(&mut stream), "", "{begin}");
    }
    let mut stream = server.connect();
    stream.write_all(HEAD.as_bytes()).expect("a part");
    let drops = pour(stream.try_clone().expect("a handle"), b"X: y\r\n", 50_000, Duration::from_millis(20));
    assert_eq!(until_closed(&mut stream), "", "a header now and then is too slow, too");
    assert!(drops.join().expect("the writer") < 50_000);
    is_unharmed(&server);
}

#[test]
fn a_body_that_does_not_come_to_its_end_is_answered_with_408() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &["--request-timeout", "200ms"]);
    for framing in ["Content-Length: 100000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n"] {
        let mut stream = server.connect();
        stream.write_all(format!("{HEAD}{framing}").as_bytes()).expect("a head");
        let drops = pour(stream.try_clone().expect("a handle"), b"1\r\n \r\n", 50_000, Duration::from_millis(20));
        let response = Response::read(&mut stream);
        assert_eq!(response.status, 408, "{framing} {response:?}");
        assert_eq!(response.json(), json!({"errorDetails": "the body did not arrive within 200ms"}));
        assert!(drops.join().expect("the writer") < 50_000);
    }
    is_unharmed(&server);
}

#[test]
fn a_body_that_is_too_large_is_refused_before_it_is_read() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &["--max-body", "1000"]);
    let body = |length: usize| format!("{:length$}", r#"{"context": {"targetingKey": "u-1"}}"#);
    let send = |length: usize| {
        server.send(format!("{HEAD}Connection: close\r\nContent-Length: {length}\r\n\r\n{}", body(length)).as_bytes())
    };
    assert_eq!((send(1000).status, send(1001).status), (200, 413));
    for length in ["1001", "99999999999"] {
        let response = server.send(format!("{HEAD}Content-Length: {length}\r\n\r\n").as_bytes());
        assert_eq!(
            (response.status, response.json()),
            (413, json!({"errorDetails": "a body has at most 1000 bytes here"}))
        );
    }
    is_unharmed(&server);
}

/// A chunk of a body, with its frame.
const CHUNK: &[u8] = b"40\r\n                                                                \r\n";

#[test]
fn a_body_without_end_is_refused_where_the_limit_is_and_not_kept() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &[]);
    let before = memory(&server);
    let mut clients: Vec<_> = (0..20)
        .map(|_| {
            let mut stream = server.connect();
            stream.write_all(format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n").as_bytes()).expect("a head");
            let chunks = pour(stream.try_clone().expect("a handle"), CHUNK.repeat(1_000), 16_000, Duration::ZERO);
            (stream, chunks)
        })
        .collect();
    for (stream, _) in &mut clients {
        assert_eq!(Response::read(stream).status, 413);
    }
    for (_, chunks) in clients {
        let chunks = chunks.join().expect("the writer");
        assert!(chunks < 1_000, "of a gigabyte, {chunks} times 64 KB were taken");
    }
    let grown = memory(&server).saturating_sub(before);
    assert!(grown < 64 << 20, "{grown} bytes more");
    is_unharmed(&server);
}

/// The memory that the server holds, in bytes, where the system tells.
fn memory(server: &Server) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<usize>().ok()).map_or(0, |kilobytes| kilobytes << 10)
}

/// As many connections as this process may hold, up to a number.
fn as_many_as(wanted: u64) -> usize {
    let limit = getrlimit(Resource::Nofile);
    let current = limit.maximum.unwrap_or(1 << 20).min(1 << 20);
    let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(current), maximum: limit.maximum });
    let may = getrlimit(Resource::Nofile).current.unwrap_or(wanted * 2);
    usize::try_from(wanted.min(may / 2)).expect("a number")
}

#[test]
fn thousands_who_hold_a_connection_and_ask_nothing_keep_nobody_from_being_served() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &["--request-timeout", "10m", "--idle-timeout", "10m"]);
    let many = as_many_as(3_000);
    let mut idle: Vec<TcpStream> = (0..many).map(|_| server.connect()).collect();
    // A third of them in the middle of a head, a third in the middle of a body.
    for (nth, stream) in idle.iter_mut().enumerate() {
        let sent = [String::new(), HEAD.to_owned(), format!("{HEAD}Content-Length: 50\r\n\r\n{{")];
        stream.write_all(sent[nth % 3].as_bytes()).expect("a part");
    }
    #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
    let open = many as f64;
    server.wait_until("all connections", |server| server.metric("ffctl_open_connections") >= open);
    for _ in 0..100 {
        assert_eq!(server.flag("half", &json!({"targetingKey": "u-1"})).status, 200);
    }
    sandbox.write("checkout.yaml", flag("rollout: 100"));
    server.wait_until("a change", |server| server.flag("checkout", &json!({})).json()["value"] == true);
    drop(idle);
    is_unharmed(&server);
}

#[test]
fn who_holds_a_connection_and_asks_nothing_is_let_go() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &["--idle-timeout", "200ms"]);
    let idle: Vec<TcpStream> = (0..100).map(|_| server.connect()).collect();
    server.wait_until("only ours is left", |server| server.metric("ffctl_open_connections") == 1.0);
    drop(idle);
    is_unharmed(&server);
}

#[cfg(target_os = "linux")]
#[test]
fn where_no_file_can_be_opened_any_more_clients_wait_and_are_served_later() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &[]);
    let open = std::fs::read_dir(format!("/proc/{}/fd", server.id())).expect("its files").count() as u64;
    let process = i32::try_from(server.id()).ok().and_then(Pid::from_raw);
    let allow = |files: u64| {
        let limit = Rlimit { current: Some(files), maximum: getrlimit(Resource::Nofile).maximum };
        prlimit(process, Resource::Nofile, limit).expect("another limit");
    };
    allow(open + 5);
    let held: Vec<TcpStream> = (0..50).map(|_| server.connect()).collect();
    server.wait_until("a word about it", |server| {
        server.log().iter().any(|event| event["message"] == "a connection could not be taken")
    });
    drop(held);
    assert_eq!(server.flag("half", &json!({"targetingKey": "u-1"})).status, 200);
    is_unharmed(&server);
}

/// Flags whose answers together are larger than what a socket takes at once.
fn large() -> Sandbox {
    let sandbox = sandbox();
    for n in 0..20 {
        let long = "x".repeat(20_000);
        sandbox
            .write(&format!("large-{n}.yaml"), flag(&format!("variants: {{a: {long}, b: y}}\nfallback: b\nserve: a")));
    }
    sandbox
}

#[test]
fn who_leaves_in_the_middle_of_an_answer_leaves_nothing_behind() {
    let sandbox = large();
    let server = Server::start(&sandbox, &[]);
    let body = r#"{"context": {}}"#;
    let request = format!(
        "POST /ofrep/v1/evaluate/flags HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    for nth in 0..30 {
        let mut stream = server.connect();
        // More is asked for than is ever read.
        stream.write_all(request.repeat(20).as_bytes()).expect("requests");
        let mut part = vec![0; nth * 1_000];
        stream.read_exact(&mut part).expect("a part of the answer");
    }
    is_unharmed(&server);
}

#[test]
fn who_leaves_a_stream_of_events_leaves_nothing_behind() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &[]);
    for round in 0..3 {
        let streams: Vec<TcpStream> = (0..100)
            .map(|_| {
                let mut stream = server.connect();
                stream.write_all(b"GET /ofrep/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("a request");
                stream
            })
            .collect();
        server.wait_until("all streams", |server| server.metric("ffctl_open_event_streams") == 100.0);
        if round > 0 {
            // While something is being told.
            sandbox.write("checkout.yaml", flag(&format!("rollout: {round}")));
            server.signal("HUP");
        }
        drop(streams);
        is_unharmed(&server);
    }
}

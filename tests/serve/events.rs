//! Server-sent events.

use super::sandbox;
use crate::flag;
use crate::server::Server;
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;

/// A client that listens.
struct Listener(BufReader<TcpStream>);

impl Listener {
    fn new(server: &Server, path: &str, last: Option<&str>) -> Listener {
        let mut stream = server.connect();
        let last = last.map(|id| format!("Last-Event-ID: {id}\r\n")).unwrap_or_default();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{last}\r\n").expect("a request");
        let mut listener = Listener(BufReader::new(stream));
        listener.until("listening");
        if last.is_empty() {
            let current = server.get("/readyz").json()["digest"].clone();
            assert!(current.is_null() || listener.event().0 == current, "what is in force is told at once");
        }
        listener
    }

    /// The next line that has this in it; `None` where the stream ends before.
    fn next(&mut self, words: &str) -> Option<String> {
        let mut line = String::new();
        while !line.contains(words) {
            line.clear();
            if self.0.read_line(&mut line).expect("a line") == 0 {
                return None;
            }
        }
        Some(line.trim().to_owned())
    }

    #[track_caller]
    fn until(&mut self, words: &str) -> String {
        self.next(words).expect("the stream goes on")
    }

    /// The next event: its id and its data.
    fn event(&mut self) -> (String, Value) {
        let id = self.until("id: ").replace("id: ", "");
        let data = self.until("data: ").replace("data: ", "");
        (id, serde_json::from_str(&data).expect("a document"))
    }
}

fn stream_of(server: &Server, headers: &[(&str, &str)]) -> String {
    let streams = server.flags(headers, &json!({})).json()["eventStreams"].clone();
    streams[0]["endpoint"]["requestUri"].as_str().expect("a path").to_owned()
}

#[test]
fn who_listens_is_told_of_a_change_and_gets_it_when_asking_again() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &[]);
    let mut listener = Listener::new(&server, &stream_of(&server, &[]), None);
    sandbox.write("checkout.yaml", flag("rollout: 100"));
    server.signal("HUP");
    let (id, data) = listener.event();
    assert_eq!(data["type"], "refetchEvaluation");
    assert_eq!(data["etag"], id);
    assert!(data["lastModified"].is_u64());
    let query = format!("?flagConfigEtag={id}&flagConfigLastModified={}", data["lastModified"]);
    let answer = server.post(&format!("/ofrep/v1/evaluate/flags{query}"), &[], &json!({})).json();
    assert_eq!((&answer["metadata"]["version"], &answer["flags"][0]["value"]), (&json!(id), &json!(true)));
}

#[test]
fn who_was_away_during_a_change_is_told_of_it_on_coming_back() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &[]);
    let digest = |server: &Server| server.get("/readyz").json()["digest"].as_str().expect("a digest").to_owned();
    let known = digest(&server);
    sandbox.write("checkout.yaml", flag("rollout: 100"));
    server.signal("HUP");
    server.wait_until("the change", |server| digest(server) != known);
    let mut listener = Listener::new(&server, "/ofrep/v1/events", Some(&known));
    assert_eq!(listener.event().0, digest(&server));
}

#[test]
fn a_ticket_opens_the_events_of_its_environment_and_nothing_else() {
    let sandbox = sandbox();
    let tokens = "tokens: [{name: web, token: web-web-web-web-web, environments: [production]}]";
    fs::write(sandbox.path("tokens.yaml"), tokens).expect("the file");
    let server = Server::start(&sandbox, &["-e", "staging", "-e", "production", "--tokens", "tokens.yaml"]);
    let path = stream_of(&server, &[("Authorization", "Bearer web-web-web-web-web")]);
    let ticket = path.split_once("?key=").expect("a key").1;
    let _listener = Listener::new(&server, &path, None);
    let _there = Listener::new(&server, &format!("/environments/production/ofrep/v1/events?key={ticket}"), None);
    assert_eq!(server.get("/ofrep/v1/events").status, 401);
    assert_eq!(server.get(&format!("/environments/staging/ofrep/v1/events?key={ticket}")).status, 401);
    assert_eq!(server.get(&format!("/ofrep/v1/events?key={}0", &ticket[..63])).status, 401);
    let key = format!("Bearer {ticket}");
    assert_eq!(server.flags(&[("Authorization", &key)], &json!({})).status, 401, "it is no token");
}

#[test]
fn a_token_that_is_taken_back_ends_the_streams_that_it_opened() {
    let sandbox = sandbox();
    let write = |names: &[&str]| {
        let token = |name: &&str| format!("  - {{name: {name}, token: {name}-{name}-{name}-{name}-{name}}}\n");
        let tokens = names.iter().map(token).collect::<String>();
        fs::write(sandbox.path("tokens.yaml"), format!("tokens:\n{tokens}")).expect("the file");
    };
    write(&["web", "app"]);
    let server = Server::start(&sandbox, &["--tokens", "tokens.yaml"]);
    let path = |token: &str| stream_of(&server, &[("X-API-Key", token)]);
    let (web, app) = (path("web-web-web-web-web"), path("app-app-app-app-app"));
    let (mut web, mut app) = (Listener::new(&server, &web, None), Listener::new(&server, &app, None));
    let _first = (web.event(), app.event());
    write(&["app"]);
    server.signal("HUP");
    assert_eq!(web.next("data: "), None, "the stream ends");
    sandbox.write("checkout.yaml", flag("rollout: 100"));
    assert_eq!(app.event().1["type"], "refetchEvaluation", "the other one goes on");
}

#[test]
fn behind_a_proxy_the_stream_has_the_address_that_clients_see() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &["--public-url", "https://flags.example.com/v1/"]);
    let streams = server.flags(&[], &json!({})).json()["eventStreams"].clone();
    assert_eq!(streams, json!([{"type": "sse", "url": "https://flags.example.com/v1/ofrep/v1/events"}]));
}

#[test]
fn a_server_that_stops_ends_its_streams_and_then_itself() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &[]);
    let mut listener = Listener::new(&server, "/ofrep/v1/events", None);
    server.signal("TERM");
    assert_eq!(listener.next("data: "), None, "the stream ends");
    let (code, log) = server.end();
    assert_eq!(code, Some(0));
    assert_eq!(log.last().expect("a last word")["message"], "stopped");
}

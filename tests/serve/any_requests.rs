//! What must hold for every request: it has an answer, and the answer is the flag's own.

use super::sandbox;
use crate::flag;
use crate::program::Sandbox;
use crate::server::Server;
use ffctl::FlagSet;
use ffctl::evaluate::Reason;
use ffctl::model::Context;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::cell::RefCell;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

const FLAGS: &str = "/ofrep/v1/evaluate/flags";

/// The largest body.
const MOST: usize = 2_000;

/// The names of attributes that contexts have as a rule.
const NAMES: [&str; 8] = ["targetingKey", "user_id", "email", "plan", "age", "device", "id", "context"];

/// A connection that is asked again and again.
struct Client(BufReader<TcpStream>);

/// What came back.
#[derive(Debug)]
struct Answer {
    status: u16,
    tag: Option<String>,
    body: Vec<u8>,
}

impl Client {
    fn new(server: &Server) -> Client {
        Client(BufReader::new(server.connect()))
    }

    /// Asks, and reads just the answer: the connection has to stay.
    fn ask(&mut self, path: &str, header: &[u8], body: &[u8]) -> Answer {
        let head = format!("POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n", body.len());
        self.0.get_mut().write_all(&[head.as_bytes(), header, b"\r\n", body].concat()).expect("the connection stays");
        let mut head = Vec::new();
        while !matches!(&head[..], [.., b'\n', b'\r', b'\n']) {
            assert_ne!(self.0.read_until(b'\n', &mut head).expect("a line"), 0, "the connection ends: {head:?}");
        }
        let head = String::from_utf8(head).expect("text");
        let field = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
        let length = field("content-length: ").map_or(0, |length| length.parse().expect("a length"));
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).expect("the whole body");
        Answer { status: head[9..12].parse().expect("a status"), tag: field("etag: "), body }
    }
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// Any JSON value, with the words that flags look at.
fn value() -> impl Strategy<Value = Value> {
    let words =
        prop_oneof!["[a-z]{0,3}", "u-[0-9]{1,3}", "[a-z]@example\\.com", Just("premium".to_owned()), any::<String>()];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (0..100_i64).prop_map(Value::from),
        words.prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::from),
            vec((name(), inner), 0..5).prop_map(|fields| { Value::Object(fields.into_iter().collect()) })
        ]
    })
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![4 => proptest::sample::select(&NAMES[..]).prop_map(str::to_owned), 1 => any::<String>()]
}

/// Any context, as what is sent and as what it is read as.
fn context() -> impl Strategy<Value = (String, Context)> {
    vec((name(), value()), 0..8).prop_map(|fields| {
        let text = Value::Object(fields.into_iter().collect()).to_string();
        let read: Map<String, Value> = serde_json::from_str(&text).expect("a document");
        (format!(r#"{{"context": {text}}}"#), Context::new(read))
    })
}

/// A body that was right before some of it was changed.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let changes = vec((any::<prop::sample::Index>(), any::<u8>()), 0..4);
    (context(), changes, any::<prop::sample::Index>(), any::<bool>()).prop_map(|((text, _), changes, end, is_cut)| {
        let mut bytes = text.into_bytes();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if is_cut {
            bytes.truncate(end.index(bytes.len()));
        }
        bytes
    })
}

/// Flags that look at what contexts have.
fn targeted() -> Sandbox {
    let rules = "\
rules:
  - {if: {attribute: email, operator: ends_with, value: '@example.com'}, rollout: 50}
  - if: {all: [{attribute: plan, operator: equals, value: premium}, {attribute: age, operator: greater_than, value: 30}]}
  - if: {attribute: device.id, operator: in, value: [a, b, 7]}
rollout: 20";
    Sandbox::new(&[
        ("always.yaml", flag("rollout: 100")),
        ("device.yaml", flag("bucket_by: device.id\nrollout: 50")),
        ("never.yaml", flag("rollout: 0\noverrides: {true: [u-1, u-2]}")),
        ("split.yaml", flag("variants: {a: 1, b: 2}\nfallback: a\nsplit: {a: 50, b: 50}")),
        ("targeted.yaml", flag(rules)),
    ])
}

/// What the server has to answer for a flag.
fn expected(flags: &FlagSet, key: &str, context: &Context) -> (Value, Value, Value, Value) {
    let edition = flags.current();
    let evaluation = edition.environments()[0].flag(key).expect("a flag").evaluate(context);
    if let Some(error) = evaluation.error {
        return (Value::Null, Value::Null, Value::Null, json!(error.name()));
    }
    let reason = if evaluation.reason == Reason::Default { "UNKNOWN" } else { evaluation.reason.name() };
    (evaluation.value.clone(), json!(evaluation.variant.to_string()), json!(reason), Value::Null)
}

fn told(answer: &Value) -> (Value, Value, Value, Value) {
    let field = |name: &str| answer[name].clone();
    (field("value"), field("variant"), field("reason"), field("errorCode"))
}

#[test]
fn any_bytes_have_an_answer_and_the_connection_stays() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &["--max-body", &MOST.to_string()]);
    let client = RefCell::new(Client::new(&server));
    let bodies = prop_oneof![vec(any::<u8>(), 0..MOST + 500), any::<String>().prop_map(String::into_bytes), damaged()];
    proptest!(ProptestConfig::with_cases(600), |(body in bodies, is_bulk in any::<bool>())| {
        let path = if is_bulk { FLAGS } else { "/ofrep/v1/evaluate/flags/colour" };
        let answer = client.borrow_mut().ask(path, b"", &body);
        if body.len() > MOST {
            prop_assert_eq!(answer.status, 413);
            // What is not read is not waited for.
            client.replace(Client::new(&server));
        } else {
            let read: Option<Value> = serde_json::from_slice(&body).ok();
            let is_right = read.is_some_and(|read| read["context"].is_object());
            prop_assert!(answer.status == 200 || (answer.status == 400 && !is_right), "{:?}", answer);
        }
        answer.json();
    });
}

#[test]
fn any_context_gets_the_answers_of_the_flags_themselves() {
    let sandbox = targeted();
    let server = Server::start(&sandbox, &[]);
    let flags = FlagSet::open(sandbox.path("flags")).expect("the flags");
    let keys = ["always", "device", "never", "split", "targeted"];
    let client = RefCell::new(Client::new(&server));
    proptest!(ProptestConfig::with_cases(300), |((body, context) in context())| {
        let mut client = client.borrow_mut();
        let bulk = client.ask(FLAGS, b"", body.as_bytes());
        prop_assert_eq!(bulk.status, 200);
        for (nth, key) in keys.into_iter().enumerate() {
            let expected = expected(&flags, key, &context);
            prop_assert_eq!(&told(&bulk.json()["flags"][nth]), &expected, "{} {}", key, &body);
            let single = client.ask(&format!("{FLAGS}/{key}"), b"", body.as_bytes());
            prop_assert_eq!(single.status, if expected.3.is_null() { 200 } else { 400 });
            prop_assert_eq!(&told(&single.json()), &expected, "{} {}", key, &body);
        }
    });
}

#[test]
fn whatever_tags_somebody_has_the_answer_is_left_out_only_for_the_right_one() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &[]);
    let body = br#"{"context": {"targetingKey": "u-1"}}"#;
    let client = RefCell::new(Client::new(&server));
    let tag = client.borrow_mut().ask(FLAGS, b"", body).tag.expect("a tag");
    let part =
        prop_oneof![Just("TAG".to_owned()), Just("W/TAG".to_owned()), Just("*".to_owned()), "[a-zA-Z\"/* ]{0,10}"];
    proptest!(ProptestConfig::with_cases(300), |(parts in vec(part, 0..5), gap in " {0,2}")| {
        let header = format!("If-None-Match: {}\r\n", parts.join(&format!("{gap},"))).replace("TAG", &tag);
        let is_known = parts.iter().any(|part| ["TAG", "W/TAG", "*"].contains(&part.trim()));
        let answer = client.borrow_mut().ask(FLAGS, header.as_bytes(), body);
        prop_assert_eq!(answer.status, if is_known { 304 } else { 200 }, "{}", &header);
        prop_assert_eq!(answer.tag.as_ref(), Some(&tag));
        prop_assert_eq!(answer.body.is_empty(), is_known);
    });
    let byte = prop_oneof![0x20..=0x7e_u8, 0x80..=0xff_u8, Just(b'\t')];
    proptest!(ProptestConfig::with_cases(200), |(value in vec(byte, 0..300))| {
        let header = [b"If-None-Match: ", &value[..], b"\r\n"].concat();
        let answer = client.borrow_mut().ask(FLAGS, &header, body);
        prop_assert!([200, 304].contains(&answer.status), "{:?}", answer);
        let wrong = client.borrow_mut().ask(FLAGS, &header, b"{");
        prop_assert_eq!(wrong.status, 400, "what is wrong is wrong, whatever somebody has");
    });
}

//! A collector that keeps what it is sent.

use crate::server::PATIENCE;
use opentelemetry_proto::tonic::collector::logs::v1::ExportLogsServiceRequest;
use opentelemetry_proto::tonic::collector::metrics::v1::ExportMetricsServiceRequest;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::KeyValue;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::logs::v1::LogRecord;
use opentelemetry_proto::tonic::metrics::v1::Metric;
use opentelemetry_proto::tonic::resource::v1::Resource;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// A request that it got.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    pub(super) path: String,
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body: Vec<u8>,
}

/// What it answers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Answers {
    Status(u16),
    /// It hangs up.
    Hangup,
    /// It keeps everybody waiting.
    Nothing,
}

/// A collector; it ends with the test.
pub(super) struct Collector {
    pub(super) url: String,
    state: Arc<Mutex<State>>,
}

struct State {
    sent: Vec<Sent>,
    answers: Answers,
}

impl Collector {
    pub(super) fn start(answers: Answers) -> Collector {
        let listener = TcpListener::bind("127.0.0.1:0").expect("an address");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let state = Arc::new(Mutex::new(State { sent: Vec::new(), answers }));
        let shared = state.clone();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let state = shared.clone();
                thread::spawn(move || keep(stream, &state));
            }
        });
        Collector { url, state }
    }

    /// The variable that names it.
    pub(super) fn variables(&self) -> Vec<(&str, &str)> {
        vec![("OTEL_EXPORTER_OTLP_ENDPOINT", self.url.as_str())]
    }

    pub(super) fn answer(&self, answers: Answers) {
        self.state.lock().expect("its state").answers = answers;
    }

    pub(super) fn sent(&self) -> Vec<Sent> {
        self.state.lock().expect("its state").sent.clone()
    }

    pub(super) fn spans(&self) -> Vec<Span> {
        let requests = self.decoded::<ExportTraceServiceRequest>("/v1/traces");
        let scopes = requests.into_iter().flat_map(|sent| sent.resource_spans).flat_map(|sent| sent.scope_spans);
        scopes.flat_map(|scope| scope.spans).collect()
    }

    pub(super) fn events(&self) -> Vec<LogRecord> {
        let requests = self.decoded::<ExportLogsServiceRequest>("/v1/logs");
        let scopes = requests.into_iter().flat_map(|sent| sent.resource_logs).flat_map(|sent| sent.scope_logs);
        scopes.flat_map(|scope| scope.log_records).collect()
    }

    /// The metrics of the last request that had any.
    pub(super) fn metrics(&self) -> Vec<Metric> {
        let last = self.decoded::<ExportMetricsServiceRequest>("/v1/metrics").pop().unwrap_or_default();
        let scopes = last.resource_metrics.into_iter().flat_map(|sent| sent.scope_metrics);
        scopes.flat_map(|scope| scope.metrics).collect()
    }

    /// Who sent the spans.
    pub(super) fn resources(&self) -> Vec<Resource> {
        let requests = self.decoded::<ExportTraceServiceRequest>("/v1/traces");
        requests.into_iter().flat_map(|sent| sent.resource_spans).filter_map(|sent| sent.resource).collect()
    }

    fn decoded<M: Message + Default>(&self, path: &str) -> Vec<M> {
        let sent = self.sent().into_iter().filter(|sent| sent.path == path);
        sent.map(|sent| M::decode(&sent.body[..]).expect("protobuf")).collect()
    }

    /// Waits until something is so.
    #[track_caller]
    pub(super) fn wait_until(&self, what: &str, is_so: impl Fn(&Collector) -> bool) {
        let since = Instant::now();
        while !is_so(self) {
            assert!(since.elapsed() < PATIENCE, "never: {what}");
            thread::sleep(Duration::from_millis(5));
        }
    }
}

/// Takes the requests of a connection.
fn keep(stream: TcpStream, state: &Mutex<State>) {
    let mut reader = BufReader::new(stream.try_clone().expect("the connection"));
    let mut writer = stream;
    while let Some(sent) = read(&mut reader) {
        let answers = {
            let mut state = state.lock().expect("its state");
            state.sent.push(sent);
            state.answers
        };
        match answers {
            Answers::Status(status) => {
                let _ = write!(writer, "HTTP/1.1 {status} Whatever\r\nContent-Length: 0\r\n\r\n");
            }
            Answers::Hangup => return,
            // Also if it is woken for no reason.
            Answers::Nothing => loop {
                thread::park();
            },
        }
    }
}

fn read(reader: &mut impl BufRead) -> Option<Sent> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let path = lines.first()?.split(' ').nth(1)?.to_owned();
    let header = |line: &String| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()));
    let headers: BTreeMap<String, String> = lines.iter().skip(1).filter_map(header).collect();
    let mut body = vec![0; headers.get("content-length")?.parse().ok()?];
    reader.read_exact(&mut body).ok()?;
    Some(Sent { path, headers, body })
}

/// Attributes as texts.
pub(super) fn texts(attributes: &[KeyValue]) -> BTreeMap<&str, String> {
    let text = |value: &Value| match value {
        Value::StringValue(text) => text.clone(),
        Value::IntValue(number) => number.to_string(),
        other => panic!("{other:?}"),
    };
    let value = |pair: &KeyValue| pair.value.as_ref().and_then(|any| any.value.as_ref()).map(text).unwrap_or_default();
    attributes.iter().map(|pair| (pair.key.as_str(), value(pair))).collect()
}

/// An id in hexadecimal digits.
pub(super) fn hex(id: &[u8]) -> String {
    id.iter().map(|byte| format!("{byte:02x}")).collect()
}

//! A running `ffctl serve`, and a client that sends just the bytes it is told to.

// Each test file uses a part of it.
#![allow(dead_code)]

use crate::program::Sandbox;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// Long enough that only a server that hangs takes longer.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A server over the flags of a sandbox, stopped when it is dropped.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    child: Child,
    log: Arc<Mutex<Vec<Value>>>,
    reader: Option<thread::JoinHandle<()>>,
}

/// What came back.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Server {
    /// Starts one with these arguments, at a port that is free, and waits until it listens.
    pub(crate) fn start(sandbox: &Sandbox, arguments: &[&str]) -> Server {
        Server::try_start(sandbox, arguments).unwrap_or_else(|log| panic!("the server ended: {log:?}"))
    }

    /// The same, in an environment with these variables.
    pub(crate) fn start_with(sandbox: &Sandbox, arguments: &[&str], variables: &[(&str, &str)]) -> Server {
        Server::launch(sandbox, arguments, variables).unwrap_or_else(|log| panic!("the server ended: {log:?}"))
    }

    /// The log of a server that ended before it listened.
    pub(crate) fn try_start(sandbox: &Sandbox, arguments: &[&str]) -> Result<Server, Vec<Value>> {
        Server::launch(sandbox, arguments, &[])
    }

    fn launch(sandbox: &Sandbox, arguments: &[&str], variables: &[(&str, &str)]) -> Result<Server, Vec<Value>> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ffctl"));
        command.env_clear().envs(std::env::var_os("PATH").map(|path| ("PATH", path))).current_dir(sandbox.path(""));
        command.envs(variables.iter().copied());
        command.args(["serve", "--listen", "127.0.0.1:0", "--log-format", "json"]).args(arguments);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program");
        let mut lines = BufReader::new(child.stderr.take().expect("its log")).lines();
        let log = Arc::new(Mutex::new(Vec::new()));
        let mut address = None;
        for line in lines.by_ref().map(|line| line.expect("text")) {
            let event: Value = serde_json::from_str(&line).unwrap_or_else(|_| Value::from(line.clone()));
            address = event["address"].as_str().and_then(|address| address.parse().ok());
            log.lock().expect("the log").push(event);
            if address.is_some() {
                break;
            }
        }
        let Some(address) = address else {
            child.wait().expect("its end");
            return Err(log.lock().expect("the log").clone());
        };
        let kept = log.clone();
        let reader = thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let event = serde_json::from_str(&line).unwrap_or(Value::from(line));
                kept.lock().expect("the log").push(event);
            }
        });
        Ok(Server { address, child, log, reader: Some(reader) })
    }

    /// The events that the log holds so far.
    pub(crate) fn log(&self) -> Vec<Value> {
        self.log.lock().expect("the log").clone()
    }

    /// Waits until something is so. What never becomes so fails the test.
    #[track_caller]
    pub(crate) fn wait_until(&self, what: &str, is_so: impl Fn(&Server) -> bool) {
        let since = std::time::Instant::now();
        while !is_so(self) {
            assert!(since.elapsed() < PATIENCE, "never: {what}; {:?}", self.log());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// The id of its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// The value of a metric without labels.
    pub(crate) fn metric(&self, name: &str) -> f64 {
        let metrics = self.get("/metrics").body;
        metrics.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok()).unwrap_or(0.0)
    }

    /// Sends a signal, such as `HUP`.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([&format!("-{name}"), &self.id().to_string()]).status();
        assert!(sent.expect("kill").success());
    }

    /// The exit code of a server that was told to end, and all that it wrote.
    pub(crate) fn end(mut self) -> (Option<i32>, Vec<Value>) {
        let code = self.child.wait().expect("its end").code();
        self.reader.take().expect("the log's reader").join().expect("the log's reader");
        (code, self.log())
    }

    /// A connection to it.
    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
        stream
    }

    /// Sends a request of its own connection, and reads the whole response.
    pub(crate) fn request(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Response {
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!("Content-Length: {}\r\n\r\n", body.len());
        self.send(format!("{head}{body}").as_bytes())
    }

    /// Sends these bytes, and reads what comes back until the end of the connection.
    pub(crate) fn send(&self, bytes: &[u8]) -> Response {
        let mut stream = self.connect();
        // A server may answer, and close, before it has read all.
        let _ = stream.write_all(bytes);
        Response::read(&mut stream)
    }

    pub(crate) fn get(&self, path: &str) -> Response {
        self.request("GET", path, &[], "")
    }

    /// Asks for one flag.
    pub(crate) fn flag(&self, key: &str, context: &Value) -> Response {
        self.post(&format!("/ofrep/v1/evaluate/flags/{key}"), &[], context)
    }

    /// Asks for all flags.
    pub(crate) fn flags(&self, headers: &[(&str, &str)], context: &Value) -> Response {
        self.post("/ofrep/v1/evaluate/flags", headers, context)
    }

    pub(crate) fn post(&self, path: &str, headers: &[(&str, &str)], context: &Value) -> Response {
        let headers = [headers, &[("Content-Type", "application/json")]].concat();
        self.request("POST", path, &headers, &serde_json::json!({"context": context}).to_string())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Response {
    /// Reads until the end of the connection. One that ends without a response has the status 0.
    pub(crate) fn read(stream: &mut TcpStream) -> Response {
        let mut bytes = Vec::new();
        // Whatever came before a connection was reset counts.
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).unwrap_or(0);
        let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()));
        Response { status, headers: lines.filter_map(header).collect(), body: body.to_owned() }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

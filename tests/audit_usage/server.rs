//! A server that answers one request, and tells what it was asked.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

/// A server on this machine.
pub(crate) struct Server {
    /// Where it is, without a path.
    pub(crate) url: String,
    request: Receiver<String>,
}

impl Server {
    /// Answers as it is told, once.
    pub(crate) fn new(answer: impl FnOnce(&mut TcpStream) + Send + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (asked, request) = channel();
        thread::spawn(move || {
            let mut stream = listener.accept().unwrap().0;
            let lines = BufReader::new(&stream).lines().map_while(Result::ok);
            let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
            asked.send(head.join("\n")).unwrap();
            answer(&mut stream);
        });
        Server { url, request }
    }

    /// Answers with this status, this header and this body.
    pub(crate) fn answering(status: &str, header: &str, body: &str) -> Server {
        let head = format!("HTTP/1.1 {status}\r\n{header}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
        let answer = head + body;
        Server::new(move |stream| stream.write_all(answer.as_bytes()).unwrap())
    }

    /// Answers with these metrics.
    pub(crate) fn with(metrics: &str) -> Server {
        Server::answering("200 OK", "Content-Type: text/plain; version=0.0.4\r\n", metrics)
    }

    /// Where its metrics are.
    pub(crate) fn metrics(&self) -> String {
        format!("{}/metrics", self.url)
    }

    /// The first line and the headers of what it was asked.
    pub(crate) fn asked(&self) -> String {
        self.request.recv().unwrap()
    }
}

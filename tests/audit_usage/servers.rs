//! Servers that are asked: good ones, several, and those that answer badly or not at all.

use crate::program::{Run, Sandbox};
use crate::server::Server;
use crate::{LAST, QUIET, SINCE, audit, command, findings, line, metrics, two_flags, unknowns};
use std::io::Write;
use std::net::TcpListener;

#[test]
fn a_server_is_asked_once_for_what_its_url_says_and_without_a_token_given_none() {
    let server = Server::with(&metrics());
    let run = audit(&two_flags(), &[&server.metrics()]);
    assert_eq!((findings(&run.json()), run.code), (vec![QUIET.into()], 1));
    let asked = server.asked().to_lowercase();
    assert!(asked.starts_with("get /metrics http/1.1\n") && asked.contains("user-agent: ffctl/"), "{asked}");
    assert!(!asked.contains("authorization"), "{asked}");
}

#[test]
fn a_query_can_stand_in_the_url_and_is_no_part_of_the_servers_name() {
    let answer = format!(
        r#"{{"status":"success","data":{{"resultType":"vector","result":[
            {{"metric":{{"__name__":"{SINCE}","flag":"quiet"}},"value":[1,"{}"]}}]}}}}"#,
        crate::seconds("2026-11-19")
    );
    let server = Server::with(&answer);
    let document = audit(&two_flags(), &[&format!("{}/api/v1/query?query=a%7Bb%3D%22c%22%7D", server.url)]).json();
    assert!(server.asked().starts_with("GET /api/v1/query?query=a%7Bb%3D%22c%22%7D HTTP/1.1"));
    let said = format!("{}/api/v1/query counts it only since 2026-11-19", server.url);
    assert!(unknowns(&document)[1].ends_with(&said), "{document}");
}

#[test]
fn the_token_of_the_environment_goes_to_the_server_and_nowhere_else() {
    let server = Server::with(&metrics());
    let sandbox = two_flags();
    let mut command = command(&sandbox, &[&server.metrics()], &["-v"]);
    command.env("FFCTL_USAGE_TOKEN", "s3cret\n");
    let run = Run::of(command);
    assert!(server.asked().to_lowercase().contains("\nauthorization: bearer s3cret"));
    assert!(run.code == 1 && !format!("{}{}", run.out, run.err).contains("s3cret"), "{run:?}");
}

#[test]
fn a_proxy_for_other_things_does_not_stand_between() {
    let server = Server::with(&metrics());
    let sandbox = two_flags();
    let mut command = command(&sandbox, &[&server.metrics()], &["--format", "json"]);
    command.envs(["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"].map(|name| (name, "http://127.0.0.1:1")));
    assert_eq!(findings(&Run::of(command).json()), [QUIET]);
}

#[test]
fn several_servers_are_one_whole() {
    let [one, two] = ["production", "staging"].map(|environment| {
        let since = line(SINCE, "quiet", environment, "2026-09-22") + &line(SINCE, "asked", environment, "2026-09-22");
        let last =
            if environment == "staging" { line(LAST, "asked", environment, "2026-11-20") } else { String::new() };
        Server::with(&(since + &last))
    });
    let document = audit(&two_flags(), &[&one.metrics(), &two.metrics()]).json();
    let found = "quiet: never evaluated in 60 days, since 2026-09-22, in production and staging";
    assert_eq!((findings(&document), unknowns(&document)), (vec![found.into()], vec![]));
}

/// What is said of a server that did not do.
fn refused(sandbox: &Sandbox, server: &Server, token: Option<&str>) -> String {
    let mut command = command(sandbox, &[&server.metrics()], &[]);
    command.envs(token.map(|token| ("FFCTL_USAGE_TOKEN", token)));
    let run = Run::of(command);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{run:?}");
    run.err.replace(&server.url, "http://it")
}

#[test]
fn a_status_that_is_no_answer_is_said_with_what_to_do() {
    let sandbox = two_flags();
    let bad = r#"{"status":"error","errorType":"bad_data","error":"1:5: parse error"}"#;
    for (status, header, body, token, said, help) in [
        (
            "401 Unauthorized",
            "",
            "no",
            None,
            "401 Unauthorized",
            "give it in the environment variable FFCTL_USAGE_TOKEN",
        ),
        ("401 Unauthorized", "", "", Some("x"), "401 Unauthorized", "the token in FFCTL_USAGE_TOKEN is not one"),
        ("403 Forbidden", "", "", None, "403 Forbidden", "FFCTL_USAGE_TOKEN"),
        ("404 Not Found", "", "", None, "404 Not Found", "has its metrics at /metrics"),
        ("302 Found", "Location: https://else/\r\n", "", Some("x"), "302 Found", "it leads to https://else/"),
        ("400 Bad Request", "", bad, None, "400 Bad Request", "Prometheus could not answer: 1:5: parse error"),
        ("500 Internal Server Error", "", "\u{1b}[2J", None, "500 Internal Server Error", ""),
        ("204 No Content", "", "", None, "204 No Content", ""),
    ] {
        let error = refused(&sandbox, &Server::answering(status, header, body), token);
        assert!(error.starts_with(&format!("error: http://it/metrics answered {said}\n")), "{error}");
        assert!(error.contains(help) && !error.contains('\u{1b}'), "{error}");
    }
}

#[test]
fn a_token_that_no_header_can_hold_is_refused_unseen() {
    let server = Server::with("");
    let error = refused(&two_flags(), &server, Some("se\ncret"));
    assert_eq!(error, "error: FFCTL_USAGE_TOKEN has a character that no token has\n");
}

#[test]
fn garbage_and_answers_that_break_off_are_refused() {
    let sandbox = two_flags();
    let html = Server::with("<!doctype html>\n<title>Sign in</title>\n");
    assert!(refused(&sandbox, &html, None).contains("line 1: no metric begins here: \"<!doctype html>\""));
    for bytes in [
        &b""[..],
        b"\x16\x03\x01\x02\x00",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nup 1\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ] {
        let server = Server::new(move |stream| stream.write_all(bytes).unwrap());
        let error = refused(&sandbox, &server, None);
        assert!(error.starts_with("error: cannot read http://it/metrics: "), "{bytes:?}\n{error}");
    }
}

#[test]
fn a_server_that_is_not_there_is_told_by_its_url() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let run = audit(&two_flags(), &[&format!("http://{free}/metrics")]);
    assert!(run.code == 2 && run.err.starts_with(&format!("error: cannot read http://{free}/metrics: ")), "{run:?}");
}

#[test]
fn an_answer_in_small_pieces_is_read_to_its_end() {
    let text = metrics();
    let server = Server::new(move |stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").unwrap();
        for piece in text.as_bytes().chunks(7) {
            write!(stream, "{:x}\r\n", piece.len()).unwrap();
            stream.write_all(piece).unwrap();
            stream.write_all(b"\r\n").unwrap();
            stream.flush().unwrap();
        }
        stream.write_all(b"0\r\n\r\n").unwrap();
    });
    assert_eq!(findings(&audit(&two_flags(), &[&server.metrics()]).json()), [QUIET]);
}

#[test]
fn an_answer_without_end_is_left_at_the_limit() {
    let server = Server::new(|stream| {
        let mut sent = stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
        let lines = b"up 1\n".repeat(1 << 15);
        // Until nobody listens any more.
        while sent.is_ok() {
            sent = stream.write_all(&lines);
        }
    });
    assert_eq!(refused(&two_flags(), &server, None), "error: http://it/metrics is larger than 64 MiB\n");
}

//! Asking a server for its metrics: the one place where ffctl uses a network, and only where it is given a URL.
//!
//! Plain http alone: whoever has TLS in front has a tool that speaks it, and can pipe.

use super::text;
use crate::commands::shared::refused;
use crate::usage::read_responses;
use anyhow::{Result, anyhow};
use std::time::Duration;
use ureq::http::header::{AUTHORIZATION, HeaderValue, LOCATION};
use ureq::http::{Response, StatusCode};
use ureq::{Agent, Body};

/// How long a server may take.
pub(super) const LONGEST: Duration = Duration::from_secs(60);

/// The most that is read of an answer that says why there is none.
const MOST_EXCUSE: u64 = 1 << 16;

/// How much a server is waited for, and listened to.
pub(super) struct Limits {
    pub(super) time: Duration,
    pub(super) bytes: u64,
}

/// A URL that can be asked.
pub(super) struct Url<'a>(&'a str);

impl Url<'_> {
    pub(super) fn parse(url: &str) -> Result<Url<'_>> {
        let (scheme, rest) = url.split_once("://").unwrap_or((url, ""));
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if authority.contains('@') {
            let help = "give a token in the environment variable FFCTL_USAGE_TOKEN";
            return Err(refused("--usage takes no password in a URL, where others can see it", Some(help.to_owned())));
        }
        if scheme.eq_ignore_ascii_case("https") {
            let help = format!("`curl -sSf '{}' | ffctl audit --usage -`", url.replace('\'', "%27"));
            return Err(refused("--usage does not speak https", Some(help)));
        }
        if !scheme.eq_ignore_ascii_case("http") {
            let message = format!("--usage knows no {scheme}://");
            return Err(refused(message, Some("give an http:// URL, a file, or - for what is piped in".to_owned())));
        }
        Ok(Url(url))
    }

    /// Without the query: it can be long, and who answers is the same.
    pub(super) fn name(&self) -> &str {
        self.0.split(['?', '#']).next().unwrap_or(self.0)
    }
}

/// What a server answers to a GET.
pub(super) fn get(url: &Url<'_>, token: Option<&str>, limits: &Limits) -> Result<String> {
    let agent = Agent::config_builder()
        .timeout_global(Some(limits.time))
        .http_status_as_error(false)
        // The token is for who was named, and for nobody else.
        .max_redirects(0)
        .max_redirects_will_error(false)
        // A server of metrics is near, and many a proxy tunnels no plain http.
        .proxy(None)
        .user_agent(concat!("ffctl/", env!("CARGO_PKG_VERSION")))
        .build()
        .new_agent();
    let mut request = agent.get(url.0);
    let token = token.map(str::trim).filter(|token| !token.is_empty());
    if let Some(token) = token {
        request = request.header(AUTHORIZATION, bearer(token)?);
    }
    let mut response = request.call().map_err(|error| anyhow!("cannot read {}: {error}", url.name()))?;
    match response.status() {
        StatusCode::OK => text(response.body_mut().as_reader(), url.name(), limits.bytes),
        _ => Err(refusal(url, token.is_some(), &mut response)),
    }
}

fn bearer(token: &str) -> Result<HeaderValue> {
    let value = HeaderValue::from_str(&format!("Bearer {token}"));
    let mut value = value.map_err(|_| refused("FFCTL_USAGE_TOKEN has a character that no token has", None))?;
    value.set_sensitive(true);
    Ok(value)
}

/// What is told of an answer that is not what was asked for.
fn refusal(url: &Url<'_>, has_token: bool, response: &mut Response<Body>) -> anyhow::Error {
    let status = response.status();
    let location = response.headers().get(LOCATION).map(|to| String::from_utf8_lossy(to.as_bytes()).into_owned());
    let help = match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN if has_token => {
            Some("the token in FFCTL_USAGE_TOKEN is not one that it takes".to_owned())
        }
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            Some("it wants a token: give it in the environment variable FFCTL_USAGE_TOKEN".to_owned())
        }
        StatusCode::NOT_FOUND => {
            Some("`ffctl serve` has its metrics at /metrics, and Prometheus answers at /api/v1/query".to_owned())
        }
        _ if status.is_redirection() => location.map(|to| format!("it leads to {}", to.escape_debug())),
        _ => excuse(response),
    };
    refused(format!("{} answered {status}", url.name()), help)
}

/// What Prometheus says of a query that it does not take.
fn excuse(response: &mut Response<Body>) -> Option<String> {
    let text = text(response.body_mut().as_reader(), "", MOST_EXCUSE).ok()?;
    let said = read_responses(&text, |_| Ok(())).err().filter(|_| text.starts_with('{'))?;
    Some(said.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::thread;

    #[test]
    fn a_server_that_never_answers_is_left_in_the_end() {
        let server = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/metrics", server.local_addr().unwrap());
        // It takes connections and says nothing; what it said half is no answer either.
        for half in ["", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nup 1\n"] {
            let limits = Limits { time: Duration::from_millis(300), bytes: 1 << 20 };
            thread::scope(|scope| {
                let (done, asked) = std::sync::mpsc::channel::<()>();
                let server = &server;
                scope.spawn(move || {
                    let mut stream = server.accept().unwrap().0;
                    assert_ne!(stream.read(&mut [0; 1024]).unwrap(), 0);
                    stream.write_all(half.as_bytes()).unwrap();
                    let _ = asked.recv();
                });
                let error = get(&Url::parse(&url).unwrap(), None, &limits).unwrap_err();
                assert!(format!("{error:#}").contains("timeout"), "{error:#}");
                drop(done);
            });
        }
    }

    #[test]
    fn only_http_is_spoken_and_no_password_is_shown() {
        let refused = |url: &str| Url::parse(url).err().map(|error| error.to_string());
        assert_eq!(refused("http://localhost/metrics"), None);
        assert_eq!(refused("HTTP://[::1]:8016/metrics?x=a@b"), None);
        assert_eq!(refused("https://a/metrics").unwrap(), "--usage does not speak https");
        assert_eq!(refused("ftp://a/metrics").unwrap(), "--usage knows no ftp://");
        for url in ["http://me:secret@a/", "https://me:secret@a"] {
            assert!(!refused(url).unwrap().contains("secret"), "{url}");
        }
        assert_eq!(Url::parse("http://a/api/v1/query?query=x#y").unwrap().name(), "http://a/api/v1/query");
    }
}

//! Tokens, and pages of other origins.

use super::sandbox;
use crate::server::{Response, Server};
use serde_json::{Value, json};
use std::fs;

const TOKENS: &str = "\
tokens:
  - {name: web, token: web-web-web-web-web, environments: [production]}
  # ops-ops-ops-ops-ops
  - name: ops
    sha256: c3a2f1cb7e83d8f8f4a1a4f6d57e5c9f0c5b4a35f0fcb1a6dc1d7f2ad26b64a9
    environments: [staging, production]
  - {name: old, token: old-old-old-old-old}
";

fn bearer(token: &str) -> (String, String) {
    ("Authorization".to_owned(), format!("Bearer {token}"))
}

fn ask(server: &Server, prefix: &str, (name, value): (String, String)) -> Response {
    server.post(&format!("{prefix}/ofrep/v1/evaluate/flags/checkout"), &[(&name, &value)], &json!({}))
}

fn tokens() -> String {
    let hash = "ops-ops-ops-ops-ops";
    let digest = sha256(hash);
    TOKENS.replace("c3a2f1cb7e83d8f8f4a1a4f6d57e5c9f0c5b4a35f0fcb1a6dc1d7f2ad26b64a9", &digest)
}

fn sha256(text: &str) -> String {
    use sha2::Digest as _;
    sha2::Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_token_opens_its_environments_and_no_other() {
    let sandbox = sandbox();
    fs::write(sandbox.path("tokens.yaml"), tokens()).expect("the file");
    let server = Server::start(&sandbox, &["-e", "staging", "-e", "production", "--tokens", "tokens.yaml"]);
    let (web, ops, old) = ("web-web-web-web-web", "ops-ops-ops-ops-ops", "old-old-old-old-old");
    for (prefix, token, status) in [
        ("", web, 200),
        ("/environments/production", web, 200),
        ("/environments/staging", web, 403),
        ("/environments/nowhere", web, 403),
        ("", ops, 200),
        ("/environments/staging", ops, 200),
        ("", old, 403),
        ("/environments/production", old, 403),
        ("", "web-web-web-web-we", 401),
        ("", "web-web-web-web-web-", 401),
        ("", "", 401),
    ] {
        let response = ask(&server, prefix, bearer(token));
        assert_eq!(response.status, status, "{prefix} {token}");
        let response = ask(&server, prefix, ("X-API-Key".to_owned(), token.to_owned()));
        assert_eq!(response.status, status, "{prefix} {token} as a key");
    }
    assert_eq!(ask(&server, "", bearer(web)).json()["value"], false, "production: the first that the token opens");
    assert_eq!(ask(&server, "", bearer(ops)).json()["value"], true, "staging");
    let nobody = server.flag("checkout", &json!({}));
    assert_eq!((nobody.status, nobody.header("www-authenticate")), (401, Some("Bearer")));
    assert_eq!(nobody.json(), json!({"errorDetails": "a token is needed"}));
}

#[test]
fn with_tokens_only_those_who_have_one_see_what_is_served() {
    let sandbox = sandbox();
    fs::write(sandbox.path("tokens.yaml"), tokens()).expect("the file");
    let server = Server::start(&sandbox, &["-e", "production", "--tokens", "tokens.yaml"]);
    assert_eq!(server.get("/healthz").status, 200);
    assert_eq!(server.get("/readyz").json(), json!({"status": "ready"}));
    assert_eq!(server.get("/metrics").status, 401);
    let headers = [("Authorization", "Bearer web-web-web-web-web")];
    assert_eq!(server.request("GET", "/metrics", &headers, "").status, 200);
    assert_eq!(server.request("GET", "/readyz", &headers, "").json()["flags"], 7);
}

#[test]
fn a_file_of_tokens_that_is_wrong_is_refused_and_no_secret_is_repeated() {
    let sandbox = sandbox();
    for (text, words) in [
        ("tokens: []", "lists no token"),
        ("token: x", "`tokens` is missing"),
        ("tokens: [{name: a, token: short, environments: [staging]}]", "at least 16 characters"),
        ("tokens: [{name: a, sha256: secret-secret-secret, environments: [staging]}]", "64 hexadecimal digits"),
        ("tokens: [{name: a, environments: [staging]}]", "one of `token` and `sha256`"),
        ("tokens: [{token: secret-secret-secret, environments: [staging]}]", "`name` is missing"),
        ("tokens: [{name: a, token: secret-secret-secret, environments: [stagin]}]", "did you mean 'staging'?"),
        ("tokens: secret-secret-secret", "tokens.yaml:1:9"),
    ] {
        fs::write(sandbox.path("tokens.yaml"), text).expect("the file");
        let Err(log) = Server::try_start(&sandbox, &["--tokens", "tokens.yaml"]) else { panic!("{text}: it serves") };
        let log = log.iter().map(Value::to_string).collect::<String>();
        assert!(log.contains(words), "{text}: {log}");
        assert!(!log.contains("secret-secret"), "{text}: {log}");
    }
    fs::remove_file(sandbox.path("tokens.yaml")).expect("the file");
    assert!(Server::try_start(&sandbox, &["--tokens", "tokens.yaml"]).is_err());
}

#[test]
fn tokens_are_read_again_when_asked_and_broken_ones_change_nothing() {
    let sandbox = sandbox();
    let write = |text: &str| fs::write(sandbox.path("tokens.yaml"), text).expect("the file");
    write(&tokens());
    let server = Server::start(&sandbox, &["-e", "production", "--tokens", "tokens.yaml"]);
    write("tokens: [{name: new, token: new-new-new-new-new, environments: [production]}]");
    server.signal("HUP");
    server.wait_until("the new token", |server| ask(server, "", bearer("new-new-new-new-new")).status == 200);
    assert_eq!(ask(&server, "", bearer("web-web-web-web-web")).status, 401);
    write("tokens: [");
    server.signal("HUP");
    server.wait_until("a word about it", |server| {
        server.log().iter().any(|event| event["message"] == "the tokens stay as they were")
    });
    assert_eq!(ask(&server, "", bearer("new-new-new-new-new")).status, 200);
}

#[test]
fn pages_of_the_origins_allowed_may_ask_and_others_may_not() {
    let sandbox = sandbox();
    let server = Server::start(&sandbox, &["--cors-origin", "https://app.example.com"]);
    let preflight = |server: &Server, origin: &str| {
        let headers = [
            ("Origin", origin),
            ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "authorization,content-type,if-none-match"),
        ];
        server.request("OPTIONS", "/ofrep/v1/evaluate/flags", &headers, "")
    };
    let allowed = preflight(&server, "https://app.example.com");
    assert_eq!(allowed.status, 200);
    assert_eq!(allowed.header("access-control-allow-origin"), Some("https://app.example.com"));
    let headers = allowed.header("access-control-allow-headers").expect("headers");
    for name in ["authorization", "content-type", "if-none-match", "x-api-key"] {
        assert!(headers.contains(name), "{headers}");
    }
    assert_eq!(preflight(&server, "https://evil.example.com").header("access-control-allow-origin"), None);
    let response = server.flags(&[("Origin", "https://app.example.com")], &json!({}));
    assert_eq!(response.header("access-control-allow-origin"), Some("https://app.example.com"));
    assert_eq!(response.header("access-control-expose-headers"), Some("etag"));
    let closed = Server::start(&sandbox, &[]);
    assert_eq!(preflight(&closed, "https://app.example.com").header("access-control-allow-origin"), None);
    let open = Server::start(&sandbox, &["--cors-origin", "*"]);
    assert_eq!(preflight(&open, "https://any.example.com").header("access-control-allow-origin"), Some("*"));
}

#[test]
fn without_tokens_a_page_that_had_its_name_lead_here_reads_nothing() {
    let sandbox = sandbox();
    let ask = |server: &Server, host: &str, path: &str| {
        server.send(format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes())
    };
    let local = Server::start(&sandbox, &["--public-url", "https://flags.example.com/v1"]);
    let port = local.address.port();
    let own =
        [format!("127.0.0.1:{port}"), format!("[::1]:{port}"), format!("localhost:{port}"), "LOCALHOST".to_owned()];
    for host in own.iter().map(String::as_str).chain(["flags.example.com", ""]) {
        assert_eq!(ask(&local, host, "/metrics").status, 200, "{host}");
    }
    for host in
        ["evil.example.com", "evil.example.com:8016", "localhost.evil.example.com", "127.0.0.1.evil.example.com"]
    {
        assert_eq!(ask(&local, host, "/metrics").status, 421, "{host}");
        assert_eq!(ask(&local, host, "/ofrep/v1/events").status, 421, "{host}");
        assert_eq!(ask(&local, host, "/readyz").json(), json!({"status": "ready"}), "{host}");
        assert_eq!(ask(&local, host, "/healthz").status, 200, "{host}");
    }
    let tokens = "tokens: [{name: a, token: aaaa-aaaa-aaaa-aaaa}]";
    fs::write(sandbox.path("tokens.yaml"), tokens).expect("the file");
    let closed = Server::start(&sandbox, &["--tokens", "tokens.yaml"]);
    assert_eq!(ask(&closed, "evil.example.com", "/metrics").status, 401, "a token is asked of everybody");
}

//! The two questions of the protocol: one flag, or all of them.

use super::admission::Admitted;
use super::body::{self, Limits};
use super::served::Lacking;
use super::service::Service;
use super::telemetry::FlagSetId;
use super::trouble::{Trouble, json};
use super::usage::Request as Asked;
use crate::live::{EnvironmentFlags, fingerprint};
use crate::model::ErrorCode;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// Room for one flag's answer, as a rule.
const ANSWER: usize = 192;

/// As many digits tell one answer from all others.
const TAG: usize = 32;

/// Among more names than these the nearest one is not looked for: code that asks for what is gone asks often.
const MOST_NAMES: usize = 200;

impl Service {
    fn limits(&self) -> Limits {
        Limits { size: self.options.max_body, time: self.options.request_timeout }
    }

    /// The answer of one flag.
    pub(super) async fn flag(&self, request: Request, environment: Option<&str>, key: &str) -> Response {
        let (head, body) = request.into_parts();
        let answer = async {
            let admitted = self.admit(&head.headers, environment)?;
            let body = body::read(&head.headers, body, self.limits()).await?;
            self.answer(admitted, key, &body)
        };
        match answer.await {
            Ok(answer) => json(StatusCode::OK, answer),
            Err(trouble) => {
                self.metrics.count_error(&trouble);
                trouble.of_flag(key).into_response()
            }
        }
    }

    fn answer(&self, admitted: Admitted, key: &str, body: &[u8]) -> Result<String, Trouble> {
        let served = self.served();
        let (environment, flags) = served.at(admitted.environment);
        let mut answer = String::with_capacity(ANSWER);
        let outcome = body::context(body).and_then(|context| {
            let flag = environment.flag(flags, key).ok_or_else(|| not_found(flags, key))?;
            flag.answer(&context, Asked::Single, &mut answer)
                .map_err(|Lacking { code, details }| Trouble::evaluation(code, details))
        });
        self.telemetry.evaluated(&FlagSetId::new(&served, environment), key, &outcome);
        outcome.map(|_| answer)
    }

    /// The answers of all flags, unless whoever asks has them already.
    pub(super) async fn flags(&self, request: Request, environment: Option<&str>) -> Response {
        let (head, body) = request.into_parts();
        let answer = async {
            let admitted = self.admit(&head.headers, environment)?;
            let body = body::read(&head.headers, body, self.limits()).await?;
            self.answers(admitted, &head.headers, environment, &body)
        };
        answer.await.unwrap_or_else(|trouble: Trouble| {
            self.metrics.count_error(&trouble);
            trouble.into_response()
        })
    }

    fn answers(
        &self,
        admitted: Admitted,
        headers: &HeaderMap,
        asked: Option<&str>,
        body: &[u8],
    ) -> Result<Response, Trouble> {
        let served = self.served();
        let (environment, flags) = served.at(admitted.environment);
        // Before the tag: what is wrong is wrong, whatever somebody claims to have.
        let context = body::context(body)?;
        let stream = self.event_stream(headers, environment.name.as_deref(), asked);
        let tag = entity_tag(&served.edition.digest, environment.name.as_deref(), &stream, body);
        if has(headers, &tag) {
            return Ok(tagged(StatusCode::NOT_MODIFIED.into_response(), &tag));
        }
        let mut answers = String::with_capacity(ANSWER * flags.flags().len());
        answers.push_str(r#"{"flags":["#);
        for (nth, flag) in environment.flags(flags).enumerate() {
            if nth > 0 {
                answers.push(',');
            }
            if let Err(Lacking { code, details }) = flag.answer(&context, Asked::Bulk, &mut answers) {
                answers.push_str(&Trouble::evaluation(code, details).of_flag(flag.key()).into_json());
            }
        }
        self.telemetry.evaluated_all(&FlagSetId::new(&served, environment), flags.flags().len());
        answers.push(']');
        answers.push_str(&environment.metadata);
        answers.push_str(&format!(r#","eventStreams":[{stream}]}}"#));
        Ok(tagged(json(StatusCode::OK, answers), &tag))
    }

    /// Where whoever asked can listen for changes.
    fn event_stream(&self, headers: &HeaderMap, environment: Option<&str>, asked: Option<&str>) -> String {
        let prefix = asked.map(|name| format!("/environments/{name}")).unwrap_or_default();
        let ticket = self.ticket(headers, environment).map(|ticket| format!("?key={ticket}")).unwrap_or_default();
        let path = format!("{prefix}/ofrep/v1/events{ticket}");
        let stream = match &self.options.public_url {
            Some(url) => json!({"type": "sse", "url": format!("{}{path}", url.trim_end_matches('/'))}),
            None => json!({"type": "sse", "endpoint": {"requestUri": path}}),
        };
        stream.to_string()
    }
}

fn not_found(flags: &EnvironmentFlags, key: &str) -> Trouble {
    let is_cheap = flags.flags().len() <= MOST_NAMES;
    let hint = is_cheap.then(|| flags.hint(key)).flatten().map(|hint| format!("; {hint}")).unwrap_or_default();
    Trouble::evaluation(ErrorCode::FlagNotFound, format!("there is no flag '{key}'{hint}"))
}

/// The tag of what these flags answer for this body: it covers the configuration, the environment, where to listen (which
/// changes with the token) and the context.
fn entity_tag(digest: &str, environment: Option<&str>, stream: &str, body: &[u8]) -> String {
    let parts = [digest, environment.unwrap_or_default(), stream].map(str::as_bytes);
    let digits = fingerprint(parts.into_iter().chain([body]));
    format!("\"{}\"", &digits[..TAG])
}

/// Whether a tag is among those that somebody has; a proxy may have made them weak.
fn has(headers: &HeaderMap, tag: &str) -> bool {
    let values = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut known = values.flat_map(|value| value.split(',')).map(str::trim);
    known.any(|known| known.strip_prefix("W/").unwrap_or(known) == tag || known == "*")
}

fn tagged(mut response: Response, tag: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(tag) {
        response.headers_mut().insert(header::ETAG, value);
    }
    response
}

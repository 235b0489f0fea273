//! The body of a request: read within limits, and taken for a context.

use super::trouble::Trouble;
use crate::model::{Context, ErrorCode};
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, StatusCode, header};
use http_body_util::LengthLimitError;
use serde::Deserialize;
use serde_json::error::Category;
use serde_json::{Map, Value};
use std::error::Error as _;
use std::time::Duration;

/// What bodies have to keep to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// In bytes.
    pub(super) size: usize,
    /// From its head on.
    pub(super) time: Duration,
}

/// What clients send.
#[derive(Deserialize)]
struct EvaluationRequest {
    context: Map<String, Value>,
}

/// Reads a body. It is taken for JSON, whatever it is called: a question by hand need not say it.
pub(super) async fn read(headers: &HeaderMap, body: Body, limits: Limits) -> Result<Bytes, Trouble> {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > limits.size as u64) {
        return Err(too_large(limits));
    }
    match tokio::time::timeout(limits.time, to_bytes(body, limits.size)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) if error.source().is_some_and(|source| source.is::<LengthLimitError>()) => {
            Err(too_large(limits))
        }
        Ok(Err(_)) => Err(Trouble::evaluation(ErrorCode::General, "the body broke off")),
        Err(_) => {
            let details = format!("the body did not arrive within {}", humantime::format_duration(limits.time));
            Err(Trouble::new(StatusCode::REQUEST_TIMEOUT, details))
        }
    }
}

fn too_large(limits: Limits) -> Trouble {
    let details = format!("a body has at most {} bytes here", limits.size);
    Trouble::new(StatusCode::PAYLOAD_TOO_LARGE, details)
}

/// Who asks.
pub(super) fn context(body: &[u8]) -> Result<Context, Trouble> {
    let request: EvaluationRequest = serde_json::from_slice(body).map_err(|error| match error.classify() {
        Category::Data => {
            Trouble::evaluation(ErrorCode::InvalidContext, format!("the body is not {{\"context\": {{…}}}}: {error}"))
        }
        Category::Syntax | Category::Eof | Category::Io => {
            Trouble::evaluation(ErrorCode::ParseError, format!("the body is not JSON: {error}"))
        }
    })?;
    Ok(Context::new(request.context))
}

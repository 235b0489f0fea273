//! The body of a request: read within limits, and taken for a context.

use super::trouble::Trouble;
use crate::model::{Context, ErrorCode};
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, StatusCode, header};
use http_body_util::BodyExt as _;
use serde::Deserialize;
use serde_json::error::Category;
use serde_json::{Map, Value};
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;
use tokio::time::timeout;

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
    match in_time(limits.time, collect(body, limits)).await {
        Some(read) => read,
        None => {
            let details = format!("the body did not arrive within {}", humantime::format_duration(limits.time));
            Err(Trouble::new(StatusCode::REQUEST_TIMEOUT, details))
        }
    }
}

/// All of a body. One that comes in a piece is not copied.
async fn collect(mut body: Body, limits: Limits) -> Result<Bytes, Trouble> {
    let (mut first, mut all) = (Bytes::new(), Vec::new());
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Trouble::evaluation(ErrorCode::General, "the body broke off"))?;
        // What else a frame may hold are headers after the body.
        let Ok(piece) = frame.into_data() else { continue };
        if first.len().max(all.len()) + piece.len() > limits.size {
            return Err(too_large(limits));
        }
        if first.is_empty() {
            first = piece;
            continue;
        }
        if all.is_empty() {
            all.extend_from_slice(&first);
        }
        all.extend_from_slice(&piece);
    }
    Ok(if all.is_empty() { first } else { all.into() })
}

/// What comes within a time. What is there already by the second look, as a rule, costs no timer.
async fn in_time<T>(time: Duration, coming: impl Future<Output = T>) -> Option<T> {
    let mut coming = pin!(coming);
    let mut looks = 0;
    let there = poll_fn(|context| {
        looks += 1;
        match coming.as_mut().poll(context) {
            Poll::Ready(there) => Poll::Ready(Some(there)),
            Poll::Pending if looks > 1 => Poll::Ready(None),
            Poll::Pending => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
        }
    });
    match there.await {
        Some(there) => Some(there),
        None => timeout(time, coming).await.ok(),
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

//! What a request gets in the place of an answer, in the protocol's words.

use crate::model::ErrorCode;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// Why a request has no answer.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Trouble {
    #[serde(skip)]
    pub(super) status: StatusCode,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) error_code: Option<&'static str>,
    error_details: String,
}

impl Trouble {
    /// The request itself is at fault.
    pub(super) fn new(status: StatusCode, details: impl Into<String>) -> Trouble {
        Trouble { status, key: None, error_code: None, error_details: details.into() }
    }

    /// An evaluation fails.
    pub(super) fn evaluation(code: ErrorCode, details: impl Into<String>) -> Trouble {
        let status = if code == ErrorCode::FlagNotFound { StatusCode::NOT_FOUND } else { StatusCode::BAD_REQUEST };
        Trouble { error_code: Some(code.name()), ..Trouble::new(status, details) }
    }

    /// The same, of this flag.
    pub(super) fn of_flag(self, key: &str) -> Trouble {
        // Without a code it is not the evaluation that fails, and the protocol names no flag.
        Trouble { key: self.error_code.map(|_| key.to_owned()), ..self }
    }

    pub(super) fn into_json(self) -> String {
        // It is made of texts alone.
        serde_json::to_string(&self).unwrap_or_default()
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let status = self.status;
        let mut response = json(status, self.into_json());
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// A response with a JSON body.
pub(super) fn json(status: StatusCode, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

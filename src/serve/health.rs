//! Whether the server lives, takes requests, and how its flags are.

use super::service::Service;
use super::trouble::json;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono::SecondsFormat;
use serde_json::json;

impl Service {
    /// It lives: it answers.
    pub(super) fn health(&self) -> Response {
        json(StatusCode::OK, json!({"status": "ok"}).to_string())
    }

    /// It takes requests: flags are in force, perhaps not the newest, and it is not about to stop. What flags, only
    /// those are told who may ask for them.
    pub(super) fn readiness(&self, headers: &HeaderMap) -> Response {
        if self.is_stopping() {
            return json(StatusCode::SERVICE_UNAVAILABLE, json!({"status": "stopping"}).to_string());
        }
        if self.admit_to_server(headers).is_err() {
            return json(StatusCode::OK, json!({"status": "ready"}).to_string());
        }
        let (edition, status) = (self.flags.current(), self.flags.status());
        let refusal = status
            .refusal
            .map(|refusal| json!({"message": refusal.message, "problems": refusal.lines().collect::<Vec<_>>()}));
        let details = json!({
            "status": "ready",
            "environments": self.environments(),
            "flags": edition.tree.flags.len(),
            "digest": edition.digest,
            "commit": edition.commit,
            "loaded": edition.loaded.to_rfc3339_opts(SecondsFormat::Secs, true),
            "newest": refusal.is_none(),
            "restored": status.is_restored,
            "refused": refusal,
            "trouble": status.trouble,
            "notKept": status.not_kept,
        });
        json(StatusCode::OK, details.to_string())
    }
}

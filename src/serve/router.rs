//! Which path is for what.

use super::metrics::Route;
use super::service::Service;
use super::trouble::Trouble;
use anyhow::{Context as _, Result};
use axum::Router;
use axum::extract::{FromRequestParts, Path, Query, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tower_http::cors::{AllowOrigin, Any, CorsLayer};

/// How long browsers may remember what is allowed.
const CORS_MAX_AGE: Duration = Duration::from_secs(3600);

type Shared = State<Arc<Service>>;

/// What the path of a question says.
#[derive(Deserialize)]
struct Asked {
    environment: Option<String>,
    #[serde(default)]
    key: String,
}

/// What stands in the address of an event stream.
#[derive(Deserialize)]
struct Listening {
    key: Option<String>,
}

/// What stands in a path. Where it cannot be read, the answer is in the form of all others.
struct InPath<T>(T);

/// What stands behind a path, likewise.
struct InQuery<T>(T);

impl<T: DeserializeOwned + Send> FromRequestParts<Arc<Service>> for InPath<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, service: &Arc<Service>) -> Result<Self, Response> {
        let found = Path::from_request_parts(parts, service).await;
        found.map(|Path(found)| InPath(found)).map_err(|no| service.misled(no.status(), &no.body_text()))
    }
}

impl<T: DeserializeOwned> FromRequestParts<Arc<Service>> for InQuery<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, service: &Arc<Service>) -> Result<Self, Response> {
        let found = Query::from_request_parts(parts, service).await;
        found.map(|Query(found)| InQuery(found)).map_err(|no| service.misled(no.status(), &no.body_text()))
    }
}

/// Every path, each with what it counts as.
pub(super) fn router(service: Arc<Service>) -> Result<Router> {
    let cors = cors(&service.options.cors_origins)?;
    let protocol = |router: Router<Arc<Service>>, prefix: &str| {
        router
            .route(&format!("{prefix}/ofrep/v1/evaluate/flags/{{key}}"), post(one))
            .route(&format!("{prefix}/ofrep/v1/evaluate/flags"), post(all))
            .route(&format!("{prefix}/ofrep/v1/events"), get(listen))
    };
    let router = ["", "/environments/{environment}"]
        .into_iter()
        .fold(Router::new(), protocol)
        .route("/metrics", get(metrics))
        .route("/healthz", get(async |State(service): Shared| service.health()))
        .route("/readyz", get(async |State(service): Shared, headers: HeaderMap| service.readiness(&headers)))
        .fallback(async |State(service): Shared| service.misled(StatusCode::NOT_FOUND, "there is nothing at this path"))
        .method_not_allowed_fallback(async |State(service): Shared| {
            service.misled(StatusCode::METHOD_NOT_ALLOWED, "this path takes another method")
        })
        .with_state(service.clone());
    let router = service.telemetry.watch(router);
    Ok(match cors {
        Some(cors) => router.layer(cors),
        None => router,
    })
}

async fn one(State(service): Shared, InPath(asked): InPath<Asked>, request: Request) -> Response {
    let since = Instant::now();
    let response = service.flag(request, asked.environment.as_deref(), &asked.key).await;
    service.seen(Route::Flag, since, response)
}

async fn all(State(service): Shared, InPath(asked): InPath<Asked>, request: Request) -> Response {
    let since = Instant::now();
    let response = service.flags(request, asked.environment.as_deref()).await;
    service.seen(Route::Flags, since, response)
}

async fn listen(
    State(service): Shared,
    InPath(asked): InPath<Asked>,
    InQuery(Listening { key }): InQuery<Listening>,
    headers: HeaderMap,
) -> Response {
    let since = Instant::now();
    let response = service.events(headers, asked.environment, key);
    service.seen(Route::Events, since, response)
}

async fn metrics(State(service): Shared, headers: HeaderMap) -> Response {
    service.admit_to_server(&headers).map_or_else(IntoResponse::into_response, |()| service.metrics.exposition())
}

impl Service {
    /// Counts a response, and writes it to the log of those who want all.
    fn seen(&self, route: Route, since: Instant, response: Response) -> Response {
        let took = since.elapsed();
        self.metrics.observe(route, response.status(), took);
        tracing::debug!(
            route = route.name(),
            status = response.status().as_u16(),
            microseconds = took.as_micros(),
            "request"
        );
        response
    }

    fn misled(&self, status: StatusCode, details: &str) -> Response {
        self.seen(Route::Other, Instant::now(), Trouble::new(status, details).into_response())
    }
}

/// What pages of these origins may do; `None` where no page may ask.
fn cors(origins: &[String]) -> Result<Option<CorsLayer>> {
    let origin = match origins {
        [] => return Ok(None),
        origins if origins.iter().any(|origin| origin == "*") => AllowOrigin::from(Any),
        origins => {
            let value =
                |origin: &String| HeaderValue::from_str(origin).with_context(|| format!("'{origin}' is no origin"));
            AllowOrigin::list(origins.iter().map(value).collect::<Result<Vec<_>>>()?)
        }
    };
    let asked = [
        header::AUTHORIZATION,
        header::CONTENT_TYPE,
        header::IF_NONE_MATCH,
        HeaderName::from_static("x-api-key"),
        HeaderName::from_static("last-event-id"),
        HeaderName::from_static("traceparent"),
        HeaderName::from_static("tracestate"),
    ];
    let layer = CorsLayer::new().allow_origin(origin).allow_methods([Method::GET, Method::POST]).allow_headers(asked);
    Ok(Some(layer.expose_headers([header::ETAG]).max_age(CORS_MAX_AGE)))
}

//! A handler that does nothing, on the same libraries with the same settings.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Response, header};
use axum::routing::post;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::io;
use std::time::Duration;
use tokio::net::TcpListener;

/// The argument that makes this program that server.
pub(super) const WORD: &str = "bare";

/// Serves a constant of each size at `/0`, `/1` and so on, for ever; below `/body` it reads what was sent first. Its address
/// is printed.
pub(super) fn serve(sizes: &[usize]) -> io::Result<()> {
    let route = |router: Router, (nth, size): (usize, &usize)| {
        let text: &'static str = String::leak(format!("{{\"a\":\"{}\"}}", "x".repeat(size.saturating_sub(8))));
        router
            .route(&format!("/{nth}"), post(async move || answer(text)))
            .route(&format!("/body/{nth}"), post(async move |_: Bytes| answer(text)))
    };
    let router = sizes.iter().enumerate().fold(Router::new(), route);
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("{}", listener.local_addr()?);
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .max_buf_size(64 * 1024)
                .header_read_timeout(Duration::from_secs(10))
                .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router.clone()));
            tokio::spawn(connection);
        }
    })
}

fn answer(text: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

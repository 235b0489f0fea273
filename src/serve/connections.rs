//! Connections: taken as long as there is room, slow ones closed, all of them ended in order.

use super::service::Service;
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

/// File descriptors that are left for all else: flag files, git, the log.
const RESERVED: u64 = 64;

/// As many connections as are taken where nothing else limits them.
const MOST: u64 = 100_000;

/// The largest head of a request, in bytes, and what is read of a body at once.
const BUFFER: usize = 64 * 1024;

/// How long no connection is taken after one could not be.
const PAUSE: Duration = Duration::from_millis(50);

/// The connections of a server.
pub(super) struct Connections {
    service: Arc<Service>,
    router: Router,
    room: Arc<Semaphore>,
    open: GracefulShutdown,
}

impl Connections {
    pub(super) fn new(service: Arc<Service>, router: Router) -> Connections {
        Connections { service, router, room: Arc::new(Semaphore::new(room())), open: GracefulShutdown::new() }
    }

    /// Takes connections for ever. Where there is no room, they wait.
    pub(super) async fn take(&self, listener: &TcpListener) {
        loop {
            let Ok(room) = self.room.clone().acquire_owned().await else { return };
            match listener.accept().await {
                Ok((stream, _)) => self.serve(stream, room),
                Err(error) => {
                    // As where other programs have used up what there is: it passes.
                    tracing::warn!(%error, "a connection could not be taken");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }

    fn serve(&self, stream: TcpStream, room: tokio::sync::OwnedSemaphorePermit) {
        let _ = stream.set_nodelay(true);
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .max_buf_size(BUFFER)
            .header_read_timeout(self.service.options.idle_timeout)
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(self.router.clone()));
        let connection = self.open.watch(connection);
        let open = self.service.metrics.open_connection();
        tokio::spawn(async move {
            // A client that goes away, or keeps to no protocol, concerns nobody else.
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection broke off");
            }
            drop((room, open));
        });
    }

    /// Lets what is under way come to its end, for a time.
    pub(super) async fn end(self, patience: Duration) {
        let left = self.open.count();
        if tokio::time::timeout(patience, self.open.shutdown()).await.is_err() {
            tracing::warn!(connections = left, "requests under way are broken off");
        }
    }
}

/// For how many connections there is room.
pub(super) fn room() -> usize {
    usize::try_from(file_limit().saturating_sub(RESERVED).clamp(RESERVED, MOST)).unwrap_or_default()
}

/// How many files this program may open, after asking for as many as it may have.
fn file_limit() -> u64 {
    let limit = getrlimit(Resource::Nofile);
    let wanted = limit.maximum.unwrap_or(MOST).min(MOST);
    let raised = Rlimit { current: Some(wanted), maximum: limit.maximum };
    match setrlimit(Resource::Nofile, raised) {
        Ok(()) => wanted,
        Err(_) => limit.current.unwrap_or(MOST),
    }
}

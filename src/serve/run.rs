//! A server from its start to its end.

use super::connections::Connections;
use super::options::Options;
use super::router::router;
use super::service::Service;
use crate::live::{FlagSet, Follower};
use anyhow::{Context as _, Result};
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::Instant;

/// Serves flags until the program is told to stop (SIGTERM, SIGINT). SIGHUP reads flags and tokens again.
///
/// # Errors
/// Where it cannot begin: the address is taken, the tokens cannot be read.
pub fn serve(flags: FlagSet, options: Options) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot start threads")?;
    runtime.block_on(run(flags, options))
}

async fn run(flags: FlagSet, options: Options) -> Result<()> {
    let (listen, patience) = (options.listen.clone(), options.shutdown_timeout);
    let listener = TcpListener::bind(&listen).await.with_context(|| format!("cannot listen at {listen}"))?;
    let service = Service::new(flags, options, listener.local_addr()?.ip().is_loopback())?;
    let connections = Connections::new(service.clone(), router(service.clone())?);
    let signals = Signals::new()?;
    greet(&service, &listener)?;
    let follower = service.flags.follow(service.options.follow.clone()).context("cannot follow the flags")?;
    if let Some(note) = follower.note() {
        tracing::warn!("{note}");
    }
    tokio::select! {
        () = connections.take(&listener) => {}
        () = signals.until_the_end(&service, &follower) => {}
    }
    drop(listener);
    service.stop();
    // It may be reading, or fetching: that need not hold up the requests under way.
    let follower = tokio::task::spawn_blocking(move || drop(follower));
    let stopped = Instant::now();
    connections.end(patience).await;
    service.telemetry.end(patience.saturating_sub(stopped.elapsed())).await;
    follower.await.context("cannot end following the flags")?;
    tracing::info!("stopped");
    Ok(())
}

fn greet(service: &Service, listener: &TcpListener) -> Result<()> {
    let address = listener.local_addr()?;
    let edition = service.flags.current();
    let environments: Vec<&str> = service.environments().iter().flatten().map(String::as_str).collect();
    tracing::info!(
        address = %address,
        environments = environments.join(","),
        digest = edition.digest,
        commit = edition.commit,
        "serving {} flags",
        edition.tree.flags.len()
    );
    let declared = &edition.tree.settings.environments;
    if environments.is_empty() && !declared.is_empty() {
        tracing::info!(declared = declared.join(","), "no environment is served but the top-level fields (--env ENV)");
    }
    let status = service.flags.status();
    if let Some(error) = status.not_kept {
        tracing::error!(error, "the flags are not kept for a restart");
    }
    if let Some(refusal) = status.refusal {
        let problems: Vec<String> = refusal.lines().collect();
        tracing::error!(error = refusal.message, ?problems, loaded = %edition.loaded, "serving the flags of an earlier run");
    }
    if service.tokens().are_open() && !address.ip().is_loopback() {
        tracing::warn!("whoever reaches {address} can ask for every flag: there are no tokens (--tokens FILE)");
    }
    Ok(())
}

/// What a server is told from outside.
struct Signals {
    hang_up: Signal,
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn new() -> Result<Signals> {
        let on = |kind| signal(kind).context("cannot listen for signals");
        Ok(Signals {
            hang_up: on(SignalKind::hangup())?,
            terminate: on(SignalKind::terminate())?,
            interrupt: on(SignalKind::interrupt())?,
        })
    }

    /// Reloads as often as it is told to, until it is told to stop.
    async fn until_the_end(mut self, service: &Service, follower: &Follower) {
        loop {
            tokio::select! {
                _ = self.terminate.recv() => return,
                _ = self.interrupt.recv() => return,
                _ = self.hang_up.recv() => {
                    service.reload_tokens();
                    follower.reload_now();
                }
            }
        }
    }
}

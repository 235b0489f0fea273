//! What every request works with.

use super::connections::room;
use super::metrics::Metrics;
use super::options::Options;
use super::served::Served;
use super::telemetry::Telemetry;
use super::tokens::Tokens;
use crate::live::{Edition, FlagSet, Reload, Trouble};
use crate::model::one_line;
use crate::report::SubjectChange;
use anyhow::Result;
use arc_swap::{ArcSwap, Guard};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use tokio::sync::watch;

/// As many changes are written to the log one by one.
const MOST_CHANGES: usize = 50;

/// What every request works with.
pub(super) struct Service {
    pub(super) flags: FlagSet,
    pub(super) options: Options,
    pub(super) metrics: Metrics,
    pub(super) telemetry: Telemetry,
    served: Arc<ArcSwap<Served>>,
    tokens: ArcSwap<Tokens>,
    environments: Vec<Option<String>>,
    /// Whether only those are answered who ask for this machine by a name of its own.
    pub(super) heeds_host: bool,
    /// As many clients may listen at once: others have to have room.
    pub(super) most_streams: i64,
    /// Told whenever other flags are in force, and at the end.
    changes: watch::Sender<()>,
    is_stopping: AtomicBool,
}

impl Service {
    /// At an address that only this machine may reach, where `is_local`.
    pub(super) fn new(flags: FlagSet, options: Options, is_local: bool) -> Result<Arc<Service>> {
        let edition = flags.current();
        let tokens = Tokens::read(options.tokens.as_deref(), &edition.tree.settings)?;
        let served = Arc::new(ArcSwap::from_pointee(Served::new(edition, None)));
        let environments = served.load().environments.iter().map(|environment| environment.name.clone()).collect();
        let service = Arc::new(Service {
            metrics: Metrics::new(served.clone(), flags.clone()),
            telemetry: Telemetry::from_environment(),
            flags,
            options,
            heeds_host: is_local && tokens.are_open(),
            most_streams: i64::try_from(room() / 2).unwrap_or(i64::MAX),
            served,
            tokens: ArcSwap::from_pointee(tokens),
            environments,
            changes: watch::Sender::new(()),
            is_stopping: AtomicBool::new(false),
        });
        service.telemetry.observe(&service);
        let told = Arc::downgrade(&service);
        service.flags.on_reload(move |reload| {
            if let Some(service) = told.upgrade() {
                service.take(reload);
            }
        });
        service.flags.on_trouble(|trouble| match trouble {
            Trouble::Following(Some(error)) => tracing::error!(error, "the flags cannot be followed"),
            Trouble::Following(None) => tracing::info!("the flags are followed again"),
            Trouble::Keeping(Some(error)) => tracing::error!(error, "the flags are not kept for a restart"),
            Trouble::Keeping(None) => tracing::info!("the flags are kept for a restart again"),
        });
        Ok(service)
    }

    /// The flags in force. One request asks once, so that it sees one state of them.
    pub(super) fn served(&self) -> Guard<Arc<Served>> {
        self.served.load()
    }

    pub(super) fn tokens(&self) -> Guard<Arc<Tokens>> {
        self.tokens.load()
    }

    /// The environments served, in the order asked for.
    pub(super) fn environments(&self) -> &[Option<String>] {
        &self.environments
    }

    /// Tells of every change of the flags, and of the end.
    pub(super) fn changes(&self) -> watch::Receiver<()> {
        self.changes.subscribe()
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.is_stopping.load(Relaxed)
    }

    /// From now on nothing new is begun.
    pub(super) fn stop(&self) {
        self.is_stopping.store(true, Relaxed);
        self.changes.send_replace(());
    }

    /// Reads the tokens again; those that cannot be read change nothing.
    pub(super) fn reload_tokens(&self) {
        match Tokens::read(self.options.tokens.as_deref(), &self.flags.current().tree.settings) {
            Ok(tokens) => {
                self.tokens.store(Arc::new(tokens));
                self.changes.send_replace(());
            }
            Err(error) => tracing::error!(error = format!("{error:#}"), "the tokens stay as they were"),
        }
    }

    fn take(&self, reload: &Reload) {
        match reload {
            Reload::Unchanged => tracing::debug!("nothing has changed"),
            Reload::Applied { before, after } => {
                let served = self.served();
                self.served.store(Arc::new(Served::new(after.clone(), Some(&served))));
                self.changes.send_replace(());
                tell(before, after);
            }
            Reload::Refused(refusal) => {
                let problems: Vec<String> = refusal.lines().collect();
                tracing::error!(
                    error = one_line(&refusal.message),
                    ?problems,
                    "the change is refused; the flags stay as they were"
                );
            }
        }
    }
}

/// Writes to the log what means something else now.
fn tell(before: &Edition, after: &Edition) {
    let (digest, commit, flags) = (&after.digest, &after.commit, after.tree.flags.len());
    tracing::info!(digest, commit, flags, "other flags are in force");
    let changes = after.changes_since(before);
    let changes = changes.iter().flat_map(|(subject, changes)| changes.iter().map(move |change| (subject, change)));
    for (subject, change) in changes.clone().take(MOST_CHANGES) {
        let SubjectChange { kind, key, environment, words, .. } = SubjectChange::new(subject, String::new(), change);
        tracing::info!(kind, key, environment, "{words}");
    }
    if let Some(more @ 1..) = changes.count().checked_sub(MOST_CHANGES) {
        tracing::info!(more, "and other changes");
    }
}

//! The flags in force, and how others take their place.

use super::kept::{restore, write};
use super::origin::Read;
use super::{Answer, Edition, FlagSetBuilder, Origin, Refusal, Reload, Status, Trouble};
use crate::model::Context;
use arc_swap::ArcSwap;
use serde_json::Value;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The flags of a directory, in force for a whole program: cheap to clone, shared by all threads, and reloaded at once.
/// With the feature `watch` they follow their files: `FlagSet::follow`.
///
/// ```
/// use ffctl::FlagSet;
/// use ffctl::model::Context;
/// # let folder = tempfile::tempdir()?;
/// # std::fs::write(folder.path().join("ffctl.yaml"), "environments: [staging, production]\n")?;
/// # std::fs::write(folder.path().join("new-checkout.yaml"), "description: One-page checkout\nowner: payments-team\n\
/// #     type: ops\ncreated: 2026-11-01\nenabled: true\nrollout: 0\nenvironments:\n  staging: {rollout: 100}\n")?;
/// # let directory = folder.path();
///
/// let flags = FlagSet::builder(directory).environment("staging").open()?; // such as "flags"
/// let user = Context::from_json(serde_json::json!({"user_id": "user-123", "plan": "premium"}))?;
/// assert!(flags.boolean("new-checkout", &user, false));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct FlagSet(Arc<Shared>);

struct Shared {
    origin: Origin,
    environments: Vec<Option<String>>,
    kept: Option<PathBuf>,
    current: ArcSwap<Edition>,
    status: Mutex<Status>,
    /// Held by whoever reloads: one after the other.
    last_read: Mutex<LastRead>,
    listeners: Mutex<Vec<Listener>>,
    troubled: Mutex<Vec<Troubled>>,
}

/// What was read last, whether it is in force or was refused.
#[derive(Default)]
struct LastRead {
    /// Its digest; or why nothing could be read.
    what: String,
    commit: Option<String>,
}

type Listener = Arc<dyn Fn(&Reload) + Send + Sync>;
type Troubled = Arc<dyn Fn(&Trouble) + Send + Sync>;

impl FlagSetBuilder {
    /// Reads the flags.
    ///
    /// # Errors
    /// Where they cannot be read or something in them is invalid, and none are kept from an earlier run.
    pub fn open(self) -> Result<FlagSet, Refusal> {
        let FlagSetBuilder { origin, mut environments, kept } = self;
        if environments.is_empty() {
            environments.push(None);
        }
        let mut status = Status::default();
        let mut last_read = LastRead::default();
        let edition = match last_read.read(&origin).and_then(|read| {
            let edition = Edition::compile(&read, &environments, None)?;
            status.not_kept = write(kept.as_deref(), &read);
            Ok(edition)
        }) {
            Ok(edition) => edition,
            Err(refusal) => {
                let Some(file) = &kept else { return Err(refusal) };
                let edition = restore(file, &environments, &refusal)?;
                status.is_restored = true;
                status.refusal = Some(Arc::new(refusal));
                edition
            }
        };
        Ok(FlagSet(Arc::new(Shared {
            origin,
            environments,
            kept,
            current: ArcSwap::from_pointee(edition),
            status: Mutex::new(status),
            last_read: Mutex::new(last_read),
            listeners: Mutex::default(),
            troubled: Mutex::default(),
        })))
    }
}

impl FlagSet {
    /// How to open the flags of a directory.
    pub fn builder(directory: impl Into<PathBuf>) -> FlagSetBuilder {
        FlagSetBuilder::new(Origin::Directory(directory.into()))
    }

    /// The flags of a directory, in no environment: the top-level fields hold.
    ///
    /// # Errors
    /// Where they cannot be read, or something in them is invalid.
    pub fn open(directory: impl Into<PathBuf>) -> Result<FlagSet, Refusal> {
        FlagSet::builder(directory).open()
    }

    /// The flags in force now. Keep it as long as answers have to agree with each other, such as for one request.
    pub fn current(&self) -> Arc<Edition> {
        self.0.current.load_full()
    }

    /// Where the flags are read from.
    pub fn origin(&self) -> &Origin {
        &self.0.origin
    }

    /// How the flag set is doing.
    pub fn status(&self) -> Status {
        lock(&self.0.status).clone()
    }

    /// A flag's answer, in the first environment that was asked for.
    pub fn evaluate(&self, key: &str, context: &Context) -> Answer {
        let current = self.0.current.load();
        let flag = current.environments().first().and_then(|environment| environment.flag(key));
        flag.map_or_else(Answer::not_found, |flag| Answer::of(&flag.evaluate(context)))
    }

    /// A boolean flag's value; `default` where there is no such flag, or its values are of another type. A draw that lacks
    /// its attribute gives the flag's fallback, here and below; [`FlagSet::evaluate`] tells the two apart.
    pub fn boolean(&self, key: &str, context: &Context, default: bool) -> bool {
        self.value(key, context, default, Value::as_bool)
    }

    /// A string flag's value; `default` where there is no such flag, or its values are of another type.
    pub fn string(&self, key: &str, context: &Context, default: &str) -> String {
        self.value(key, context, default.to_owned(), |value| value.as_str().map(str::to_owned))
    }

    /// A number flag's value; `default` where there is no such flag, or its values are of another type.
    pub fn number(&self, key: &str, context: &Context, default: f64) -> f64 {
        self.value(key, context, default, Value::as_f64)
    }

    /// An object flag's value; `default` where there is no such flag, or its values are of another type.
    pub fn object(&self, key: &str, context: &Context, default: Value) -> Value {
        self.value(key, context, default, |value| value.is_object().then(|| value.clone()))
    }

    fn value<T>(&self, key: &str, context: &Context, default: T, read: impl Fn(&Value) -> Option<T>) -> T {
        let current = self.0.current.load();
        let flag = current.environments().first().and_then(|environment| environment.flag(key));
        flag.and_then(|flag| read(flag.evaluate(context).value)).unwrap_or(default)
    }

    /// Calls this after each reload, on the thread that reloaded. It must not reload itself: one reload waits for the
    /// other. Hold a flag set in it weakly, or not at all, or neither ever goes.
    pub fn on_reload(&self, listener: impl Fn(&Reload) + Send + Sync + 'static) {
        lock(&self.0.listeners).push(Arc::new(listener));
    }

    /// Calls this when the flags can no longer be followed or kept for a restart, and when they can be again, on the
    /// thread that finds it out. What holds for [`FlagSet::on_reload`] holds here.
    pub fn on_trouble(&self, listener: impl Fn(&Trouble) + Send + Sync + 'static) {
        lock(&self.0.troubled).push(Arc::new(listener));
    }

    /// Reads the flags again. What is invalid is refused as a whole, and the flags in force stay. It waits for the disk,
    /// or for git, and for a reload that is under way.
    pub fn reload(&self) -> Reload {
        let mut last_read = lock(&self.0.last_read);
        let read = self.read(&mut last_read);
        self.take_over(read)
    }

    /// The same where nobody asked: `None`, and nobody is told, where what is there is what was read before.
    #[cfg(feature = "watch")]
    pub(super) fn catch_up(&self) -> Option<Reload> {
        let mut last_read = lock(&self.0.last_read);
        let before = last_read.what.clone();
        let read = self.read(&mut last_read);
        (last_read.what != before).then(|| self.take_over(read))
    }

    /// What there is to read; `None` where it is the commit that was read before, and whose flags are in force.
    fn read(&self, last_read: &mut LastRead) -> Result<Option<Read>, Refusal> {
        let is_in_force = last_read.what == self.0.current.load().digest;
        let commit = last_read.commit.as_deref().filter(|_| is_in_force);
        if commit.is_some_and(|commit| matches!(self.0.origin.is_at(commit), Ok(true))) {
            return Ok(None);
        }
        last_read.read(&self.0.origin).map(Some)
    }

    fn take_over(&self, read: Result<Option<Read>, Refusal>) -> Reload {
        let outcome = match &read {
            Ok(Some(read)) => self.swap(read),
            Ok(None) => Ok(Reload::Unchanged),
            Err(refusal) => Err(refusal.clone()),
        };
        let outcome = outcome.unwrap_or_else(|refusal| Reload::Refused(Arc::new(refusal)));
        self.note(&outcome);
        let listeners = lock(&self.0.listeners).clone();
        listeners.iter().for_each(|listener| listener(&outcome));
        outcome
    }

    fn swap(&self, read: &Read) -> Result<Reload, Refusal> {
        let before = self.current();
        if read.digest == before.digest {
            if lock(&self.0.status).not_kept.is_some() {
                self.keep(read);
            }
            return Ok(Reload::Unchanged);
        }
        let after = Arc::new(Edition::compile(read, &self.0.environments, Some(&before))?);
        // First kept, then in force: what somebody was served outlives a crash.
        self.keep(read);
        self.0.current.store(after.clone());
        Ok(Reload::Applied { before, after })
    }

    /// Keeps what was read for a restart. Where that fails, it takes effect all the same.
    fn keep(&self, read: &Read) {
        let not_kept = write(self.0.kept.as_deref(), read);
        let before = std::mem::replace(&mut lock(&self.0.status).not_kept, not_kept.clone());
        if before != not_kept {
            self.tell(&Trouble::Keeping(not_kept));
        }
    }

    /// Notes why the flags cannot be followed, or that they can be.
    #[cfg(feature = "watch")]
    pub(super) fn set_trouble(&self, trouble: Option<String>) {
        let before = std::mem::replace(&mut lock(&self.0.status).trouble, trouble.clone());
        if before != trouble {
            self.tell(&Trouble::Following(trouble));
        }
    }

    fn tell(&self, trouble: &Trouble) {
        let troubled = lock(&self.0.troubled).clone();
        troubled.iter().for_each(|listener| listener(trouble));
    }

    fn note(&self, outcome: &Reload) {
        let mut status = lock(&self.0.status);
        match outcome {
            Reload::Refused(refusal) => {
                status.refused += 1;
                status.refusal = Some(refusal.clone());
                return;
            }
            Reload::Unchanged => status.unchanged += 1,
            Reload::Applied { .. } => status.applied += 1,
        }
        // What is on disk is what is in force.
        (status.refusal, status.is_restored) = (None, false);
    }
}

impl fmt::Debug for FlagSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FlagSet")
            .field("origin", &self.0.origin)
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}

impl LastRead {
    fn read(&mut self, origin: &Origin) -> Result<Read, Refusal> {
        let read = origin.read().map_err(Refusal::from);
        *self = match &read {
            Ok(read) => LastRead { what: read.digest.clone(), commit: read.commit.clone() },
            Err(refusal) => LastRead { what: refusal.message.clone(), commit: None },
        };
        read
    }
}

/// Nothing that holds these locks can be interrupted half way.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

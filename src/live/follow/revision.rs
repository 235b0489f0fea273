//! Following a branch as it moves.

use super::lookout::{Signal, Waker, receive};
use super::{FlagSet, FollowOptions};
use crate::git::Repository;
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;
use std::time::Duration;

/// How often a revision is resolved, where nothing else is asked for.
const POLL: Duration = Duration::from_secs(10);

/// Goes after a revision.
pub(super) struct Pursuit {
    directory: PathBuf,
    revision: String,
    options: FollowOptions,
    is_stopped: Arc<AtomicBool>,
    waker: Waker,
    inbox: Receiver<Signal>,
}

impl Pursuit {
    pub(super) fn new(
        directory: &Path,
        revision: &str,
        options: FollowOptions,
        is_stopped: Arc<AtomicBool>,
    ) -> Pursuit {
        let (waker, inbox) = Waker::new();
        let pursuit = Pursuit {
            directory: directory.to_owned(),
            revision: revision.to_owned(),
            options,
            is_stopped,
            waker,
            inbox,
        };
        pursuit.waker.set_note(pursuit.in_vain());
        pursuit
    }

    pub(super) fn waker(&self) -> Waker {
        self.waker.clone()
    }

    pub(super) fn follow(&self, flags: &FlagSet) {
        let mut is_asked = false;
        loop {
            if self.options.fetch {
                let trouble = self.fetch().err().map(|error| format!("{error:#}"));
                if self.is_stopped.load(Ordering::Relaxed) {
                    return;
                }
                flags.set_trouble(trouble);
            }
            if is_asked {
                flags.reload();
            } else {
                flags.catch_up();
            }
            match receive(&self.inbox, self.options.poll.unwrap_or(POLL)) {
                Some(Signal::Stop) => return,
                signal => is_asked = signal == Some(Signal::Wake),
            }
        }
    }

    fn fetch(&self) -> Result<()> {
        let repository = self.repository()?;
        repository.fetch(&self.revision, self.options.fetch_limit, &self.is_stopped)?;
        Ok(())
    }

    /// Each time anew, as the directory may be another one by now.
    fn repository(&self) -> Result<Repository> {
        Ok(Repository::discover(&self.directory.canonicalize()?)?)
    }

    /// Why fetching will not move the revision.
    fn in_vain(&self) -> Option<String> {
        let branch = self.repository().ok().filter(|_| self.options.fetch)?.own_branch(&self.revision).ok()??;
        Some(format!(
            "'{branch}' is a branch of this clone, which a fetch does not move; name its remote's, such as origin/{branch}"
        ))
    }
}

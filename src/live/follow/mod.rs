//! Flag sets that follow their files, or the revision that they are read at.
//!
//! A directory is watched by a [`Lookout`]. Events of the file system only tell it when to look; whether something
//! changed is seen from the files' names, sizes and times, and what changed from their bytes. So what gives no events,
//! or too many, costs time and never a change. A revision is resolved again and again.

mod events;
mod lookout;
mod revision;

pub use lookout::{Lookout, Noticed, Waker};

use super::{FlagSet, Origin};
use revision::Pursuit;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How a flag set follows what it is read from.
#[derive(Clone, Debug)]
pub struct FollowOptions {
    /// Files are read when they have been quiet for this long, at the latest after six times as long. 50 ms.
    pub debounce: Duration,
    /// How often it is looked whether there is a change; a directory's events are heeded besides. By default a
    /// directory is looked at every 500 ms, or so seldom that it takes no more than 2 % of a core, and a revision
    /// every 10 s.
    pub poll: Option<Duration>,
    /// Whether a directory's events are heeded. Without them it is polled alone, as where a file system has none.
    pub events: bool,
    /// Whether `git fetch` goes before each look at a revision.
    pub fetch: bool,
    /// How long a fetch may take. A minute.
    pub fetch_limit: Duration,
}

impl Default for FollowOptions {
    fn default() -> FollowOptions {
        FollowOptions {
            debounce: Duration::from_millis(50),
            poll: None,
            events: true,
            fetch: false,
            fetch_limit: Duration::from_mins(1),
        }
    }
}

/// Keeps a flag set current for as long as it is held.
///
/// When it is dropped, following ends, after a reload that is under way.
#[derive(Debug)]
#[must_use = "following ends when this is dropped"]
pub struct Follower {
    waker: Waker,
    is_stopped: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl FlagSet {
    /// Follows the files, or the revision, from now on, on a thread of its own: what changed is read, and whoever asked
    /// by [`FlagSet::on_reload`] is told of what came of it. What is read that was read before is not told again.
    ///
    /// ```
    /// use ffctl::FlagSet;
    /// use ffctl::live::{FollowOptions, Reload};
    /// # let folder = tempfile::tempdir()?;
    /// # let flag = |enabled: bool| format!("description: One-page checkout\nowner: payments-team\ntype: ops\n\
    /// #     created: 2026-11-01\nenabled: {enabled}\n");
    /// # std::fs::write(folder.path().join("new-checkout.yaml"), flag(false))?;
    /// # let directory = folder.path();
    /// # let (tell, told) = std::sync::mpsc::channel();
    ///
    /// let flags = FlagSet::open(directory)?; // such as "flags"
    /// flags.on_reload(move |reload| match reload {
    ///     Reload::Applied { after, .. } => {
    ///         println!("the flags are now {}", after.digest);
    /// #       let _ = tell.send(());
    ///     }
    ///     Reload::Refused(refusal) => eprintln!("the flags stay as they were: {refusal}"),
    ///     Reload::Unchanged => {}
    /// });
    /// let follower = flags.follow(FollowOptions::default())?; // until it is dropped
    /// # std::fs::write(folder.path().join("new-checkout.yaml"), flag(true))?;
    /// # told.recv()?;
    /// # assert!(flags.boolean("new-checkout", &Default::default(), false));
    /// # drop(follower);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Where there can be no other thread. All else that goes wrong is told by [`FlagSet::status`] or
    /// [`Follower::note`], and following goes on.
    pub fn follow(&self, options: FollowOptions) -> io::Result<Follower> {
        let is_stopped = Arc::new(AtomicBool::new(false));
        let thread = thread::Builder::new().name("ffctl-follow".to_owned());
        let (waker, thread) = match self.origin() {
            Origin::Directory(directory) => {
                let lookout = Lookout::new(directory, options);
                let (waker, flags) = (lookout.waker(), self.clone());
                (waker, thread.spawn(move || follow_directory(&flags, lookout))?)
            }
            Origin::Revision { directory, revision } => {
                let pursuit = Pursuit::new(directory, revision, options, is_stopped.clone());
                let (waker, flags) = (pursuit.waker(), self.clone());
                (waker, thread.spawn(move || pursuit.follow(&flags))?)
            }
        };
        Ok(Follower { waker, is_stopped, thread: Some(thread) })
    }
}

fn follow_directory(flags: &FlagSet, mut lookout: Lookout) {
    loop {
        match lookout.wait() {
            Noticed::Stopped => return,
            Noticed::Asked => drop(flags.reload()),
            Noticed::Change => drop(flags.catch_up()),
        }
        if flags.status().refusal.is_some() {
            // What hindered it may go without a trace, as a file system's passing failure.
            lookout.look_again();
        }
    }
}

impl Follower {
    /// Reloads at once, whatever has changed, and tells what came of it.
    pub fn reload_now(&self) {
        self.waker.wake();
    }

    /// What whoever follows should know, such as that there are no events and why; `None` where all is as expected.
    pub fn note(&self) -> Option<String> {
        self.waker.note()
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.is_stopped.store(true, Ordering::Relaxed);
        self.waker.stop();
        // A listener that drops it runs on that thread, which cannot wait for itself.
        if let Some(thread) = self.thread.take().filter(|thread| thread.thread().id() != thread::current().id()) {
            // A listener that panicked has said so.
            let _ = thread.join();
        }
    }
}

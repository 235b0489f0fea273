//! Waiting for a directory's files to change.

use super::{FollowOptions, events};
use crate::store::Stamps;
use notify::RecommendedWatcher;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A directory is looked at no more often than this by itself.
const LEAST_PAUSE: Duration = Duration::from_millis(500);

/// A pause is so many times as long as what it follows, which then takes no more than 2 % of a core.
const PAUSES: u32 = 50;

/// How many times as long as for quiet it is waited for files that have none.
const PATIENCE: u32 = 6;

/// As long as the longest tick of a file system's clock. Two changes further apart than that are told apart.
const TICK: Duration = Duration::from_secs(2);

/// Waits for the files of a directory to change, by events and by looking.
#[derive(Debug)]
pub struct Lookout {
    directory: PathBuf,
    options: FollowOptions,
    waker: Waker,
    inbox: Receiver<Signal>,
    /// Events come for as long as this is held.
    events: Option<RecommendedWatcher>,
    /// The directory as it was before the files were read last; `None` until they are read first.
    seen: Option<Stamps>,
    /// When the next look is due.
    next_look: Instant,
    /// Events are no reason to look before.
    heeds_events_from: Instant,
    /// When the files are to be read again although nothing seems to have changed.
    recheck: Option<Instant>,
    /// Whether they will have to be.
    is_in_doubt: bool,
    /// When it last had an answer: they are read from then until the next question.
    answered: Instant,
}

/// What a lookout has noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noticed {
    /// The files may have changed, and are to be read. So it is at first.
    Change,
    /// Somebody asked to read them, by [`Waker::wake`].
    Asked,
    /// Nobody wants to know any more.
    Stopped,
}

/// What reaches a lookout from elsewhere; the last is the weightiest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Signal {
    Event,
    Wake,
    Stop,
}

/// Wakes who waits.
#[derive(Clone)]
pub struct Waker {
    signals: Sender<Signal>,
    note: Arc<Mutex<Option<String>>>,
}

impl Waker {
    pub(super) fn new() -> (Waker, Receiver<Signal>) {
        let (signals, inbox) = channel();
        (Waker { signals, note: Arc::default() }, inbox)
    }

    /// Asks to read the files now.
    pub fn wake(&self) {
        self.send(Signal::Wake);
    }

    /// Ends the waiting.
    pub fn stop(&self) {
        self.send(Signal::Stop);
    }

    fn send(&self, signal: Signal) {
        // Who is no longer there need not be woken.
        let _ = self.signals.send(signal);
    }

    /// What is not as expected.
    pub fn note(&self) -> Option<String> {
        self.note.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn set_note(&self, note: Option<String>) {
        *self.note.lock().unwrap_or_else(PoisonError::into_inner) = note;
    }
}

impl fmt::Debug for Waker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Waker").field("note", &self.note()).finish_non_exhaustive()
    }
}

/// The weightiest signal that comes within a time.
pub(super) fn receive(inbox: &Receiver<Signal>, wait: Duration) -> Option<Signal> {
    inbox.recv_timeout(wait).ok().into_iter().chain(inbox.try_iter()).max()
}

impl Lookout {
    /// Begins to watch a directory, which need not be there yet.
    pub fn new(directory: &Path, options: FollowOptions) -> Lookout {
        let (waker, inbox) = Waker::new();
        let now = Instant::now();
        let mut lookout = Lookout {
            directory: directory.to_owned(),
            options,
            waker,
            inbox,
            events: None,
            seen: None,
            next_look: now,
            heeds_events_from: now,
            recheck: None,
            is_in_doubt: false,
            answered: now,
        };
        lookout.listen(directory.canonicalize().ok().as_deref());
        lookout
    }

    /// What wakes it.
    pub fn waker(&self) -> Waker {
        self.waker.clone()
    }

    /// What is not as expected, such as that there are no events and why.
    pub fn note(&self) -> Option<String> {
        self.waker.note()
    }

    /// Has the files read again after a while, even where they seem unchanged.
    pub fn look_again(&mut self) {
        self.is_in_doubt = true;
    }

    /// Waits until the files are to be read.
    pub fn wait(&mut self) -> Noticed {
        if std::mem::take(&mut self.is_in_doubt) {
            self.recheck = Some(Instant::now() + TICK.max(self.answered.elapsed() * PAUSES));
        }
        let noticed = self.noticed();
        self.answered = Instant::now();
        noticed
    }

    fn noticed(&mut self) -> Noticed {
        loop {
            let due = self.recheck.map_or(self.next_look, |recheck| recheck.min(self.next_look));
            let signal = receive(&self.inbox, due.saturating_duration_since(Instant::now()));
            match signal {
                Some(Signal::Stop) => return Noticed::Stopped,
                Some(Signal::Wake) => {
                    self.look();
                    return Noticed::Asked;
                }
                Some(Signal::Event) if Instant::now() < self.heeds_events_from => {
                    self.next_look = self.next_look.min(self.heeds_events_from);
                }
                Some(Signal::Event) | None if self.look() => return Noticed::Change,
                Some(Signal::Event) | None => {}
            }
        }
    }

    /// Whether the files are to be read.
    fn look(&mut self) -> bool {
        let started = Instant::now();
        let now = Stamps::of(&self.directory);
        let pause = started.elapsed() * PAUSES;
        let is_changed = self.seen.as_ref() != Some(&now);
        if is_changed {
            if self.seen.as_ref().is_some_and(|seen| !seen.is_at_the_same_place(&now)) {
                self.listen(now.root());
            }
            self.seen = Some(self.settled(now));
            // A second change within one tick of the clock shows in the bytes alone.
            self.is_in_doubt = true;
        }
        let ended = Instant::now();
        self.next_look = ended + self.options.poll.unwrap_or(LEAST_PAUSE.max(pause));
        // Where files come and go that are no flags, events alone would have it look without end.
        self.heeds_events_from =
            if is_changed { ended } else { ended + pause.min(LEAST_PAUSE).max(self.options.debounce) };
        self.recheck.take_if(|recheck| *recheck <= ended).is_some() || is_changed
    }

    /// Looks on until two looks are alike, so that what is half written is not read.
    fn settled(&self, mut last: Stamps) -> Stamps {
        let deadline = Instant::now() + self.options.debounce * PATIENCE;
        while Instant::now() < deadline {
            sleep(self.options.debounce);
            let now = Stamps::of(&self.directory);
            if now == last {
                break;
            }
            last = now;
        }
        last
    }

    /// Asks for the events of a directory, and no longer for those of the one before.
    fn listen(&mut self, root: Option<&Path>) {
        if !self.options.events {
            return;
        }
        self.events = None;
        let Some(root) = root else { return };
        let waker = self.waker.clone();
        match events::listen(root, move || waker.send(Signal::Event)) {
            Ok(events) => self.events = Some(events),
            Err(error) => {
                self.waker
                    .set_note(Some(format!("no events from the file system: {error}; files are looked at instead")));
                return;
            }
        }
        self.waker.set_note(None);
    }
}

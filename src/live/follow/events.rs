//! The file system's own events: that something happened below a directory.

use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Result, Watcher};
use std::path::Path;

/// Calls this for each event below a directory, until what it returns is dropped.
///
/// # Errors
/// Where there are no events, or no more may be asked for.
pub(super) fn listen(directory: &Path, tell: impl Fn() + Send + 'static) -> Result<RecommendedWatcher> {
    // What links lead to is seen by looking, for it may be the whole disk.
    let config = Config::default().with_follow_symlinks(false);
    let heed = move |event: Result<Event>| {
        if event.map_or(true, |event| may_change(event.kind)) {
            tell();
        }
    };
    let mut watcher = RecommendedWatcher::new(heed, config)?;
    watcher.watch(directory, RecursiveMode::Recursive)?;
    Ok(watcher)
}

/// Whether a file may read otherwise after it. Reading is an event too, also our own.
fn may_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(access) => access == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}

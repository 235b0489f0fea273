//! Work done ahead of who asks for it, so that git reads while this program thinks.

use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

/// What an iterator gives, fetched on another thread. It stops where it is when this is dropped.
#[derive(Debug)]
pub(super) struct Ahead<T> {
    items: Receiver<T>,
}

impl<T: Send + 'static> Ahead<T> {
    /// No more than `room` items ahead.
    pub(super) fn of(items: impl Iterator<Item = T> + Send + 'static, room: usize) -> Ahead<T> {
        let (sender, receiver) = sync_channel(room);
        thread::spawn(move || {
            let mut items = items;
            while items.next().is_some_and(|item| sender.send(item).is_ok()) {}
        });
        Ahead { items: receiver }
    }
}

impl<T> Ahead<T> {
    /// All that is there, and at least one; `None` at the end. Nobody waits for the first longer than it takes.
    pub(super) fn batch(&self) -> Option<Vec<T>> {
        let first = self.items.recv().ok()?;
        Some(std::iter::once(first).chain(self.items.try_iter()).collect())
    }
}

impl<T> Iterator for Ahead<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.items.recv().ok()
    }
}

//! How far a command has come, for whoever waits for it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Counts what is done of a long piece of work. Whoever works only counts; whether, when and where it is shown is for
/// others to decide.
#[derive(Debug, Default)]
pub struct Progress {
    stage: Mutex<Option<Stage>>,
    done: AtomicUsize,
}

/// What is being done.
#[derive(Clone, Copy, Debug)]
struct Stage {
    doing: &'static str,
    noun: &'static str,
    total: Option<usize>,
}

/// What is being done, and how far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// `looking for flags in the code`
    pub doing: &'static str,
    /// What is counted: `file`.
    pub noun: &'static str,
    /// How many are done.
    pub done: usize,
    /// Of how many, where that is known.
    pub total: Option<usize>,
}

impl Progress {
    /// Begins a piece of work, and counts from 0.
    pub fn begin(&self, doing: &'static str, noun: &'static str, total: Option<usize>) {
        self.done.store(0, Ordering::Relaxed);
        *self.stage.lock().unwrap_or_else(PoisonError::into_inner) = Some(Stage { doing, noun, total });
    }

    /// More is done.
    pub fn advance(&self, by: usize) {
        self.done.fetch_add(by, Ordering::Relaxed);
    }

    /// Where the work stands; `None` before any.
    pub fn step(&self) -> Option<Step> {
        let stage = *self.stage.lock().unwrap_or_else(PoisonError::into_inner);
        let Stage { doing, noun, total } = stage?;
        Some(Step { doing, noun, done: self.done.load(Ordering::Relaxed), total })
    }
}

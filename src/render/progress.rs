//! A line on the terminal about work that takes long.

use super::{DIM, Style, Styled, count};
use crate::report::{Progress, Step};
use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// What is done sooner needs no line.
const PATIENCE: Duration = Duration::from_secs(1);
const BETWEEN: Duration = Duration::from_millis(100);
const CLEAR: &str = "\r\x1b[2K";

/// A line that follows a progress, and is gone when it is dropped.
#[derive(Debug)]
pub struct ProgressLine {
    /// Dropped first: that ends the thread.
    end: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Shows a progress on standard error, if that is a terminal and its reader waits for it: not where nothing but the result was
/// asked for, nor among JSON on the same screen.
pub fn watch(progress: &Arc<Progress>, style: &Style) -> Option<ProgressLine> {
    let among_json = style.is_json() && io::stdout().is_terminal();
    if style.quiet || among_json || !io::stderr().is_terminal() {
        return None;
    }
    let (end, ended) = channel::<()>();
    let (progress, width) = (progress.clone(), style.width);
    let thread = std::thread::spawn(move || {
        let mut wait = PATIENCE;
        let mut is_drawn = false;
        while ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
            if let Some(step) = progress.step() {
                is_drawn = true;
                draw(&format!("{CLEAR}{}", Styled(DIM, line(&step, width.unwrap_or(80)))));
            }
            wait = BETWEEN;
        }
        if is_drawn {
            draw(CLEAR);
        }
    });
    Some(ProgressLine { end: Some(end), thread: Some(thread) })
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        drop(self.end.take());
        // The line is gone before anything else is printed. That it could not be drawn is no news.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

fn draw(text: &str) {
    let mut err = io::stderr().lock();
    let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
}

/// `looking for flags in the code: 1200 files`, `… 1200 of 5000 files`; no wider than the terminal, which would scroll.
fn line(step: &Step, width: usize) -> String {
    let Step { doing, noun, done, total } = step;
    let amount = match total {
        Some(total) => format!("{done} of {}", count(*total, noun)),
        None => count(*done, noun),
    };
    format!("{doing}: {amount}").chars().take(width.saturating_sub(1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_tells_how_far_the_work_has_come_and_fits() {
        let progress = Progress::default();
        assert_eq!(progress.step(), None);
        progress.begin("looking", "file", None);
        progress.advance(1);
        let now = |width| line(&progress.step().unwrap(), width);
        assert_eq!(now(80), "looking: 1 file");
        progress.advance(4);
        assert_eq!((now(80), now(9)), ("looking: 5 files".to_owned(), "looking:".to_owned()));
        progress.begin("reading", "file", Some(20));
        progress.advance(2);
        assert_eq!(line(&progress.step().unwrap(), 80), "reading: 2 of 20 files");
    }
}

//! What a command prints, record by record, as it comes.

use super::GitError;
use super::runner::{Git, Question, cannot_run};
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout};
use std::thread::{self, JoinHandle};

/// The NUL-terminated records of a running command. Whoever has enough drops it, and the command ends.
#[derive(Debug)]
pub(super) struct Records {
    git: Git,
    command: &'static str,
    child: Child,
    printed: BufReader<ChildStdout>,
    /// Read on the side, or git would wait for room in the pipe.
    said: Option<JoinHandle<Vec<u8>>>,
    record: Vec<u8>,
}

impl Git {
    /// Runs a command whose output is read while it is being printed.
    ///
    /// # Errors
    /// Where git cannot be run.
    pub(super) fn records(&self, question: &Question<'_>) -> Result<Records, GitError> {
        let mut child = self.command(question).spawn().map_err(cannot_run)?;
        let said = child.stderr.take().map(|mut stderr| {
            thread::spawn(move || {
                let mut said = Vec::new();
                // What was said until then is all that is left to tell.
                let _ = stderr.read_to_end(&mut said);
                said
            })
        });
        let command = question.name();
        let stdout = child.stdout.take().ok_or_else(|| GitError::unexpected(command, b""))?;
        let printed = BufReader::with_capacity(1 << 16, stdout);
        Ok(Records { git: self.clone(), command, child, printed, said, record: Vec::new() })
    }
}

impl Records {
    /// The next record, without its end; `None` after the last one.
    ///
    /// # Errors
    /// Where the command failed, once all that it printed is handed out.
    pub(super) fn next(&mut self) -> Result<Option<&[u8]>, GitError> {
        self.record.clear();
        let read = self.printed.read_until(0, &mut self.record).map_err(|error| GitError::io("git", error))?;
        if read == 0 {
            return self.end().map(|()| None);
        }
        if self.record.last() == Some(&0) {
            self.record.pop();
        }
        Ok(Some(&self.record))
    }

    fn end(&mut self) -> Result<(), GitError> {
        let status = self.child.wait().map_err(cannot_run)?;
        let said = self.said.take().and_then(|thread| thread.join().ok()).unwrap_or_default();
        if status.success() { Ok(()) } else { Err(self.git.failure(self.command, &said)) }
    }
}

impl Drop for Records {
    fn drop(&mut self) {
        // It may have ended by itself, which is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

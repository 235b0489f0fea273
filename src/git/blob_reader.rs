//! One git process that hands out the bytes of objects, one question at a time.

use super::GitError;
use super::runner::{Git, Question};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

/// `git cat-file --batch`, running.
#[derive(Debug)]
pub struct BlobReader {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Git {
    pub(super) fn blob_reader(&self) -> Result<BlobReader, GitError> {
        let question = Question { words: &["cat-file", "--batch"], ..Question::default() };
        let mut command = self.command(&question);
        let spawned = command.stdin(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut child = spawned.map_err(super::runner::cannot_run)?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(questions), Some(answers)) => {
                Ok(BlobReader { child, questions, answers: BufReader::with_capacity(1 << 16, answers) })
            }
            _ => Err(GitError::unexpected("cat-file", b"")),
        }
    }
}

impl BlobReader {
    /// The bytes of a blob; `None` where it is not here, as in a partial clone.
    ///
    /// # Errors
    /// Where git fails.
    pub fn read(&mut self, id: &str) -> Result<Option<Vec<u8>>, GitError> {
        // What is asked is one line: an id is never made of anything else.
        if !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(GitError::unexpected("cat-file", id.as_bytes()));
        }
        let failed = |error| GitError::io("git", error);
        writeln!(self.questions, "{id}").map_err(failed)?;
        self.questions.flush().map_err(failed)?;
        let mut header = String::new();
        self.answers.read_line(&mut header).map_err(failed)?;
        let mut words = header.split_whitespace().skip(1);
        let size = match (words.next(), words.next()) {
            (Some("missing"), _) => return Ok(None),
            (Some(_), Some(size)) => size.parse::<usize>().ok(),
            _ => None,
        };
        let size = size.ok_or_else(|| GitError::unexpected("cat-file", header.as_bytes()))?;
        let mut bytes = vec![0; size + 1];
        self.answers.read_exact(&mut bytes).map_err(failed)?;
        bytes.pop();
        Ok(Some(bytes))
    }
}

impl Drop for BlobReader {
    fn drop(&mut self) {
        // It only reads: nothing is lost, and no process is left behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

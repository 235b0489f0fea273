//! One git process that hands out the bytes of objects.

use super::GitError;
use super::runner::{Git, Question, cannot_run};
use crate::yaml::MAX_BYTES;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

/// How many questions are put before the first answer is read: few enough that they fit into any pipe, or git and this
/// program would wait for each other.
const AT_ONCE: usize = 60;

/// `git cat-file`, started when it is first asked.
#[derive(Debug)]
pub struct BlobReader {
    git: Git,
    protocol: Protocol,
    process: Option<Process>,
}

/// How git is asked for objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Protocol {
    /// It answers in large pieces, when it is told to: `--batch-command`, of git 2.36.
    Buffered,
    /// It answers each question at once: `--batch`.
    Direct,
}

#[derive(Debug)]
struct Process {
    child: Child,
    protocol: Protocol,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Git {
    pub(super) fn blob_reader(&self) -> BlobReader {
        BlobReader { git: self.clone(), protocol: Protocol::Buffered, process: None }
    }
}

impl BlobReader {
    /// The bytes of a blob, as far as any file is read; `None` where it is not here, as in a partial clone.
    ///
    /// # Errors
    /// Where git fails.
    pub fn read(&mut self, id: &str) -> Result<Option<Vec<u8>>, GitError> {
        Ok(self.read_all(&[id])?.pop().flatten())
    }

    /// The bytes of blobs, in this order.
    ///
    /// # Errors
    /// Where git fails.
    pub fn read_all(&mut self, ids: &[&str]) -> Result<Vec<Option<Vec<u8>>>, GitError> {
        // What is asked is one line each: an id is never made of anything else.
        if let Some(id) = ids.iter().find(|id| !id.bytes().all(|byte| byte.is_ascii_hexdigit())) {
            return Err(GitError::unexpected("cat-file", id.as_bytes()));
        }
        if self.process.is_none() && !ids.is_empty() {
            self.start()?;
        }
        let mut blobs = Vec::with_capacity(ids.len());
        for ids in ids.chunks(AT_ONCE) {
            let Some(process) = &mut self.process else { return Ok(blobs) };
            process.ask(ids).map_err(|error| GitError::io("git", error))?;
            for _ in ids {
                blobs.push(process.answer()?);
            }
        }
        Ok(blobs)
    }

    /// Starts the process, in the way that this git knows.
    fn start(&mut self) -> Result<(), GitError> {
        let mut process = Process::start(&self.git, self.protocol)?;
        if self.protocol == Protocol::Buffered && !process.answers_to_commands() {
            self.protocol = Protocol::Direct;
            process = Process::start(&self.git, self.protocol)?;
        }
        self.process = Some(process);
        Ok(())
    }
}

impl Process {
    fn start(git: &Git, protocol: Protocol) -> Result<Process, GitError> {
        let words: &[&'static str] = match protocol {
            Protocol::Buffered => &["cat-file", "--batch-command", "--buffer"],
            Protocol::Direct => &["cat-file", "--batch"],
        };
        let question = Question { words, ..Question::default() };
        let mut command = git.command(&question);
        let mut child = command.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().map_err(cannot_run)?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(questions), Some(answers)) => {
                Ok(Process { child, protocol, questions, answers: BufReader::with_capacity(1 << 16, answers) })
            }
            _ => Err(GitError::unexpected("cat-file", b"")),
        }
    }

    /// Whether git knows this protocol: an older one says how it is used, and ends.
    fn answers_to_commands(&mut self) -> bool {
        // No object can have this name.
        let asked = self.questions.write_all(b"info ?\nflush\n");
        let mut header = String::new();
        asked.is_ok() && self.answers.read_line(&mut header).is_ok_and(|length| length > 0)
    }

    fn ask(&mut self, ids: &[&str]) -> io::Result<()> {
        let questions = match self.protocol {
            Protocol::Buffered => ids.iter().map(|id| format!("contents {id}\n")).collect::<String>() + "flush\n",
            Protocol::Direct => ids.join("\n") + "\n",
        };
        self.questions.write_all(questions.as_bytes())?;
        self.questions.flush()
    }

    fn answer(&mut self) -> Result<Option<Vec<u8>>, GitError> {
        let failed = |error| GitError::io("git", error);
        let mut header = String::new();
        self.answers.read_line(&mut header).map_err(failed)?;
        let mut words = header.split_whitespace().skip(1);
        let size = match (words.next(), words.next()) {
            (Some("missing"), _) => return Ok(None),
            (Some(_), Some(size)) => size.parse::<u64>().ok(),
            _ => None,
        };
        let size = size.ok_or_else(|| GitError::unexpected("cat-file", header.as_bytes()))?;
        self.bytes(size).map(Some).map_err(failed)
    }

    /// As many bytes as show a file to be too large, where it is; the rest and the newline after it are passed over.
    fn bytes(&mut self, size: u64) -> io::Result<Vec<u8>> {
        let kept = size.min(MAX_BYTES + 1);
        let mut bytes = Vec::with_capacity(usize::try_from(kept).unwrap_or_default());
        self.answers.by_ref().take(kept).read_to_end(&mut bytes)?;
        let passed = io::copy(&mut self.answers.by_ref().take(size - kept + 1), &mut io::sink())?;
        if bytes.len() as u64 == kept && passed == size - kept + 1 {
            Ok(bytes)
        } else {
            Err(io::ErrorKind::UnexpectedEof.into())
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It only reads: nothing is lost, and no process is left behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

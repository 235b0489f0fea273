//! Runs git, to ask and never to change.
//!
//! - Words of a command line come from this program. What comes from elsewhere stands where git cannot take it for an
//!   option: a revision after `--end-of-options`, paths after `--`.
//! - Nothing is run that a repository's files or settings name: no pager, hook, file system monitor, signature check or
//!   filter, and no transport (a partial clone is not completed). The commands switch off text conversion and external
//!   diffs themselves.
//! - Git speaks the C locale, never prompts, and takes no lock that it can do without.

use super::{GitError, path};
use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::{env, io, thread};

/// What holds for every command.
const ALWAYS: &[&str] = &[
    "--no-pager",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.quotePath=false",
    "-c",
    "log.showSignature=false",
    "-c",
    "log.showRoot=true",
];

const ENVIRONMENT: &[(&str, &str)] = &[
    ("LC_ALL", "C"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_NO_LAZY_FETCH", "1"),
    (EMPTY, ""),
];

/// They would change what our pathspecs mean.
const NOT_INHERITED: &[&str] =
    &["GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS"];

/// A variable with nothing in it, for `--config-env`: unlike `-c` that takes names with a `=` in them.
const EMPTY: &str = "FFCTL_EMPTY";

/// Git, at one place.
#[derive(Clone, Debug)]
pub(super) struct Git {
    directory: PathBuf,
    without: Vec<OsString>,
}

/// One command.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Question<'a> {
    /// The command and its options.
    pub(super) words: &'a [&'static str],
    /// Options that are made here and hold a value.
    pub(super) options: &'a [String],
    /// The commit it is about.
    pub(super) revision: Option<&'a str>,
    /// The path below the root it is about.
    pub(super) path: Option<&'a Path>,
}

impl Question<'_> {
    fn name(&self) -> &'static str {
        self.words.first().copied().unwrap_or("")
    }
}

impl Git {
    pub(super) fn at(directory: &Path) -> Git {
        Git { directory: directory.to_owned(), without: Vec::new() }
    }

    /// The same, running none of the filters (`filter.NAME.clean`) that settings define and attributes choose.
    ///
    /// # Errors
    /// Where git fails.
    pub(super) fn without_filters(&self) -> Result<Git, GitError> {
        let words = &["config", "-z", "--name-only", "--get-regexp", "^filter[.]"];
        let names = self.ask_maybe(&Question { words, ..Question::default() })?.unwrap_or_default();
        let without = names.split(|&byte| byte == 0).filter(|name| !name.is_empty()).map(|name| {
            let mut option = OsString::from("--config-env=");
            option.push(path::from_git(name));
            option.push("=");
            option.push(EMPTY);
            option
        });
        Ok(Git { without: without.collect(), ..self.clone() })
    }

    /// What a command prints.
    ///
    /// # Errors
    /// Where git fails.
    pub(super) fn ask(&self, question: &Question<'_>) -> Result<Vec<u8>, GitError> {
        let output = self.command(question).output().map_err(cannot_run)?;
        if output.status.success() { Ok(output.stdout) } else { Err(self.failure(question, &output.stderr)) }
    }

    /// The same for a command that ends with 1, in silence, where there is nothing to print.
    ///
    /// # Errors
    /// Where git fails.
    pub(super) fn ask_maybe(&self, question: &Question<'_>) -> Result<Option<Vec<u8>>, GitError> {
        let output = self.command(question).output().map_err(cannot_run)?;
        match output.status.code() {
            Some(0) => Ok(Some(output.stdout)),
            Some(1) if output.stderr.is_empty() => Ok(None),
            _ => Err(self.failure(question, &output.stderr)),
        }
    }

    /// Hands out the NUL-terminated records of a command as they come, until there are no more or `each` has enough.
    ///
    /// # Errors
    /// Where git fails, or `each` does.
    pub(super) fn stream(
        &self,
        question: &Question<'_>,
        each: impl FnMut(&[u8]) -> Result<ControlFlow<()>, GitError>,
    ) -> Result<(), GitError> {
        let mut child = self.command(question).spawn().map_err(cannot_run)?;
        // Read on the side, or git would wait for room in the pipe.
        let stderr = child.stderr.take().map(|mut stderr| {
            thread::spawn(move || {
                let mut said = Vec::new();
                stderr.read_to_end(&mut said).map(|_| said)
            })
        });
        let enough = read_records(&mut child, each);
        if !matches!(enough, Ok(ControlFlow::Continue(()))) {
            // It may have ended by itself, which is as good.
            let _ = child.kill();
        }
        let status = child.wait().map_err(cannot_run)?;
        let said = stderr.and_then(|thread| thread.join().ok()).and_then(Result::ok).unwrap_or_default();
        match enough? {
            ControlFlow::Continue(()) if !status.success() => Err(self.failure(question, &said)),
            _ => Ok(()),
        }
    }

    fn failure(&self, question: &Question<'_>, stderr: &[u8]) -> GitError {
        GitError::from_stderr(question.name(), &self.directory, stderr)
    }

    pub(super) fn command(&self, question: &Question<'_>) -> Command {
        let mut command = Command::new("git");
        if !is_placed_by_environment() {
            command.arg("-C").arg(&self.directory);
        }
        command.args(ALWAYS).args(&self.without).args(question.words).args(question.options);
        if let Some(revision) = question.revision {
            command.args(["--end-of-options", revision]);
        }
        if let Some(path) = question.path {
            command.args([OsStr::new("--"), &path::pathspec(path)]);
        }
        for variable in NOT_INHERITED {
            command.env_remove(variable);
        }
        command.envs(ENVIRONMENT.iter().copied());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}

/// Whether the environment says where the repository is, as it does in hooks: perhaps relative to the current
/// directory, which git must then not leave.
fn is_placed_by_environment() -> bool {
    ["GIT_DIR", "GIT_WORK_TREE"].iter().any(|name| env::var_os(name).is_some())
}

pub(super) fn cannot_run(error: io::Error) -> GitError {
    match error.kind() {
        io::ErrorKind::NotFound => GitError::NotInstalled,
        _ => GitError::io("git", error),
    }
}

fn read_records(
    child: &mut Child,
    mut each: impl FnMut(&[u8]) -> Result<ControlFlow<()>, GitError>,
) -> Result<ControlFlow<()>, GitError> {
    let Some(stdout) = child.stdout.take() else {
        return Ok(ControlFlow::Continue(()));
    };
    let mut reader = BufReader::with_capacity(1 << 16, stdout);
    let mut record = Vec::new();
    loop {
        record.clear();
        reader.read_until(0, &mut record).map_err(|error| GitError::io("git", error))?;
        match record.pop() {
            None => return Ok(ControlFlow::Continue(())),
            Some(0) => {}
            Some(byte) => record.push(byte),
        }
        if each(&record)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
}

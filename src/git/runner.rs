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
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, io};

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
pub(super) const NOT_INHERITED: &[&str] =
    &["GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS"];

/// A variable with nothing in it, for `--config-env`: unlike `-c` that takes names with a `=` in them.
const EMPTY: &str = "FFCTL_EMPTY";

/// Git, at one place.
#[derive(Clone, Debug)]
pub(super) struct Git {
    pub(super) directory: PathBuf,
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
    pub(super) fn name(&self) -> &'static str {
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
        if output.status.success() { Ok(output.stdout) } else { Err(self.failure(question.name(), &output.stderr)) }
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
            _ => Err(self.failure(question.name(), &output.stderr)),
        }
    }

    pub(super) fn failure(&self, command: &'static str, stderr: &[u8]) -> GitError {
        GitError::from_stderr(command, &self.directory, stderr)
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
pub(super) fn is_placed_by_environment() -> bool {
    ["GIT_DIR", "GIT_WORK_TREE"].iter().any(|name| env::var_os(name).is_some())
}

pub(super) fn cannot_run(error: io::Error) -> GitError {
    match error.kind() {
        io::ErrorKind::NotFound => GitError::NotInstalled,
        _ => GitError::io("git", error),
    }
}

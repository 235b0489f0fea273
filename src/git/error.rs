//! Why git has no answer.

use crate::audit::LastChange;
use std::path::{Path, PathBuf};
use std::{fmt, io};

/// Why git has no answer; the cases that callers treat differently are told apart.
#[derive(Debug)]
pub enum GitError {
    /// There is no `git` program.
    NotInstalled,
    /// The directory is in no work tree.
    NotARepository {
        /// The directory.
        directory: PathBuf,
    },
    /// Git does not read the repository because somebody else owns it.
    NotTrusted {
        /// What git says, which names the directory and the setting that allows it.
        message: String,
    },
    /// Git ran and failed, or said what makes no sense.
    Failed {
        /// Git's command, such as `log`.
        command: &'static str,
        /// What git says.
        message: String,
    },
    /// A file, a directory or the program itself could not be read or run.
    Io {
        /// What.
        subject: PathBuf,
        /// Why not.
        error: io::Error,
    },
}

impl GitError {
    /// What is known of a file's last change where git has no answer: outside git nothing is kept, and any other
    /// failure hides what may well be there.
    pub fn last_change(&self) -> LastChange {
        match self {
            GitError::NotARepository { .. } => LastChange::Created,
            _ => LastChange::Unknown,
        }
    }

    /// From what a failed command wrote to its standard error, in the C locale.
    pub(super) fn from_stderr(command: &'static str, directory: &Path, stderr: &[u8]) -> GitError {
        let message = String::from_utf8_lossy(stderr).trim().to_owned();
        if message.contains("dubious ownership") || message.contains("unsafe repository") {
            GitError::NotTrusted { message }
        } else if message.contains("fatal: not a git repository") {
            GitError::NotARepository { directory: directory.to_owned() }
        } else {
            GitError::Failed { command, message }
        }
    }

    /// Git succeeded and printed what it never prints.
    pub(super) fn unexpected(command: &'static str, printed: &[u8]) -> GitError {
        let printed = String::from_utf8_lossy(printed);
        let start: String = printed.chars().take(80).collect();
        GitError::Failed { command, message: format!("unexpected output: {start:?}") }
    }

    pub(super) fn io(subject: impl Into<PathBuf>, error: io::Error) -> GitError {
        GitError::Io { subject: subject.into(), error }
    }
}

impl fmt::Display for GitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GitError::NotInstalled => f.write_str("the git program is not installed, or not on the PATH"),
            GitError::NotARepository { directory } => write!(f, "{} is in no git work tree", directory.display()),
            GitError::NotTrusted { message } => write!(
                f,
                "git does not read this repository because somebody else owns it; if you trust what it holds, list it \
                 under git's `safe.directory`\n{message}"
            ),
            GitError::Failed { command, message } if message.is_empty() => write!(f, "git {command} failed"),
            GitError::Failed { command, message } => write!(f, "git {command} failed: {message}"),
            GitError::Io { subject, .. } => write!(f, "cannot read or run {}", subject.display()),
        }
    }
}

impl std::error::Error for GitError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            GitError::Io { error, .. } => Some(error),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(stderr: &str) -> &'static str {
        match GitError::from_stderr("log", Path::new("flags"), stderr.as_bytes()) {
            GitError::NotARepository { .. } => "none",
            GitError::NotTrusted { .. } => "not trusted",
            GitError::Failed { .. } => "failed",
            GitError::NotInstalled | GitError::Io { .. } => "never from what git says",
        }
    }

    #[test]
    fn gits_words_tell_the_failures_apart() {
        for (stderr, expected) in [
            ("fatal: not a git repository (or any of the parent directories): .git\n", "none"),
            (
                "fatal: not a git repository (or any parent up to mount point /)\nStopping at filesystem boundary",
                "none",
            ),
            ("fatal: not a git repository: '/gone'\n", "none"),
            ("warning: something\nfatal: not a git repository: (null)\n", "none"),
            ("fatal: detected dubious ownership in repository at '/srv/app'\nTo add an exception", "not trusted"),
            ("fatal: unsafe repository ('/srv/app' is owned by someone else)\n", "not trusted"),
            ("fatal: this operation must be run in a work tree\n", "failed"),
            ("fatal: bad object HEAD\n", "failed"),
            ("", "failed"),
        ] {
            assert_eq!(kind(stderr), expected, "{stderr}");
        }
    }

    #[test]
    fn a_refusal_keeps_gits_message_and_explains_it() {
        let message = "fatal: detected dubious ownership in repository at '/srv/app'";
        let said = GitError::from_stderr("log", Path::new("flags"), message.as_bytes()).to_string();
        assert!(said.contains(message) && said.contains("`safe.directory`"), "{said}");
    }

    #[test]
    fn only_outside_git_does_created_stand_in() {
        let last_change = |stderr: &[u8]| GitError::from_stderr("log", Path::new("flags"), stderr).last_change();
        assert_eq!(last_change(b"fatal: not a git repository: .git"), LastChange::Created);
        assert_eq!(last_change(b"fatal: bad object HEAD"), LastChange::Unknown);
        assert_eq!(GitError::NotInstalled.last_change(), LastChange::Unknown);
    }
}

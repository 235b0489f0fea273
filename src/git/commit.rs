//! Committing files: the one thing that git is asked to change.
//!
//! It is `git commit` as a person runs it, so hooks run, commits are signed and the identity is git's own. What is said
//! beside it goes to where this program's own words go.

use super::path::{from_git, pathspec, strip_newline};
use super::runner::{Git, NOT_INHERITED, Question, cannot_run, is_placed_by_environment};
use super::{GitError, Repository};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Tells programs that a hook runs that a commit of this program is under way.
pub const UNDER_WAY: &str = "FFCTL_COMMITTING";

/// What git has begun and not finished, during which it commits no single files.
const UNFINISHED: &[(&str, &str)] = &[("MERGE_HEAD", "a merge"), ("CHERRY_PICK_HEAD", "a cherry-pick or a rebase")];

impl Repository {
    /// What is under way here so that git would refuse to commit single files.
    ///
    /// # Errors
    /// Where git fails.
    pub fn unfinished(&self) -> Result<Option<&'static str>, GitError> {
        for (file, name) in UNFINISHED {
            let words: &[&'static str] = &["rev-parse", "--path-format=absolute", "--git-path", file];
            let printed = self.git.ask(&Question { words, ..Question::default() })?;
            if from_git(strip_newline(&printed)).exists() {
                return Ok(Some(name));
            }
        }
        Ok(None)
    }

    /// Commits these files as they stand in the work tree, also those that are new or gone, and nothing else: what is
    /// staged of other files stays staged. Files are named from the root.
    ///
    /// # Errors
    /// Where git fails, or a hook refuses. The files are as they were.
    pub fn commit_files(&self, files: &[&Path], message: &str) -> Result<String, GitError> {
        let (mut known, mut new) = (Vec::new(), Vec::new());
        for &file in files {
            if self.is_tracked(file)? {
                known.push(file);
            } else if self.root.join(file).symlink_metadata().is_ok() {
                new.push(file);
            }
        }
        if !new.is_empty() {
            self.git.write(&["add"], &new, "")?;
        }
        let words = &["commit", "--quiet", "--only", "--cleanup=whitespace", "--file=-"];
        let committed = self.git.write(words, &[known, new.clone()].concat(), message);
        if committed.is_err() && !new.is_empty() {
            // It was not there before.
            let _ = self.git.write(&["rm", "--quiet", "--cached", "--force"], &new, "");
        }
        committed?;
        self.head()?.ok_or_else(|| GitError::unexpected("rev-parse", b""))
    }

    /// Whether git sees a change in one of these files, named from the root, that could be committed.
    ///
    /// # Errors
    /// Where git fails.
    pub fn has_changes(&self, files: &[&Path]) -> Result<bool, GitError> {
        for file in files {
            let words = &["status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--ignored=no"];
            let question = Question { words, path: Some(file), ..Question::default() };
            if !self.git.ask(&question)?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a file, named from the root, is in the last commit as it stands here.
    ///
    /// # Errors
    /// Where git fails.
    pub fn is_committed(&self, file: &Path) -> Result<bool, GitError> {
        Ok(self.head()?.is_some() && self.is_tracked(file)? && !self.has_changes(&[file])?)
    }

    /// A file's path from the root, links above it followed; it need not be there.
    ///
    /// # Errors
    /// Where it is in another place than this work tree.
    pub fn path_of(&self, file: &Path) -> Result<PathBuf, GitError> {
        let folder = file.parent().unwrap_or(Path::new("."));
        Ok(self.relative(folder)?.join(file.file_name().unwrap_or_default()))
    }

    fn is_tracked(&self, file: &Path) -> Result<bool, GitError> {
        let question = Question { words: &["ls-files", "-z"], path: Some(file), ..Question::default() };
        Ok(!self.git.ask(&question)?.is_empty())
    }

    /// The name of who commits here; `None` where git knows none.
    ///
    /// # Errors
    /// Where git cannot be run.
    pub fn user_name(&self) -> Result<Option<String>, GitError> {
        let words = &["var", "GIT_AUTHOR_IDENT"];
        match self.git.ask(&Question { words, ..Question::default() }) {
            Ok(identity) => {
                let identity = String::from_utf8_lossy(&identity).into_owned();
                Ok(identity.rsplit_once(" <").map(|(name, _)| name.to_owned()).filter(|name| !name.is_empty()))
            }
            Err(GitError::Failed { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl Git {
    /// Runs a command that changes something, on these files from the root.
    fn write(&self, words: &[&'static str], files: &[&Path], input: &str) -> Result<(), GitError> {
        let mut command = Command::new("git");
        if !is_placed_by_environment() {
            command.arg("-C").arg(&self.directory);
        }
        command.args(words).arg("--").args(files.iter().map(|file| pathspec(file)));
        for variable in NOT_INHERITED {
            command.env_remove(variable);
        }
        command.env(UNDER_WAY, "1").stdin(Stdio::piped()).stdout(Stdio::null());
        let mut child = command.spawn().map_err(cannot_run)?;
        if let Some(mut stdin) = child.stdin.take() {
            // A git that fails before it has read all says why itself.
            let _ = stdin.write_all(input.as_bytes());
        }
        match child.wait().map_err(cannot_run)? {
            status if status.success() => Ok(()),
            _ => Err(GitError::Failed { command: words.first().copied().unwrap_or(""), message: String::new() }),
        }
    }
}

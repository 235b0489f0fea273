//! What git knows, asked of the `git` program (2.31 or newer).
//!
//! Whatever git can open, this can: linked worktrees, submodules, SHA-256, shallow and partial clones, and it holds to
//! git's own rules of ownership. Asking changes nothing, reaches no network and runs nothing that a repository names:
//! see the runner. What git prints is read by pure functions. Only a commit that a person asked for writes to a branch,
//! and only a fetch that an operator asked for reaches the network.

mod blob_reader;
mod commit;
mod error;
mod fetch;
mod history;
mod log;
mod objects;
mod path;
mod records;
mod restore;
mod runner;
mod status;
mod trailers;
mod walk;

pub use blob_reader::BlobReader;
pub use commit::UNDER_WAY;
pub use error::GitError;
pub use history::{Change, History, MeansTheSame};
pub use log::{Commit, Content, FileChange};
pub use objects::TreeFile;
pub use restore::Version;
pub use trailers::Trailers;
pub use walk::{Logged, Route, Stretch, Walk};

use path::{from_git, strip_newline};
use runner::{Git, Question};
use std::path::{Path, PathBuf};

/// A work tree and the repository it belongs to.
#[derive(Clone, Debug)]
pub struct Repository {
    git: Git,
    root: PathBuf,
    is_shallow: bool,
}

impl Repository {
    /// The repository that a directory is part of.
    ///
    /// `GIT_DIR` and `GIT_WORK_TREE` are honoured as git does, so that a hook sees the repository it runs for.
    ///
    /// # Errors
    /// [`GitError::NotARepository`] where there is none, and where git is not there or refuses.
    pub fn discover(directory: &Path) -> Result<Repository, GitError> {
        let git = Git::at(directory);
        let words = &["rev-parse", "--is-shallow-repository", "--show-toplevel"];
        let answer = git.ask(&Question { words, ..Question::default() })?;
        let (is_shallow, root) = match answer.iter().position(|&byte| byte == b'\n') {
            Some(end) => (&answer[..end] == b"true", from_git(strip_newline(&answer[end + 1..]))),
            None => return Err(GitError::unexpected("rev-parse", &answer)),
        };
        let repository = Repository { git: Git::at(&root), root, is_shallow };
        repository.relative(directory).map(|_| repository)
    }

    /// Whether the history is cut short, as in `git clone --depth`.
    pub fn is_shallow(&self) -> bool {
        self.is_shallow
    }

    /// What to do about a history that is cut short.
    pub fn unshallow(&self) -> Option<String> {
        self.is_shallow.then(|| "the clone is shallow: git fetch --unshallow".to_owned())
    }

    /// The top of the work tree.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The commit that is checked out, as an object id; `None` where there is no commit yet.
    ///
    /// # Errors
    /// Where git fails.
    pub fn head(&self) -> Result<Option<String>, GitError> {
        let words = &["rev-parse", "--verify", "--quiet"];
        let answer = self.git.ask_maybe(&Question { words, revision: Some("HEAD^{commit}"), ..Question::default() })?;
        Ok(answer.map(|id| String::from_utf8_lossy(strip_newline(&id)).into_owned()))
    }

    /// The way from the root to a directory of the work tree; symbolic links on either are followed.
    ///
    /// # Errors
    /// Where the directory is not there, or in no work tree of this repository.
    pub fn relative(&self, directory: &Path) -> Result<PathBuf, GitError> {
        let real = |path: &Path| path.canonicalize().map_err(|error| GitError::io(path, error));
        match real(directory)?.strip_prefix(real(&self.root)?) {
            Ok(relative) => Ok(relative.to_owned()),
            Err(_) => Err(GitError::NotARepository { directory: directory.to_owned() }),
        }
    }
}

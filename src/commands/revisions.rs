//! Two sides that are compared, as they are asked for: A, A B, A..B, A...B.

use super::moment::at_revision;
use super::shared::{Session, refused};
use crate::git::Repository;
use crate::report::DiffSide;
use anyhow::Result;

/// A side of the comparison.
pub(super) enum Side {
    /// A commit, and what it was called.
    Commit { name: String, id: String },
    /// Before the first commit.
    Nothing,
    /// What is on disk.
    WorkTree,
}

/// The sides that these revisions name; without any, HEAD and the work tree.
pub(super) fn sides(revisions: &[String], repository: &Repository, session: &Session) -> Result<(Side, Side)> {
    let commit = |name: &str| Side::commit(if name.is_empty() { "HEAD" } else { name }, session);
    match revisions {
        [] => Ok((repository.head()?.map_or(Ok(Side::Nothing), |_| commit("HEAD"))?, Side::WorkTree)),
        [a, b] => Ok((commit(a)?, commit(b)?)),
        [one, ..] => {
            if let Some((a, b)) = one.split_once("...") {
                let (a, b) = (commit(a)?, commit(b)?);
                return Ok((a.in_common(&b, repository)?, b));
            }
            match one.split_once("..") {
                Some((a, b)) => Ok((commit(a)?, commit(b)?)),
                None => Ok((commit(one)?, Side::WorkTree)),
            }
        }
    }
}

impl Side {
    pub(super) fn commit(name: &str, session: &Session) -> Result<Side> {
        let id = at_revision(&session.directory.root, name)?.commit;
        Ok(Side::Commit { name: name.to_owned(), id })
    }

    /// What this commit and another have in common.
    fn in_common(self, other: &Side, repository: &Repository) -> Result<Side> {
        let (Side::Commit { name, id }, Side::Commit { name: of, id: other }) = (&self, other) else { return Ok(self) };
        match repository.merge_base(id, other)? {
            Some(id) => Ok(Side::Commit { name: name.clone(), id }),
            None => Err(refused(format!("{name} and {of} have no commit in common"), repository.unshallow())),
        }
    }

    pub(super) fn shown(&self) -> DiffSide {
        let (name, commit) = match self {
            Side::Commit { name, id } => (name.as_str(), Some(id.clone())),
            Side::Nothing => ("nothing", None),
            Side::WorkTree => ("work tree", None),
        };
        DiffSide { name: name.to_owned(), commit }
    }
}

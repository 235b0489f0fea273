//! What git knows of the files' past.

use super::shared::Session;
use crate::change::diff;
use crate::git::{GitError, History, Repository};
use crate::yaml::{decode, read_flag};
use std::path::Path;

impl Session {
    /// The repository, and the commit from which to look back; `None` where there is no commit yet.
    pub(super) fn history(&self) -> Result<(Repository, Option<String>), GitError> {
        match &self.moment {
            Some(moment) => Ok((moment.repository.clone(), Some(moment.commit.clone()))),
            None => {
                let repository = Repository::discover(&self.directory.root)?;
                let head = repository.head()?;
                Ok((repository, head))
            }
        }
    }

    /// The last change of meaning of these flags' files, as of the moment looked at.
    pub(super) fn last_changes<'a>(&self, files: impl IntoIterator<Item = &'a str>) -> Result<History, GitError> {
        let root = &self.directory.root;
        let files = files.into_iter().map(Path::new);
        match &self.moment {
            Some(moment) => moment.repository.last_changes(root, files, Some(&moment.commit), &mut mean_the_same),
            None => Repository::discover(root)?.last_changes(root, files, None, &mut mean_the_same),
        }
    }
}

/// Whether two texts are one flag, however they are written.
fn mean_the_same(_: &Path, before: &[u8], after: &[u8]) -> bool {
    let read = |bytes| read_flag("", decode(bytes).ok()?).valid();
    before == after || read(before).zip(read(after)).is_some_and(|(old, new)| diff(Some(&old), Some(&new)).is_empty())
}

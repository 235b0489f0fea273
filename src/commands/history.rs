//! What git knows of the files' past.

use super::shared::Session;
use crate::change::{Change, diff};
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

    /// The last change of meaning that counts of each of these flags' files, as of the moment looked at.
    pub(super) fn last_changes<'a>(
        &self,
        files: impl IntoIterator<Item = &'a str>,
        counts: &dyn Fn(&Change) -> bool,
    ) -> Result<History, GitError> {
        let root = &self.directory.root;
        let files = files.into_iter().map(Path::new);
        let mut same = |_: &Path, before: &[u8], after: &[u8]| mean_the_same(before, after, counts);
        match &self.moment {
            Some(moment) => moment.repository.last_changes(root, files, Some(&moment.commit), &mut same),
            None => Repository::discover(root)?.last_changes(root, files, None, &mut same),
        }
    }
}

/// Whether two texts are one flag, however they are written and but for what does not count.
fn mean_the_same(before: &[u8], after: &[u8], counts: &dyn Fn(&Change) -> bool) -> bool {
    let read = |bytes| read_flag("", decode(bytes).ok()?).valid();
    let same = |(old, new)| !diff(Some(&old), Some(&new)).iter().any(counts);
    before == after || read(before).zip(read(after)).is_some_and(same)
}

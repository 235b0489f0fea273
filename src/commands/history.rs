//! What git knows of the files' past.

use super::shared::Session;
use crate::git::{GitError, History, Repository};
use crate::yaml::{decode, read_flag};
use std::path::Path;

impl Session {
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
    before == after || read(before).zip(read(after)).is_some_and(|(old, new)| old == new)
}

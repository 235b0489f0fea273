//! What git knows of the files' past.

use super::shared::Session;
use crate::change::{Change, diff};
use crate::git::{GitError, History, Repository};
use crate::store::FlagFile;
use crate::yaml::{FlagVersion, decode};
use std::collections::HashMap;
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
        files: impl IntoIterator<Item = &'a FlagFile>,
        counts: &(dyn Fn(&Change) -> bool + Sync),
    ) -> Result<History, GitError> {
        let root = &self.directory.root;
        let known: HashMap<&Path, &FlagVersion> =
            files.into_iter().map(|file| (Path::new(&file.path), &file.version)).collect();
        let files = known.keys().copied();
        let same = |file: &Path, before: &[u8], after: &[u8]| {
            before == after || mean_the_same(before, after, known.get(file).copied(), counts) == Some(true)
        };
        match &self.moment {
            Some(moment) => moment.repository.last_changes(root, files, Some(&moment.commit), &same),
            None => Repository::discover(root)?.last_changes(root, files, None, &same),
        }
    }
}

/// Whether two texts are one flag, however they are written and but for what does not count; `None` where one is no flag.
/// Most often the later one is the file as it is known already.
fn mean_the_same(
    before: &[u8],
    after: &[u8],
    known: Option<&FlagVersion>,
    counts: &dyn Fn(&Change) -> bool,
) -> Option<bool> {
    let (before, after) = (decode(before).ok()?, decode(after).ok()?);
    let (old, new) = match known {
        Some(known) => (known.read_other(before).ok()?, known.read_other(after).ok()?),
        None => {
            let new = FlagVersion::read("", after).ok()?;
            (new.read_other(before).ok()?, new)
        }
    };
    Some(!diff(Some(old.flag()), Some(new.flag())).iter().any(counts))
}

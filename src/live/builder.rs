//! What a flag set is asked to read, and for whom.

use super::Origin;
use std::path::PathBuf;

/// How a flag set is to be opened.
#[derive(Clone, Debug)]
pub struct FlagSetBuilder {
    pub(super) origin: Origin,
    pub(super) environments: Vec<Option<String>>,
    pub(super) kept: Option<PathBuf>,
}

impl FlagSetBuilder {
    pub(super) fn new(origin: Origin) -> FlagSetBuilder {
        FlagSetBuilder { origin, environments: Vec::new(), kept: None }
    }

    /// Answers as the flags hold in this environment; without any, the top-level fields hold.
    pub fn environment(self, name: impl Into<String>) -> FlagSetBuilder {
        self.environments([Some(name.into())])
    }

    /// Compiles the flags for several environments; the first is the one that [`FlagSet::evaluate`](super::FlagSet::evaluate) asks.
    pub fn environments(mut self, names: impl IntoIterator<Item = Option<String>>) -> FlagSetBuilder {
        self.environments = names.into_iter().collect();
        self
    }

    /// Reads the directory as it stands at a git revision, such as `main`, and not as it stands on disk.
    pub fn revision(mut self, revision: impl Into<String>) -> FlagSetBuilder {
        let directory = self.origin.directory().clone();
        self.origin = Origin::Revision { directory, revision: revision.into() };
        self
    }

    /// Keeps the last good flags in this file, and begins with them where what is found at the start is refused. No two
    /// flag sets share one: each would begin with the flags of the other.
    pub fn keep_in(mut self, file: impl Into<PathBuf>) -> FlagSetBuilder {
        self.kept = Some(file.into());
        self
    }
}

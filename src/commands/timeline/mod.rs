//! History in versions of flags: what `log`, `blame` and `bisect` walk through.

mod ahead;
mod answer;
mod batch;
mod follow;
mod library;
mod state;
mod told;
mod trail;
mod unseen;

pub(super) use answer::{Question, Scene};
pub(super) use follow::Followed;
pub(super) use library::{Library, Version};
pub(super) use state::State;
pub(super) use told::{News, Told, changes_between, tell};
pub(super) use trail::{Trail, Wanted};

use crate::git::{Content, FileChange, Logged};
use crate::store::FileEntry;

/// A file of the flags directory that a commit changes, not yet read.
#[derive(Clone, Debug)]
pub(super) struct Touched {
    /// The file.
    pub(super) file: FileEntry,
    /// What was there, in each parent that the commit is compared with.
    pub(super) before: Vec<Content>,
    /// What is there.
    pub(super) after: Content,
}

/// The same, read.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// The file.
    pub(super) file: FileEntry,
    /// What was there, in each parent that the commit is compared with.
    pub(super) before: Vec<Version>,
    /// What is there.
    pub(super) after: Version,
}

/// The flags, segments and settings that a commit changes; what has another mode and nothing else is none of them.
pub(super) fn touched(logged: &Logged) -> Vec<Touched> {
    let touched = |change: &FileChange| {
        let path = change.path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        let FileChange { before, after, .. } = change.clone();
        FileEntry::at(&path).filter(|_| !before.contains(&after)).map(|file| Touched { file, before, after })
    };
    logged.files.iter().filter_map(touched).collect()
}

impl Touched {
    /// What a content is known by; `None` where there is nothing to read.
    fn key(&self, content: &Content) -> Option<library::Key> {
        match content {
            Content::Blob(id) => Some((id.clone(), self.file.path.clone())),
            Content::Absent | Content::Other => None,
        }
    }

    /// It comes with this commit.
    pub(super) fn comes(&self) -> bool {
        self.before.iter().all(|content| *content == Content::Absent)
    }

    /// It goes with this commit.
    pub(super) fn goes(&self) -> bool {
        self.after == Content::Absent
    }
}

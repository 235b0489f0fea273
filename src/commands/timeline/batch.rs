//! Commits as git tells of them, as many at once as there are, with the texts of their files.

use super::ahead::Ahead;
use super::library::{Key, Text};
use super::{Touched, touched};
use crate::git::{BlobReader, GitError, Logged, Walk};
use crate::store::FileEntry;
use std::collections::{HashMap, HashSet};

/// The most commits of a batch.
const LARGEST: usize = 256;

/// Some commits, newest first.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// With the files that each changes.
    pub(super) commits: Vec<(Logged, Vec<Touched>)>,
    /// The texts that are not known from the batches before; none where they are not read ahead.
    pub(super) texts: Vec<Text>,
    /// The texts that the batches after will not ask for.
    pub(super) done: Vec<Key>,
}

/// The batches of a walk.
pub(super) type Batches = Box<dyn Iterator<Item = Result<Batch, GitError>>>;

/// The commits of a walk one by one.
pub(super) fn singles(walk: Walk) -> Batches {
    let single = |logged: Logged| {
        let files = touched(&logged);
        Batch { commits: vec![(logged, files)], ..Batch::default() }
    };
    Box::new(walk.map(move |logged| logged.map(single)))
}

/// As many commits at once as git has told of, so that those who work on many on all cores keep nobody waiting for the
/// first. The texts of all their files are read ahead.
pub(super) fn batches(
    walk: impl Iterator<Item = Result<Logged, GitError>> + Send + 'static,
    blobs: BlobReader,
) -> Batches {
    let commits = Ahead::of(walk, LARGEST);
    let mut texts = Texts { blobs, open: HashSet::new() };
    let mut failure = None;
    let batches = std::iter::from_fn(move || {
        if let Some(failure) = failure.take() {
            return Some(Err(failure));
        }
        let mut batch = Batch::default();
        for logged in commits.batch()? {
            match logged {
                Ok(logged) => {
                    let files = touched(&logged);
                    batch.commits.push((logged, files));
                }
                Err(error) => failure = Some(error),
            }
        }
        Some(texts.fill(batch))
    });
    Box::new(Ahead::of(batches, 1))
}

/// Reads texts. Walking back, what one commit found an earlier one had left: after that nobody asks for it again, unless
/// it comes back.
struct Texts {
    blobs: BlobReader,
    /// The texts that were given and will be asked for again.
    open: HashSet<Key>,
}

impl Texts {
    fn fill(&mut self, mut batch: Batch) -> Result<Batch, GitError> {
        let mut unread: HashMap<Key, &FileEntry> = HashMap::new();
        for touched in batch.commits.iter().flat_map(|(_, files)| files) {
            let keys = touched.before.iter().chain([&touched.after]).filter_map(|content| touched.key(content));
            unread.extend(keys.filter(|key| !self.open.contains(key)).map(|key| (key, &touched.file)));
        }
        let ids: Vec<&str> = unread.keys().map(|(id, _)| id.as_str()).collect();
        let bytes = self.blobs.read_all(&ids)?;
        let text = |((key, file), bytes): ((Key, &FileEntry), _)| Text { key, file: file.clone(), bytes };
        batch.texts = unread.into_iter().zip(bytes).map(text).collect();
        for touched in batch.commits.iter().flat_map(|(_, files)| files) {
            self.open.extend(touched.before.iter().filter_map(|content| touched.key(content)));
            if let Some(key) = touched.key(&touched.after) {
                self.open.remove(&key);
                batch.done.push(key);
            }
        }
        batch.done.retain(|key| !self.open.contains(key));
        Ok(batch)
    }
}

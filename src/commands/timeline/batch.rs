//! Commits as git tells of them, as many at once as there are, with the texts of their files.

use super::ahead::Ahead;
use super::library::Text;
use super::{Touched, touched};
use crate::git::{BlobReader, Content, GitError, Logged, Walk};
use std::collections::HashSet;

/// The most commits of a batch.
const LARGEST: usize = 256;

/// Some commits, newest first.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// With the files that each changes.
    pub(super) commits: Vec<(Logged, Vec<Touched>)>,
    /// The texts that no batch before had; none where they are not read ahead.
    pub(super) texts: Vec<Text>,
}

/// The batches of a walk.
pub(super) type Batches = Box<dyn Iterator<Item = Result<Batch, GitError>>>;

/// The commits of a walk one by one.
pub(super) fn singles(walk: Walk) -> Batches {
    let single = |logged: Logged| {
        let files = touched(&logged);
        Batch { commits: vec![(logged, files)], texts: Vec::new() }
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
    let mut texts = Texts { blobs, given: HashSet::new() };
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

/// Reads texts, each once.
struct Texts {
    blobs: BlobReader,
    given: HashSet<(String, String)>,
}

impl Texts {
    fn fill(&mut self, mut batch: Batch) -> Result<Batch, GitError> {
        let mut unread = Vec::new();
        for Touched { file, before, after } in batch.commits.iter().flat_map(|(_, files)| files) {
            for content in before.iter().chain([after]) {
                if let Content::Blob(id) = content
                    && self.given.insert((id.clone(), file.path.clone()))
                {
                    unread.push((id.as_str(), file.clone()));
                }
            }
        }
        let ids: Vec<&str> = unread.iter().map(|(id, _)| *id).collect();
        let bytes = self.blobs.read_all(&ids)?;
        let texts = unread.into_iter().zip(bytes).map(|((id, file), bytes)| Text { id: id.to_owned(), file, bytes });
        batch.texts = texts.collect();
        Ok(batch)
    }
}

//! The audit trail: commits that changed a meaning, told one after the other.

use super::batch::{Batch, Batches, batches, singles};
use super::unseen::Unseen;
use super::{Followed, Library, News, Step, Told, Touched, Version, changes_between, tell, touched};
use crate::commands::shared::Session;
use crate::git::{Commit, GitError, Logged, Repository, Route, Stretch};
use crate::report::{CommitRef, LogCommit, SubjectChange};
use crate::store::FileEntry;
use anyhow::Result;
use chrono::{DateTime, Utc};
use rayon::prelude::*;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};

/// Which part of the trail is wanted.
#[derive(Clone, Debug, Default)]
pub(in crate::commands) struct Wanted {
    /// These flags; with no key everything.
    pub(in crate::commands) keys: Vec<String>,
    /// What reaches this environment.
    pub(in crate::commands) environment: Option<String>,
    /// From this moment on.
    pub(in crate::commands) since: Option<DateTime<Utc>>,
    /// Before this moment.
    pub(in crate::commands) until: Option<DateTime<Utc>>,
    /// By authors with this text in their name or address; in lower case.
    pub(in crate::commands) author: Option<String>,
}

/// The trail, as it is being read.
pub(in crate::commands) struct Trail {
    /// `None` where there is no commit yet.
    batches: Option<Batches>,
    past: Past,
    wanted: Wanted,
    followed: Followed,
    unseen: Unseen,
    ready: VecDeque<LogCommit>,
}

/// What versions are read from.
struct Past {
    repository: Repository,
    root: PathBuf,
    /// The directory as the user names it.
    shown: PathBuf,
    library: Library,
}

impl Trail {
    /// The trail that led to the moment looked at.
    pub(in crate::commands) fn open(wanted: Wanted, session: &Session) -> Result<Trail> {
        let unseen = Unseen::of(&wanted, session)?;
        let (repository, from) = session.history()?;
        let batches = from.map(|from| wanted.batches(&repository, &session.directory.root, &from)).transpose()?;
        let past = Past {
            library: Library::new(repository.blob_reader()),
            repository,
            root: session.directory.root.clone(),
            shown: session.directory.shown.clone(),
        };
        let followed = Followed::new(&wanted.keys);
        Ok(Trail { batches, past, followed, wanted, unseen, ready: VecDeque::new() })
    }

    fn read(&mut self, batch: Batch) -> Result<(), GitError> {
        if !self.followed.is_all() {
            return batch.commits.into_iter().try_for_each(|(logged, files)| self.read_followed(&logged, files));
        }
        self.past.library.learn(batch.texts);
        let steps = batch.commits.iter().map(|(logged, files)| self.past.steps(logged, files));
        let steps = steps.collect::<Result<Vec<_>, _>>()?;
        let told: Vec<Vec<Told>> = steps.par_iter().map(|steps| tell(steps)).collect();
        for (((logged, files), steps), told) in batch.commits.iter().zip(&steps).zip(told) {
            self.add(logged, files, steps, told)?;
        }
        self.past.library.forget(&batch.done);
        Ok(())
    }

    fn read_followed(&mut self, logged: &Logged, mut files: Vec<Touched>) -> Result<(), GitError> {
        self.unseen.saw(&files);
        self.followed.select(&mut files);
        let steps = self.past.steps(logged, &files)?;
        let mut told = tell(&steps);
        self.followed.follow(&mut told);
        self.add(logged, &files, &steps, told)
    }

    /// Makes a commit ready, if it has something to tell.
    fn add(&mut self, logged: &Logged, files: &[Touched], steps: &[Step], told: Vec<Told>) -> Result<(), GitError> {
        let told = self.past.with_changes_while_invalid(&logged.commit, steps, told)?;
        self.unseen.heard(&told);
        let reaches = |told: &&Told| self.wanted.environment.as_ref().is_none_or(|name| told.reaches(name));
        let mut changes: Vec<SubjectChange> =
            told.iter().filter(reaches).map(|told| told.report(&self.past.shown)).collect();
        if logged.is_boundary {
            changes = self.followed.end_of_history(files);
        }
        if !changes.is_empty() && self.wanted.has(&logged.commit) {
            self.ready.push_back(LogCommit { commit: CommitRef::from(&*logged.commit), changes });
        }
        Ok(())
    }
}

impl Iterator for Trail {
    type Item = Result<LogCommit>;

    /// At least those that are ready: whoever prints them need not show each before the next.
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.ready.len(), None)
    }

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(commit) = self.ready.pop_front() {
                return Some(Ok(commit));
            }
            let Some(batch) = self.batches.as_mut().and_then(Iterator::next) else {
                return self.unseen.take_refusal().map(Err);
            };
            if let Err(error) = batch.and_then(|batch| self.read(batch)) {
                self.batches = None;
                return Some(Err(error.into()));
            }
        }
    }
}

impl Wanted {
    fn batches(&self, repository: &Repository, root: &Path, from: &str) -> Result<Batches, GitError> {
        let stretch = Stretch { since: self.since, ..Stretch::to(from, Route::EveryParent) };
        let walk = repository.walk(root, &stretch)?;
        if !self.keys.is_empty() {
            // Most files are not those that are followed: theirs are read when they are met. And commits that are not
            // wanted can be those in which a flag got another key.
            return Ok(singles(walk));
        }
        let wanted = self.clone();
        let walk = walk.filter(move |logged| logged.as_ref().map_or(true, |logged| wanted.has(&logged.commit)));
        Ok(batches(walk, repository.blob_reader()))
    }

    fn has(&self, commit: &Commit) -> bool {
        let author = || format!("{} <{}>", commit.author, commit.email).to_lowercase();
        self.until.is_none_or(|until| commit.time < until)
            && self.since.is_none_or(|since| commit.time >= since)
            && self.author.as_ref().is_none_or(|text| author().contains(text))
    }
}

impl Past {
    /// The files of a commit, read; none where history ends, for what was there before is not known.
    fn steps(&mut self, logged: &Logged, files: &[Touched]) -> Result<Vec<Step>, GitError> {
        let files = if logged.is_boundary { &[] } else { files };
        files.iter().map(|touched| self.library.step(touched)).collect()
    }

    /// Adds, to a file that is valid again, what it says other than when it last was.
    fn with_changes_while_invalid(
        &mut self,
        commit: &Commit,
        steps: &[Step],
        told: Vec<Told>,
    ) -> Result<Vec<Told>, GitError> {
        let mut all = Vec::with_capacity(told.len());
        for told in told {
            let is_mended = matches!(told.news, News::ValidAgain);
            let step = steps.iter().find(|step| is_mended && step.file.path == told.path);
            all.push(told);
            if let (Some(step), Some(parent)) = (step, commit.parents.first())
                && let Some(old) = self.last_valid(parent, &step.file)?
            {
                let changes = changes_between(step.file.kind, &old, &step.after);
                all.extend(changes.into_iter().map(|change| step.told(News::Change(change))));
            }
        }
        Ok(all)
    }

    fn last_valid(&mut self, commit: &str, file: &FileEntry) -> Result<Option<Version>, GitError> {
        let path = Some(Path::new(&file.path));
        let stretch = Stretch { file: path, ..Stretch::to(commit, Route::FirstParent) };
        for logged in self.repository.walk(&self.root, &stretch)? {
            for touched in touched(&logged?) {
                let version = self.library.version(file, &touched.after)?;
                if matches!(version, Version::Flag(_) | Version::Segment(_) | Version::Settings(_)) {
                    return Ok(Some(version));
                }
            }
        }
        Ok(None)
    }
}

impl Followed {
    /// What is told at the end of a shallow clone's history: once, or for each flag that is followed.
    fn end_of_history(&self, files: &[Touched]) -> Vec<SubjectChange> {
        if self.is_all() {
            return vec![SubjectChange::end_of_history(None)];
        }
        let flags = files.iter().filter(|touched| self.has(&touched.file));
        flags.map(|touched| SubjectChange::end_of_history(Some(touched.file.stem.clone()))).collect()
    }
}

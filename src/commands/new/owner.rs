//! Who will probably own a new flag.

use super::super::shared::Session;
use crate::git::{Change, Repository};
use crate::store::load_tree;
use std::collections::BTreeMap;
use std::path::Path;

/// The owner of most flags that this git user changed last, else who CODEOWNERS names; empty where nobody is likely.
pub(super) fn likely(session: &Session, path: &str) -> String {
    let Ok(repository) = Repository::discover(&session.directory.root) else { return String::new() };
    most_used(session, &repository).or_else(|| from_codeowners(session, &repository, path)).unwrap_or_default()
}

fn most_used(session: &Session, repository: &Repository) -> Option<String> {
    let user = repository.user_name().ok().flatten()?;
    let tree = load_tree(&session.work_tree()).ok()?;
    let history = session.last_changes(&tree.flags, &|_| true).ok()?;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for file in &tree.flags {
        if let Some(Change::Commit(commit)) = history.change(Path::new(&file.path))
            && commit.author == user
        {
            *counts.entry(&file.flag.owner).or_default() += 1;
        }
    }
    // Of several with the same count the first by name, so that the offer is the same each time.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(owner, _)| owner.to_owned())
}

fn from_codeowners(session: &Session, repository: &Repository, path: &str) -> Option<String> {
    let below = repository.relative(&session.directory.root).ok()?;
    let path = below.join(path).to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    session.code_owners()?.owner(&path)
}

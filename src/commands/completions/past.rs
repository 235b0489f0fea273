//! Values that git knows, as far as they cost no walk through the history.

use super::scene::Scene;
use super::table::plain;
use crate::check::FileKind;
use crate::store::{FileEntry, list_files};
use clap_complete::engine::CompletionCandidate;
use std::collections::BTreeSet;

/// `HEAD`, branches and tags.
pub(super) fn revisions(scene: &Scene, _: &str) -> Vec<CompletionCandidate> {
    let names = scene.repository().and_then(|repository| repository.reference_names().ok());
    names.map(|names| plain(std::iter::once("HEAD".to_owned()).chain(names))).unwrap_or_default()
}

/// The same on either side of `A..B` and `A...B`.
pub(super) fn ranges(scene: &Scene, typed: &str) -> Vec<CompletionCandidate> {
    let begin = typed.rfind("..").map_or(0, |dots| dots + 2);
    let (before, last) = typed.split_at(begin);
    revisions(scene, last).into_iter().map(|name| name.add_prefix(before)).collect()
}

/// The flags that the current commit has and the work tree has no more. What was removed before that is only in the
/// history.
pub(super) fn removed_keys(scene: &Scene, _: &str) -> Vec<CompletionCandidate> {
    plain(removed(scene).unwrap_or_default())
}

fn removed(scene: &Scene) -> Option<BTreeSet<String>> {
    let repository = scene.repository()?;
    let committed = repository.files_at(&repository.head().ok()??, scene.root.as_ref()?).ok()?;
    let here = list_files(&scene.source()?, FileKind::Flag).ok()?;
    let here: BTreeSet<&str> = here.flag_keys().collect();
    let flags =
        committed.iter().filter_map(|file| FileEntry::at(&file.path)).filter(|file| file.kind == FileKind::Flag);
    Some(flags.map(|file| file.stem).filter(|key| !here.contains(key.as_str())).collect())
}

//! What a range of commits does, or what is staged or not committed yet.

use super::super::check::Compared as Trees;
use super::super::moment::Moment;
use super::super::revisions::{Side, sides};
use super::super::shared::{Session, known_environment, refused, unknown_flag};
use super::counting::{Compared, count};
use super::{ImpactArgs, change_words, environments};
use crate::change::{Change, TreeModel};
use crate::evaluate::Segments;
use crate::git::Repository;
use crate::impact::{FlagCase, Scene};
use crate::live::snapshot;
use crate::model::{hint, one_line};
use crate::report::{DiffSide, EnvironmentImpact, FlagImpact, ImpactReport};
use crate::store::{FileProblems, Lookup, Snapshot, Tree, load_tree};
use anyhow::Result;
use std::collections::BTreeSet;

pub(super) fn run(args: &ImpactArgs, session: &Session) -> Result<ImpactReport> {
    let repository = Repository::discover(&session.directory.root)?;
    let (subject, keys) = args.what(session)?;
    let (from, to) = sides(subject.as_slice(), &repository, session)?;
    let old = tree(&from, &repository, session)?;
    let (new, to) = match args.staged {
        true => (staged(&repository, session)?, DiffSide { name: "index".to_owned(), commit: None }),
        false => (tree(&to, &repository, session)?, to.shown()),
    };
    let trees = Trees::of(old, new);
    known_keys(&keys, &trees)?;
    let declared = declared(&trees);
    if args.env.as_ref().is_some_and(|name| !declared.contains(name)) {
        known_environment(&trees.new.settings, args.env.as_deref())?;
    }
    let (before, after) = (trees.base(), trees.change());
    let scenes = scenes(&before, &after, &keys);
    let environments = environments(args.env.as_deref(), &declared);
    let flags = scenes.iter().map(|(case, scene)| flag(case, scene, &environments)).collect();
    let mut report = ImpactReport::new(Some((from.shown(), to)), flags);
    report.notes = trees.old.broken().map(broken_before).collect();
    report.problems = session.problems(trees.broken());
    count_flags(args, &trees, &scenes, &mut report, session)?;
    Ok(report)
}

fn count_flags(
    args: &ImpactArgs,
    trees: &Trees,
    scenes: &[(FlagCase<'_>, Scene<'_>)],
    report: &mut ImpactReport,
    session: &Session,
) -> Result<()> {
    let (was, is) = (Segments::compile(&trees.old.segments), Segments::compile(&trees.new.segments));
    let compared = scenes.iter().map(|(case, _)| Compared {
        before: case.pair.before.map(|flag| (flag, &was)),
        after: case.pair.after.map(|flag| (flag, &is)),
    });
    count(&args.contexts, &compared.collect::<Vec<_>>(), report, session)
}

fn broken_before(file: &FileProblems) -> String {
    let why = file.diagnostics.first().map(|found| one_line(&found.message)).unwrap_or_default();
    format!("{} is broken before the change ({why}): what becomes of it is not told", file.path)
}

/// The flags whose answers may change, with what is compared.
fn scenes<'t>(before: &TreeModel<'t>, after: &TreeModel<'t>, keys: &[String]) -> Vec<(FlagCase<'t>, Scene<'t>)> {
    let is_asked = |case: &FlagCase<'_>| keys.is_empty() || keys.iter().any(|key| key == case.pair.key());
    let matters = |case: &FlagCase<'_>| !case.segments.is_empty() || case.changes.iter().any(Change::affects_targeting);
    let mut scenes = Scene::all_of(before, after);
    scenes.retain(|(case, _)| is_asked(case) && matters(case));
    scenes
}

fn flag(case: &FlagCase<'_>, scene: &Scene<'_>, environments: &[Option<&str>]) -> FlagImpact {
    let changes = case.changes.iter().filter(|change| change.affects_targeting()).map(change_words);
    let segments = case.segments.iter().map(|name| format!("segment {name} changed"));
    FlagImpact {
        key: case.pair.key().to_owned(),
        changes: changes.chain(segments).collect(),
        environments: environments.iter().map(|name| EnvironmentImpact::new(*name, &scene.impact(*name))).collect(),
    }
}

impl ImpactArgs {
    /// The revisions that are compared, and the flags asked for: a word with the name of a flag is that flag.
    fn what(&self, session: &Session) -> Result<(Option<String>, Vec<String>)> {
        let Some(subject) = &self.subject else { return Ok((None, self.keys.clone())) };
        let is_range = subject.contains("..");
        let keys = || self.keys.iter().cloned().chain([subject.clone()]).collect();
        match self.staged {
            _ if !is_range && !matches!(session.lookup(subject)?, Lookup::Unknown(_)) => Ok((None, keys())),
            true => Err(unknown_or_range(subject, is_range, session)?),
            false => {
                let is_revision = is_range || Repository::discover(&session.directory.root)?.commit(subject).is_ok();
                match is_revision {
                    true => Ok((Some(subject.clone()), self.keys.clone())),
                    false => Err(unknown_or_range(subject, false, session)?),
                }
            }
        }
    }
}

fn unknown_or_range(subject: &str, is_range: bool, session: &Session) -> Result<anyhow::Error> {
    if is_range {
        return Ok(refused("--staged compares the index with HEAD: leave out the revisions", None));
    }
    let Lookup::Unknown(keys) = session.lookup(subject)? else {
        return Ok(refused(format!("'{subject}' is no flag"), None));
    };
    let help = hint(subject, keys.iter().map(String::as_str));
    Ok(refused(format!("'{subject}' is neither a flag nor a revision of this repository"), help))
}

fn known_keys(keys: &[String], trees: &Trees) -> Result<()> {
    let files = trees.old.flags.iter().chain(&trees.new.flags).map(|file| file.flag.key.clone());
    let broken = trees.old.broken().chain(trees.new.broken()).map(|file| file.stem.clone());
    let known: BTreeSet<String> = files.chain(broken).collect();
    match keys.iter().find(|key| !known.contains(*key)) {
        Some(key) => Err(unknown_flag(key, &known.into_iter().collect::<Vec<_>>()).into()),
        None => Ok(()),
    }
}

/// The environments of either side, in the order of the settings.
fn declared(trees: &Trees) -> Vec<String> {
    let mut names = trees.new.settings.environments.clone();
    let gone = trees.old.settings.environments.iter().filter(|name| !trees.new.settings.environments.contains(name));
    names.extend(gone.cloned());
    names
}

fn tree(side: &Side, repository: &Repository, session: &Session) -> Result<Tree> {
    let root = &session.directory.root;
    match side {
        Side::WorkTree => load_tree(&session.work_tree()),
        Side::Nothing => Ok(Tree::default()),
        Side::Commit { id, .. } => {
            let moment = Moment { repository: repository.clone(), commit: id.clone(), label: String::new(), now: None };
            load_tree(&moment.source(root, &|_, _| true)?)
        }
    }
}

/// What the next commit holds.
fn staged(repository: &Repository, session: &Session) -> Result<Tree> {
    let files = repository.files_in_index(&session.directory.root)?;
    let mut files = files.ok_or_else(|| {
        refused("the index has conflicts: nothing can be committed", Some("resolve them first".to_owned()))
    })?;
    files.retain(|file| Snapshot::needs(&file.path, &|_, _| true));
    load_tree(&snapshot(repository, files)?.into())
}

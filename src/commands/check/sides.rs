//! Both sides of a proposed change, as far as they can be compared.

use super::{DiffSide, Repository, Session, Subject};
use crate::change::TreeModel;
use crate::check::FileKind;
use crate::commands::moment::Moment;
use crate::model::{Flag, Policy, Settings, one_line};
use crate::store::{FileEntry, FileProblems, Tree, load_tree};
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};

/// The commits of a check, by their ids.
pub(super) struct Moments {
    /// What the change is to be merged into.
    pub(super) against: String,
    /// What that and the change have in common.
    pub(super) base: String,
    /// The last commit of the change.
    pub(super) head: String,
    /// What the last commit was called; `None` where the work tree is looked at.
    pub(super) name: Option<String>,
}

impl Moments {
    pub(super) fn shown(&self) -> DiffSide {
        match &self.name {
            Some(name) => DiffSide { name: name.clone(), commit: Some(self.head.clone()) },
            None => DiffSide { name: "work tree".to_owned(), commit: None },
        }
    }
}

/// The two trees, as far as they can be compared.
pub(in crate::commands) struct Compared {
    pub(in crate::commands) old: Tree,
    pub(in crate::commands) new: Tree,
    /// Flags and segments that are broken on a side, or need what is.
    left_out: BTreeSet<(bool, String)>,
}

impl Compared {
    pub(super) fn load(moments: &Moments, session: &Session) -> Result<Compared> {
        let root = &session.directory.root;
        let base = Moment {
            repository: Repository::discover(root)?,
            commit: moments.base.clone(),
            label: String::new(),
            now: None,
        };
        Ok(Compared::of(load_tree(&base.source(root, &|_, _| true)?)?, session.tree()?))
    }

    /// Two trees; what is broken on a side is left out on both.
    pub(in crate::commands) fn of(old: Tree, new: Tree) -> Compared {
        let mut left_out = BTreeSet::new();
        for tree in [&old, &new] {
            let broken = tree.broken().filter(|file| file.kind != Some(FileKind::Settings));
            left_out.extend(broken.map(|file| (file.kind == Some(FileKind::Segment), file.stem.clone())));
            let in_the_way =
                |flag: &Flag| tree.in_the_way_of(flag).iter().any(|file| file.kind == Some(FileKind::Segment));
            let stuck = tree.flags.iter().filter(|file| in_the_way(&file.flag));
            left_out.extend(stuck.map(|file| (false, file.flag.key.clone())));
        }
        Compared { old, new, left_out }
    }

    pub(in crate::commands) fn base(&self) -> TreeModel<'_> {
        TreeModel { settings: settings_of(self.judge()), ..self.model(&self.old) }
    }

    pub(in crate::commands) fn change(&self) -> TreeModel<'_> {
        let tree = if self.new.broken_settings().next().is_some() { &self.old } else { &self.new };
        TreeModel { settings: settings_of(tree), ..self.model(&self.new) }
    }

    fn model<'t>(&self, tree: &'t Tree) -> TreeModel<'t> {
        let is_in = |is_segment: bool, name: &str| !self.left_out.contains(&(is_segment, name.to_owned()));
        let flags = tree.flags.iter().map(|file| (file.flag.key.as_str(), &*file.flag));
        let segments = tree.segments.iter().map(|(name, segment)| (name.as_str(), segment));
        TreeModel {
            flags: flags.filter(|(key, _)| is_in(false, key)).collect(),
            segments: segments.filter(|(name, _)| is_in(true, name)).collect(),
            settings: None,
        }
    }

    /// Where the settings that count are: those of the base, if they can be read.
    fn judge(&self) -> &Tree {
        if self.old.broken_settings().next().is_some() { &self.new } else { &self.old }
    }

    pub(super) fn policy(&self) -> &Policy {
        &self.judge().settings.policy
    }

    pub(super) fn protects_nothing(&self) -> bool {
        self.judge().settings.protected.is_empty()
    }

    /// Files of the change that cannot be used.
    pub(in crate::commands) fn broken(&self) -> impl Iterator<Item = &FileProblems> {
        self.new.broken()
    }

    /// Every flag and segment of either side.
    pub(super) fn subjects(&self) -> BTreeSet<Subject> {
        paths(&self.old).into_keys().chain(paths(&self.new).into_keys()).collect()
    }

    /// What could not be compared because the base is broken.
    pub(super) fn notes(&self, moments: &Moments) -> Vec<String> {
        let short = moments.base.get(..10).unwrap_or(&moments.base);
        let note = |file: &FileProblems| {
            let consequence = match file.kind {
                Some(FileKind::Settings) => "the settings of the change count",
                _ => "what becomes of it is not compared",
            };
            let why = file.diagnostics.first().map(|found| one_line(&found.message)).unwrap_or_default();
            format!("{} is broken at the base {short} ({why}): {consequence}", file.path)
        };
        self.old.broken().map(note).collect()
    }

    /// Where the files of flags are from the repository's root, by key.
    pub(super) fn files_in_repository(
        &self,
        repository: &Repository,
        session: &Session,
    ) -> Result<BTreeMap<String, String>> {
        let below = repository.relative(&session.directory.root)?;
        let path = |path: &str| below.join(path).to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        let files = self.old.flags.iter().chain(&self.new.flags);
        Ok(files.map(|file| (file.flag.key.clone(), path(&file.path))).collect())
    }
}

/// The settings, where there is a file.
fn settings_of(tree: &Tree) -> Option<&Settings> {
    let is_settings = |path: &String| FileEntry::at(path).is_some_and(|file| file.kind == FileKind::Settings);
    tree.paths.iter().any(is_settings).then_some(&tree.settings)
}

/// The files of a tree by what they are.
pub(super) fn paths(tree: &Tree) -> BTreeMap<Subject, &str> {
    let files = tree.paths.iter().filter_map(|path| Some((subject(&FileEntry::at(path)?), path.as_str())));
    files.collect()
}

fn subject(file: &FileEntry) -> Subject {
    match file.kind {
        FileKind::Flag => Subject::Flag(file.stem.clone()),
        FileKind::Segment => Subject::Segment(file.stem.clone()),
        FileKind::Settings => Subject::Settings,
    }
}

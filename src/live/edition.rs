//! The flags of one moment, ready to answer.

use super::Refusal;
use super::origin::Read;
use crate::change::{Change, Subject, TreeModel, diff_trees};
use crate::evaluate::{CompiledFlag, Segments};
use crate::model::{Flag, hint};
use crate::store::{FlagFile, Source, Tree, load_tree_after};
use chrono::{DateTime, Utc};
use rayon::prelude::*;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

/// The flags of one moment: checked, compiled for every environment asked for, and never changed.
pub struct Edition {
    /// The SHA-256 of all files, names and bytes, in hexadecimal digits: programs of one version that have one digest
    /// answer alike.
    pub digest: String,
    /// The commit they were read at, where git gave them; later ones that leave the flags alone are not told.
    pub commit: Option<String>,
    /// When they were read.
    pub loaded: DateTime<Utc>,
    /// What was read, with the warnings there are.
    pub tree: Tree,
    environments: Vec<EnvironmentFlags>,
}

/// Every flag as it holds in one environment.
#[derive(Debug)]
pub struct EnvironmentFlags {
    /// The environment; `None` for none, where the top-level fields hold.
    pub name: Option<String>,
    flags: Vec<(Arc<Flag>, CompiledFlag)>,
    by_key: HashMap<String, usize>,
}

impl fmt::Debug for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // All flags would say too much.
        f.debug_struct("Edition").field("digest", &self.digest).field("commit", &self.commit).finish_non_exhaustive()
    }
}

impl Edition {
    /// Checks and compiles what was read, all of it or nothing. Of files that stood in an earlier edition only what
    /// differs is parsed.
    pub(super) fn compile(
        read: &Read,
        environments: &[Option<String>],
        earlier: Option<&Edition>,
    ) -> Result<Edition, Refusal> {
        let nothing = Tree::default();
        let source = Source::Snapshot(read.files.clone());
        let tree = load_tree_after(&source, earlier.map_or(&nothing, |edition| &edition.tree))?;
        if tree.paths.is_empty() && tree.problems.is_empty() {
            // A mistyped or emptied directory must not pass for a project without flags.
            return Err(Refusal::new("there is no flag file (.yaml or .yml) in the flags directory"));
        }
        if tree.broken().next().is_some() {
            return Err(Refusal::of_files(tree.broken().cloned().collect()));
        }
        let segments = Segments::compile(&tree.segments);
        let compile = |name: &Option<String>| EnvironmentFlags::compile(name.clone(), &tree, &segments);
        let environments = environments.iter().map(compile).collect::<Result<_, _>>()?;
        let Read { digest, commit, at, .. } = read;
        Ok(Edition { digest: digest.clone(), commit: commit.clone(), loaded: *at, tree, environments })
    }

    /// What means something else than it did in an earlier edition, flags first.
    pub fn changes_since(&self, earlier: &Edition) -> Vec<(Subject, Vec<Change>)> {
        diff_trees(&model_of(&earlier.tree), &model_of(&self.tree))
    }

    /// The environments, in the order asked for.
    pub fn environments(&self) -> &[EnvironmentFlags] {
        &self.environments
    }

    /// The flags of one of the environments asked for.
    pub fn environment(&self, name: Option<&str>) -> Option<&EnvironmentFlags> {
        self.environments.iter().find(|environment| environment.name.as_deref() == name)
    }
}

fn model_of(tree: &Tree) -> TreeModel<'_> {
    TreeModel {
        flags: tree.flags.iter().map(|file| (file.flag.key.as_str(), file.flag.as_ref())).collect(),
        segments: tree.segments.iter().map(|(name, segment)| (name.as_str(), segment)).collect(),
        settings: Some(&tree.settings),
    }
}

impl EnvironmentFlags {
    fn compile(name: Option<String>, tree: &Tree, segments: &Segments) -> Result<EnvironmentFlags, Refusal> {
        if let Some(name) = &name {
            tree.settings.known_environment(name).map_err(|unknown| Refusal::new(unknown.to_string()))?;
        }
        let compile = |FlagFile { flag, path, .. }: &FlagFile| {
            CompiledFlag::compile(flag, name.as_deref(), segments)
                .map(|compiled| (flag.clone(), compiled))
                .map_err(|error| Refusal::new(format!("{path}: {error}")))
        };
        let flags: Vec<_> = tree.flags.par_iter().map(compile).collect::<Result<_, _>>()?;
        let by_key = flags.iter().enumerate().map(|(at, (flag, _))| (flag.key.clone(), at)).collect();
        Ok(EnvironmentFlags { name, flags, by_key })
    }

    /// The flag of this key.
    pub fn flag(&self, key: &str) -> Option<&CompiledFlag> {
        self.get(self.position(key)?).map(|(_, compiled)| compiled)
    }

    /// The place of a flag among all, by its key.
    pub fn position(&self, key: &str) -> Option<usize> {
        self.by_key.get(key).copied()
    }

    /// The flag at a place, as written and as compiled.
    pub fn get(&self, position: usize) -> Option<(&Arc<Flag>, &CompiledFlag)> {
        self.flags.get(position).map(|(flag, compiled)| (flag, compiled))
    }

    /// Every flag by key, as written and as compiled.
    pub fn flags(&self) -> impl ExactSizeIterator<Item = (&Arc<Flag>, &CompiledFlag)> {
        self.flags.iter().map(|(flag, compiled)| (flag, compiled))
    }

    /// The nearest of the keys, as a help for who asked for one that is none.
    pub fn hint(&self, key: &str) -> Option<String> {
        hint(key, self.flags.iter().map(|(flag, _)| flag.key.as_str()))
    }
}

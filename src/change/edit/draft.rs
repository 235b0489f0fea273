//! An edit in the making: the model and the text, step by step and always together.

use super::{EditError, FlagEdit};
use crate::model::{Flag, Path, Scalar, TargetingLayer};
use crate::yaml::{Edit, Subtree, has_comments};

/// A flag and what is written so far.
pub(super) struct Draft<'t> {
    pub(super) flag: Flag,
    /// The text before anything is written.
    text: &'t str,
    edits: Vec<Edit>,
}

impl<'t> Draft<'t> {
    pub(super) fn new(flag: &Flag, text: &'t str) -> Draft<'t> {
        Draft { flag: flag.clone(), text, edits: Vec::new() }
    }

    pub(super) fn finish(self) -> FlagEdit {
        FlagEdit { after: self.flag, text: self.edits }
    }

    /// The targeting fields of the top level, or of an environment; made where it is not there.
    pub(super) fn layer(&mut self, environment: Option<&str>) -> &mut TargetingLayer {
        layer_mut(&mut self.flag, environment)
    }

    pub(super) fn set(&mut self, path: Path, value: Scalar) {
        self.edits.push(Edit::Set { path, value });
    }

    pub(super) fn append(&mut self, path: Path, text: &str) {
        self.edits.push(Edit::Append { path, value: Scalar::text(text) });
    }

    pub(super) fn remove(&mut self, path: Path) {
        self.edits.push(Edit::Remove { path });
    }

    /// Copies what the text has at one path to another.
    pub(super) fn copy(&mut self, from: &Path, to: Path) -> Result<(), EditError> {
        let subtree = Subtree::of(self.text, from)?;
        self.edits.push(Edit::Put { path: to, subtree });
        Ok(())
    }

    /// Whether a comment would go with what the text has at a path.
    pub(super) fn has_comments(&self, path: &Path) -> bool {
        has_comments(self.text, path)
    }
}

/// The path of the top level, or of an environment.
pub(super) fn place(environment: Option<&str>) -> Path {
    match environment {
        Some(name) => Path::root().key("environments").key(name),
        None => Path::root(),
    }
}

pub(super) fn layer_mut<'f>(flag: &'f mut Flag, environment: Option<&str>) -> &'f mut TargetingLayer {
    let Some(name) = environment else { return &mut flag.base };
    let index = flag.environments.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
        flag.environments.push((name.to_owned(), TargetingLayer::default()));
        flag.environments.len() - 1
    });
    &mut flag.environments[index].1
}

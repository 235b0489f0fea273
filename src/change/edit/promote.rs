//! One environment's targeting in another

use super::draft::{Draft, place};
use super::{EditError, FlagEdit};
use crate::model::{Clause, Flag, Path, TargetingLayer};
use crate::yaml::plain;

/// Makes an environment serve exactly what another one serves.
///
/// What `from` names for itself is copied. What it inherits stays inherited where `to` inherits it too, and is written
/// out where `to` has a value of its own.
///
/// # Errors
/// Where a copy cannot be taken, or comments would go with what it replaces and `drop_comments` does not allow that.
pub fn promote(flag: &Flag, text: &str, from: &str, to: &str, drop_comments: bool) -> Result<FlagEdit, EditError> {
    let draft = Draft::new(flag, text);
    let mut promotion = Promotion { draft, removed: Vec::new(), base: &flag.base, from, to, drop_comments };
    promotion.enabled();
    promotion.rollout()?;
    promotion.serving()?;
    promotion.field("overrides", |layer| &mut layer.overrides)?;
    promotion.field("rules", |layer| &mut layer.rules)?;
    let edit = promotion.finish();
    if edit.after.targeting(Some(to)) != edit.after.targeting(Some(from)) {
        return Err(EditError::new(format!("'{}' cannot be made to serve in {to} what it serves in {from}", flag.key))
            .help("edit the file by hand"));
    }
    Ok(edit)
}

struct Promotion<'p> {
    draft: Draft<'p>,
    /// What goes at the end: an environment that is left empty turns into `{}`.
    removed: Vec<Path>,
    base: &'p TargetingLayer,
    from: &'p str,
    to: &'p str,
    drop_comments: bool,
}

/// Where a value comes from.
enum Source<T> {
    /// The path that it stands at, and the value.
    At(Path, T),
    /// Neither environment says anything.
    Inherited,
    /// `from` has none at all.
    Nowhere,
}

impl Promotion<'_> {
    fn finish(mut self) -> FlagEdit {
        self.removed.into_iter().for_each(|path| self.draft.remove(path));
        self.draft.finish()
    }

    fn source<T: Clone>(&self, field: &str, get: impl Fn(&TargetingLayer) -> Option<T>) -> Source<T> {
        let of = |name| self.draft.flag.layer(name).and_then(&get);
        let (theirs, own) = (of(self.from), of(self.to));
        match (theirs, get(self.base)) {
            (Some(value), _) => Source::At(place(Some(self.from)).key(field), value),
            (None, _) if own.is_none() => Source::Inherited,
            (None, Some(value)) => Source::At(place(None).key(field), value),
            (None, None) => Source::Nowhere,
        }
    }

    fn own_path(&self, field: &str) -> Path {
        place(Some(self.to)).key(field)
    }

    fn own(&mut self) -> &mut TargetingLayer {
        let to = self.to;
        self.draft.layer(Some(to))
    }

    fn enabled(&mut self) {
        if let Source::At(_, enabled) = self.source("enabled", |layer| layer.enabled)
            && self.own().enabled.replace(enabled) != Some(enabled)
        {
            self.draft.set(self.own_path("enabled"), plain(&enabled.to_string()));
        }
    }

    fn rollout(&mut self) -> Result<(), EditError> {
        match self.source("rollout", |layer| layer.clause.rollout) {
            Source::At(_, rollout) if self.own().clause.rollout.replace(rollout) != Some(rollout) => {
                self.draft.set(self.own_path("rollout"), plain(&rollout.to_string()));
                Ok(())
            }
            Source::Nowhere => {
                self.own().clause.rollout = None;
                self.remove("rollout")
            }
            Source::At(..) | Source::Inherited => Ok(()),
        }
    }

    /// `serve` and `split` come and go together: either takes the place of both.
    fn serving(&mut self) -> Result<(), EditError> {
        let serving = |layer: &TargetingLayer| {
            let Clause { serve, split, .. } = &layer.clause;
            (serve.is_some() || split.is_some()).then(|| (serve.clone(), split.clone()))
        };
        let (serve, split, base) = match self.source("", serving) {
            Source::Inherited => return Ok(()),
            Source::At(path, (serve, split)) => (serve, split, path),
            Source::Nowhere => (None, None, Path::root()),
        };
        let clause = &mut self.own().clause;
        let (old_serve, old_split) =
            (std::mem::replace(&mut clause.serve, serve.clone()), std::mem::replace(&mut clause.split, split.clone()));
        match &serve {
            Some(variant) if old_serve != serve => self.draft.set(self.own_path("serve"), plain(&variant.0)),
            None if old_serve.is_some() => self.remove("serve")?,
            _ => {}
        }
        match &split {
            Some(_) if old_split != split => self.put(sibling(base, "split"), "split"),
            None if old_split.is_some() => self.remove("split"),
            _ => Ok(()),
        }
    }

    fn field<T: Clone + PartialEq>(
        &mut self,
        name: &str,
        get: impl Fn(&mut TargetingLayer) -> &mut Option<T>,
    ) -> Result<(), EditError> {
        match self.source(name, |layer| get(&mut layer.clone()).clone()) {
            Source::At(from, value) => {
                let old = get(self.own()).replace(value.clone());
                if old.as_ref() == Some(&value) { Ok(()) } else { self.put(from, name) }
            }
            Source::Nowhere => {
                *get(self.own()) = None;
                self.remove(name)
            }
            Source::Inherited => Ok(()),
        }
    }

    fn put(&mut self, from: Path, field: &str) -> Result<(), EditError> {
        let to = self.own_path(field);
        self.keep_comments(&to)?;
        self.draft.copy(&from, to)
    }

    fn remove(&mut self, field: &str) -> Result<(), EditError> {
        let path = self.own_path(field);
        self.keep_comments(&path)?;
        self.removed.push(path);
        Ok(())
    }

    fn keep_comments(&self, path: &Path) -> Result<(), EditError> {
        if self.drop_comments || !self.draft.has_comments(path) {
            return Ok(());
        }
        Err(EditError::new(format!("the comments in `{path}` would be lost with what is replaced"))
            .help("move them elsewhere first, or pass --drop-comments"))
    }
}

/// The path of a field beside another one.
fn sibling(mut path: Path, field: &str) -> Path {
    path.0.pop();
    path.key(field)
}

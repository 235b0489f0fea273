//! Flags followed back through history, also where they had another key.

use super::{News, Told, Touched};
use crate::change::{Field, Subject};
use crate::check::FileKind;
use crate::store::FileEntry;
use std::collections::BTreeSet;

/// The keys of the flags that are followed, by now; or all there is.
#[derive(Clone, Debug)]
pub(in crate::commands) struct Followed(Option<BTreeSet<String>>);

impl Followed {
    /// These flags; with no key, all flags, segments and settings.
    pub(in crate::commands) fn new(keys: &[String]) -> Followed {
        Followed((!keys.is_empty()).then(|| keys.iter().cloned().collect()))
    }

    /// Whether everything is.
    pub(in crate::commands) fn is_all(&self) -> bool {
        self.0.is_none()
    }

    /// Whether the flag of this file is.
    pub(in crate::commands) fn has(&self, file: &FileEntry) -> bool {
        self.0.as_ref().is_none_or(|keys| file.kind == FileKind::Flag && keys.contains(&file.stem))
    }

    /// Leaves of a commit's files those that matter: where a flag that is followed comes, the others that go are kept
    /// too, and where one goes those that come, for it may be one of them under another key.
    pub(in crate::commands) fn select(&self, files: &mut Vec<Touched>) {
        let any = |is_so: fn(&Touched) -> bool| files.iter().any(|touched| self.has(&touched.file) && is_so(touched));
        let (one_comes, one_goes) = (any(Touched::comes), any(Touched::goes));
        files.retain(|touched| {
            let may_be_one = one_comes && touched.goes() || one_goes && touched.comes();
            self.has(&touched.file) || may_be_one && touched.file.kind == FileKind::Flag
        });
    }

    /// Leaves of what was told that which is about flags that are followed. One that came by another key is followed
    /// under that from here on.
    pub(in crate::commands) fn follow(&mut self, told: &mut Vec<Told>) {
        let Some(keys) = &mut self.0 else { return };
        let mut wanted = keys.clone();
        for Told { subject, news, .. } in told.iter() {
            if let (Subject::Flag(key), Some(old)) = (subject, news.old_key()) {
                match (keys.contains(key), keys.contains(&old)) {
                    (true, _) => drop(keys.insert(old)),
                    (false, true) => drop(wanted.insert(key.clone())),
                    (false, false) => {}
                }
            }
        }
        told.retain(|told| matches!(&told.subject, Subject::Flag(key) if wanted.contains(key)));
    }
}

impl News {
    /// The key that the flag had before.
    pub(in crate::commands) fn old_key(&self) -> Option<String> {
        match self {
            News::Change(change) if change.what.field == Field::Flag => change.what.to().and(change.what.from()),
            _ => None,
        }
    }
}

//! One file, before and after.

use super::super::shared::{Session, refused};
use super::patch::patch;
use super::policy::reached_protected;
use crate::change::{Change, diff};
use crate::model::Flag;
use crate::report::{ChangeReport, EditReport, Refused};
use crate::store::{Loaded, Lookup, create, load_text, move_file, remove, replace};
use anyhow::Result;
use std::path::PathBuf;

/// A file and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct FileText {
    /// From the directory's root.
    pub(in super::super) path: String,
    pub(in super::super) text: String,
}

/// A change of one flag's file, proven and not yet written.
pub(in super::super) struct Plan {
    /// The flag, by its new key where it gets one.
    pub(in super::super) key: String,
    pub(in super::super) before: Option<FileText>,
    pub(in super::super) after: Option<FileText>,
    pub(in super::super) changes: Vec<Change>,
    /// Protected environments whose targeting it changes.
    pub(in super::super) protected: Vec<String>,
    /// The flag before and after it.
    pub(super) was: Option<Flag>,
    pub(super) flag: Option<Flag>,
}

impl Plan {
    /// A new flag.
    ///
    /// # Errors
    /// Where the text is no valid flag here.
    pub(in super::super) fn creation(after: FileText, session: &Session) -> Result<Plan> {
        let message = |key: &str| format!("'{key}' would be invalid; nothing was written");
        Plan::new(None, None, after, session, &message)
    }

    /// Another text for a file, under the same name or another; `was` is the flag that it was, if it was valid.
    ///
    /// # Errors
    /// Where the text is no valid flag here.
    pub(in super::super) fn replacement(
        was: Option<&Loaded>,
        before: FileText,
        after: FileText,
        session: &Session,
    ) -> Result<Plan> {
        let message = |key: &str| format!("the edit would make '{key}' invalid; nothing was written");
        Plan::new(was.map(|loaded| &*loaded.file.flag), Some(before), after, session, &message)
    }

    fn new(
        was: Option<&Flag>,
        before: Option<FileText>,
        after: FileText,
        session: &Session,
        invalid: &dyn Fn(&str) -> String,
    ) -> Result<Plan> {
        let loaded = valid(&after, session, invalid)?;
        let flag = loaded.file.flag;
        // Of a file that was broken nobody can say what it meant.
        let was_broken = before.is_some() && was.is_none();
        Ok(Plan {
            key: flag.key.clone(),
            changes: if was_broken { Vec::new() } else { diff(was, Some(&flag)) },
            protected: reached_protected(&loaded.settings, was, Some(&flag)),
            before,
            after: Some(after),
            was: was.cloned(),
            flag: Some(Flag::clone(&flag)),
        })
    }

    /// Takes a flag away.
    pub(in super::super) fn removal(loaded: &Loaded) -> Plan {
        let flag = &loaded.file.flag;
        Plan {
            key: flag.key.clone(),
            changes: diff(Some(flag), None),
            protected: reached_protected(&loaded.settings, Some(flag), None),
            before: Some(FileText::of(loaded)),
            after: None,
            was: Some(Flag::clone(flag)),
            flag: None,
        }
    }

    /// Whether the file was there and no valid flag.
    pub(in super::super) fn mends(&self) -> bool {
        self.before.is_some() && self.was.is_none()
    }

    /// What is written and in the place of what.
    pub(super) fn texts(&self) -> (Option<&FileText>, Option<&FileText>) {
        (self.before.as_ref(), self.after.as_ref())
    }

    /// What changes, a line each: `new-checkout  production  rollout 10% → 25%`.
    pub(super) fn words(&self) -> Vec<String> {
        let line = |change: &Change| ChangeReport::new(&self.key, "", change).line();
        self.changes.iter().map(line).collect()
    }

    /// Writes it; the files on disk that it touched.
    ///
    /// # Errors
    /// Where a file cannot be written. It is then as it was.
    pub(super) fn write(&self, session: &Session) -> Result<Vec<PathBuf>> {
        match self.texts() {
            (Some(old), Some(new)) => {
                let path = session.on_disk(&old.path);
                if old.text != new.text {
                    replace(&path, new.text.as_bytes())?;
                }
                if old.path == new.path {
                    return Ok(vec![path]);
                }
                let to = session.directory.root.join(&new.path);
                move_file(&path, &to)?;
                Ok(vec![path, to])
            }
            (None, Some(new)) => {
                let path = session.directory.root.join(&new.path);
                create(&path, new.text.as_bytes())?;
                Ok(vec![path])
            }
            (Some(old), None) => {
                let path = session.on_disk(&old.path);
                remove(&path)?;
                Ok(vec![path])
            }
            (None, None) => Ok(Vec::new()),
        }
    }

    pub(super) fn report(&self, report: &mut EditReport, session: &Session) {
        let Some(file) = self.after.as_ref().or(self.before.as_ref()) else { return };
        let shown = session.shown(&file.path);
        let changes = self.changes.iter().map(|change| ChangeReport::new(&self.key, &shown, change));
        report.changes.extend(changes);
        let in_patch = |file: &FileText| FileText { path: session.in_patch(&file.path), text: file.text.clone() };
        let (before, after) = (self.before.as_ref().map(in_patch), self.after.as_ref().map(in_patch));
        report.patch.push_str(&patch(before.as_ref(), after.as_ref()));
    }
}

impl FileText {
    pub(in super::super) fn of(loaded: &Loaded) -> FileText {
        FileText { path: loaded.file.path.clone(), text: loaded.text.clone() }
    }
}

/// The flag that a text is.
fn valid(file: &FileText, session: &Session, invalid: &dyn Fn(&str) -> String) -> Result<Box<Loaded>> {
    match load_text(&session.work_tree(), &file.path, &file.text)? {
        Lookup::Found(loaded) => Ok(loaded),
        Lookup::Unknown(_) => Err(refused(format!("{} is no flag", session.shown(&file.path)), None)),
        Lookup::Invalid(files) => {
            let name = file.path.rsplit('/').next().unwrap_or_default();
            let message = invalid(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
            Err(Refused { message, help: None, problems: session.problems(&files) }.into())
        }
    }
}

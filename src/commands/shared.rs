//! What the commands share: the flags directory, the clock, and errors in one voice.

use super::GlobalArgs;
use super::moment::{Moment, MomentArgs};
use crate::check::FileKind;
use crate::model::{Settings, UnknownEnvironment, hint, parse_instant};
use crate::report::{DiagnosticReport, Places, Progress, Refused, diagnostics_of};
use crate::store::{
    Discovery, FileProblems, Loaded, Lookup, Source, Tree, find_flags_dir, load_flag, load_settings, load_tree,
};
use anyhow::{Context as _, Result, anyhow};
use chrono::{DateTime, NaiveDate, Utc};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// The flags directory and the clock of one run.
pub(super) struct Session {
    pub(super) directory: Discovery,
    pub(super) now: DateTime<Utc>,
    /// The current directory, without symbolic links.
    here: PathBuf,
    /// The moment looked at; `None` for the work tree.
    pub(super) moment: Option<Moment>,
    /// Told of what takes long.
    pub(super) progress: Arc<Progress>,
}

impl Session {
    pub(super) fn open(global: &GlobalArgs, moment: &MomentArgs) -> Result<Session> {
        let now = clock(global)?;
        let here = std::env::current_dir().context("cannot tell the current directory")?;
        let directory = find_flags_dir(global.flags_dir.as_deref(), &here)?;
        let moment = moment.resolve(&directory.root)?;
        let then = moment.as_ref().and_then(|moment| moment.now);
        let here = here.canonicalize().unwrap_or(here);
        Ok(Session {
            directory,
            here,
            now: now.or(then).unwrap_or_else(Utc::now),
            moment,
            progress: global.progress.clone(),
        })
    }

    /// The files whose kind and stem are `wanted`, at the moment looked at.
    pub(super) fn source(&self, wanted: &dyn Fn(FileKind, &str) -> bool) -> Result<Source> {
        match &self.moment {
            None => Ok(Source::Directory(self.directory.root.clone())),
            Some(moment) => moment.source(&self.directory.root, wanted),
        }
    }

    /// The files as they stand on disk.
    pub(super) fn work_tree(&self) -> Source {
        Source::Directory(self.directory.root.clone())
    }

    /// The settings of the work tree; the defaults where they cannot be read.
    pub(super) fn settings(&self) -> Result<Settings> {
        load_settings(&self.work_tree())
    }

    /// The whole directory. One without any file is refused: a mistyped name must not pass for a clean tree.
    pub(super) fn tree(&self) -> Result<Tree> {
        self.tree_of(&self.source(&|_, _| true)?)
    }

    /// The same of a source that is read from again.
    pub(super) fn tree_of(&self, source: &Source) -> Result<Tree> {
        let tree = load_tree(source)?;
        if tree.paths.is_empty() && tree.problems.is_empty() {
            let message = format!("there is no flag file (.yaml or .yml) in {}", self.shown("").trim_end_matches('/'));
            return Err(refused(message, Some("name another directory with --flags-dir DIR".to_owned())));
        }
        Ok(tree)
    }

    /// One flag with the files it needs and no other.
    pub(super) fn lookup(&self, key: &str) -> Result<Lookup> {
        let wanted = |kind, stem: &str| kind != FileKind::Flag || stem.eq_ignore_ascii_case(key);
        let lookup = load_flag(&self.source(&wanted)?, key)?;
        match (&self.moment, lookup) {
            // The snapshot was made for this key alone: for the nearest one, all names are needed.
            (Some(_), Lookup::Unknown(_)) => load_flag(&self.source(&|_, _| true)?, key),
            (_, lookup) => Ok(lookup),
        }
    }

    /// Holds an environment that was asked for to the settings' list, where that can be read.
    pub(super) fn known_environment(&self, tree: &Tree, name: &str) -> Result<(), Refused> {
        let problems = self.problems(tree.broken_settings());
        if problems.is_empty() {
            return known_environment(&tree.settings, name);
        }
        let message = format!("whether '{name}' is an environment cannot be told: the settings are invalid");
        Err(Refused { message, help: None, problems })
    }

    /// Where a file of the directory is on disk, symbolic links followed.
    pub(super) fn on_disk(&self, path: &str) -> PathBuf {
        let path = self.directory.root.join(path);
        path.canonicalize().unwrap_or(path)
    }

    pub(super) fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }

    /// A file of the directory as the user would name it.
    pub(super) fn shown(&self, path: &str) -> String {
        self.labelled(&self.directory.shown.join(path))
    }

    /// With the moment before it.
    fn labelled(&self, file: &Path) -> String {
        match &self.moment {
            None => file.display().to_string(),
            Some(moment) => format!("{}{}", moment.label, file.display()),
        }
    }

    /// A file of the code, named from `base`, as the user would name it: from the current directory where that is near.
    pub(super) fn shown_code(&self, base: &Path, file: &str) -> String {
        let path = match (self.here.strip_prefix(base), base.strip_prefix(&self.here)) {
            (Ok(below), _) => from_below(below, Path::new(file)),
            (_, Ok(above)) => above.join(file),
            _ => base.join(file),
        };
        self.labelled(&path)
    }

    /// A file on disk as git names it, from the root of the repository; `None` outside of one.
    pub(super) fn path_in_repository(&self, on_disk: &Path) -> Option<String> {
        on_disk.strip_prefix(self.git_root()?).ok().map(|path| path.display().to_string())
    }

    /// The root of the repository that the directory is in; `None` outside of one.
    pub(super) fn git_root(&self) -> Option<&Path> {
        self.directory.root.ancestors().find(|folder| folder.join(".git").exists())
    }

    /// How the files that this run names are named from the root of the repository; outside of one, from where it runs.
    pub(super) fn places(&self) -> Places {
        Places {
            label: self.moment.as_ref().map(|moment| moment.label.clone()).unwrap_or_default(),
            here: self.here.clone(),
            root: self.git_root().unwrap_or(&self.here).to_owned(),
            shown: self.directory.shown.clone(),
            real: self.directory.root.clone(),
        }
    }

    /// A file of the directory as patches name it.
    pub(super) fn in_patch(&self, path: &str) -> String {
        self.path_in_repository(&self.on_disk(path)).unwrap_or_else(|| self.shown(path))
    }

    /// The files' problems, ready to be shown.
    pub(super) fn problems<'p>(&self, files: impl IntoIterator<Item = &'p FileProblems>) -> Vec<DiagnosticReport> {
        let of_file = |file: &FileProblems| diagnostics_of(&self.shown(&file.path), &file.text, &file.diagnostics);
        files.into_iter().flat_map(of_file).collect()
    }

    /// One flag with all that it needs.
    pub(super) fn flag(&self, key: &str) -> Result<Box<Loaded>> {
        match self.lookup(key)? {
            Lookup::Found(loaded) => Ok(loaded),
            Lookup::Unknown(keys) => Err(unknown_flag(key, &keys).into()),
            Lookup::Invalid(files) => {
                let problems = self.problems(&files);
                Err(Refused { message: format!("the flag '{key}' is invalid"), help: None, problems }.into())
            }
        }
    }
}

/// The way to a file from a folder, where both are named from one place.
fn from_below(folder: &Path, file: &Path) -> PathBuf {
    let shared = folder.components().zip(file.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(shared).map(|_| Component::ParentDir);
    up.chain(file.components().skip(shared)).collect()
}

/// The time that was asked for in the place of the clock's.
pub(super) fn clock(global: &GlobalArgs) -> Result<Option<DateTime<Utc>>> {
    let Some(text) = &global.now else { return Ok(None) };
    let now = parse_instant(text).ok_or_else(|| {
        let help = "write 2026-11-01 or 2026-11-01T12:00:00Z".to_owned();
        refused(format!("--now '{text}' is not a date or an RFC 3339 time"), Some(help))
    })?;
    Ok(Some(now))
}

/// The refusal of a key that no flag has.
pub(super) fn unknown_flag(key: &str, keys: &[String]) -> Refused {
    let help = hint(key, keys.iter().map(String::as_str));
    let help = help.or_else(|| Some("`ffctl list` shows all flags".to_owned()));
    Refused { message: format!("there is no flag '{key}'"), help, problems: Vec::new() }
}

/// Holds an environment that was asked for, if one was, to the settings' list.
pub(super) fn known_environment<'n>(settings: &Settings, name: impl Into<Option<&'n str>>) -> Result<(), Refused> {
    let Some(name) = name.into() else { return Ok(()) };
    settings.known_environment(name).map_err(|UnknownEnvironment { name, help }| {
        let message = format!("unknown environment '{name}'");
        Refused { message, help, problems: Vec::new() }
    })
}

pub(super) fn refused(message: impl Into<String>, help: Option<String>) -> anyhow::Error {
    anyhow!(Refused { message: message.into(), help, problems: Vec::new() })
}

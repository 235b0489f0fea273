//! The code that a command looks for flags in: on disk, or as it was at a revision.

use super::moment::Moment;
use super::shared::{Session, refused};
use crate::check::FileKind;
use crate::git::TreeFile;
use crate::model::CodeSettings;
use crate::refs::{Exclude, Matcher, Place, References, scan};
use crate::report::Refused;
use crate::store::{FileEntry, Tree};
use anyhow::{Context as _, Result};
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// What the code mentions, and what of it was not looked into.
pub(super) struct Code {
    pub(super) references: References,
    pub(super) notes: Vec<String>,
    /// What the mentions' files are named from.
    base: PathBuf,
}

/// How many files of a revision are held in memory at a time.
const AT_ONCE: usize = 256;
const DOING: &str = "looking for flags in the code";

impl Code {
    /// Looks for the flags of a tree, broken ones too, in the code of the moment that the session looks at.
    pub(super) fn look(session: &Session, tree: &Tree) -> Result<Code> {
        let problems = session.problems(tree.broken_settings());
        if !problems.is_empty() {
            let message = "where the code is cannot be told: the settings are invalid".to_owned();
            return Err(Refused { message, help: None, problems }.into());
        }
        let settings = &tree.settings.code;
        let matcher = Matcher::new(flag_files(tree).into_keys(), settings)?;
        let exclude = Exclude::new(&settings.exclude).map_err(|error| refused(format!("{error:#}"), None))?;
        let code = match &session.moment {
            None => Code::on_disk(session, settings, exclude, &matcher)?,
            Some(moment) => Code::at(moment, session, settings, &exclude, &matcher)?,
        };
        match code.references.files {
            0 => Err(nothing_to_look_into(settings)),
            _ => Ok(code.with_notes()),
        }
    }

    fn on_disk(session: &Session, settings: &CodeSettings, exclude: Exclude, matcher: &Matcher) -> Result<Code> {
        let flags = &session.directory.root;
        let base = session.git_root().or(flags.parent()).unwrap_or(flags).to_owned();
        let (mut roots, mut notes) = (Vec::new(), Vec::new());
        for path in paths(settings)? {
            match base.join(path).canonicalize() {
                Ok(root) if root.starts_with(&base) => roots.push(root),
                Ok(_) => return Err(leaves_the_repository(path)),
                Err(_) => notes.push(not_there(path)),
            }
        }
        roots.sort();
        // A folder's files follow it.
        roots.dedup_by(|later, earlier| later.starts_with(earlier));
        let is_repository = session.git_root().is_some();
        let place = Place { base: base.clone(), roots, without: flags.clone(), exclude, is_repository };
        session.progress.begin(DOING, "file", None);
        let references = scan(&place, matcher, &|| session.progress.advance(1));
        Ok(Code { references, notes, base })
    }

    fn at(
        moment: &Moment,
        session: &Session,
        settings: &CodeSettings,
        exclude: &Exclude,
        matcher: &Matcher,
    ) -> Result<Code> {
        let base = moment.repository.root().canonicalize().context("cannot find the root of the repository")?;
        let mut files = moment.repository.files_at(&moment.commit, &base)?;
        let paths = paths(settings)?;
        let missing = paths.iter().filter(|path| !files.iter().any(|file| Path::new(&file.path).starts_with(path)));
        let notes = missing.map(|path| not_there(path)).collect();
        let flags = session.directory.root.strip_prefix(&base).unwrap_or(Path::new(""));
        files.retain(|file| {
            let path = Path::new(&file.path);
            let is_code = paths.iter().any(|root| path.starts_with(root)) && !path.starts_with(flags);
            is_code && !file.is_link && !exclude.has(path, false)
        });
        session.progress.begin(DOING, "file", Some(files.len()));
        let references = read(moment, &files, matcher, &|count| session.progress.advance(count))?;
        Ok(Code { references, notes, base })
    }

    fn with_notes(mut self) -> Code {
        let passed_over = self.references.passed_over.iter();
        self.notes.extend(passed_over.map(|file| format!("{} was not looked into: {}", file.file, file.why)));
        self
    }

    /// A file of the code as the user would name it.
    pub(super) fn shown(&self, session: &Session, file: &str) -> String {
        session.shown_code(&self.base, file)
    }
}

/// The files of a tree's flags by their keys, also of flags that are broken: their code is there all the same.
pub(super) fn flag_files(tree: &Tree) -> BTreeMap<String, String> {
    let files = tree.paths.iter().filter_map(|path| FileEntry::at(path));
    files.filter(|file| file.kind == FileKind::Flag).map(|file| (file.stem, file.path)).collect()
}

fn read(moment: &Moment, files: &[TreeFile], matcher: &Matcher, advance: &dyn Fn(usize)) -> Result<References> {
    let mut references = References::new(matcher);
    let mut reader = moment.repository.blob_reader();
    for files in files.chunks(AT_ONCE) {
        let ids: Vec<&str> = files.iter().map(|file| file.blob.as_str()).collect();
        let blobs = reader.read_all(&ids)?;
        let mut texts = Vec::new();
        for (file, blob) in files.iter().zip(&blobs) {
            match blob {
                Some(bytes) => texts.push((file.path.as_str(), bytes.as_slice())),
                None => references.pass_over(&file.path, "it is not in this partial clone"),
            }
        }
        references.read(matcher, &texts);
        advance(files.len());
    }
    Ok(references)
}

/// The folders to look into, from the root of the repository.
fn paths(settings: &CodeSettings) -> Result<Vec<&Path>> {
    if settings.paths.is_empty() {
        return Ok(vec![Path::new("")]);
    }
    let paths = settings.paths.iter().map(|path| {
        let path = Path::new(path.trim_start_matches("./"));
        let stays = path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if stays {
            Ok(if path == Path::new(".") { Path::new("") } else { path })
        } else {
            Err(leaves_the_repository(path))
        }
    });
    paths.collect()
}

fn leaves_the_repository(path: &Path) -> anyhow::Error {
    let message = format!("`code.paths`: '{}' leaves the repository", path.display());
    refused(message, Some("write folders from its root, as in [src, web/app]".to_owned()))
}

fn not_there(path: &Path) -> String {
    format!("`code.paths`: there is no '{}'", path.display())
}

/// That no flag is mentioned anywhere would be no answer, but a mistake in the settings.
fn nothing_to_look_into(settings: &CodeSettings) -> anyhow::Error {
    let places = if settings.paths.is_empty() { "the repository".to_owned() } else { settings.paths.join(", ") };
    let help = "`code.paths` in ffctl.yaml says where the code is, from the repository's root".to_owned();
    refused(format!("there is no code to look into in {places}"), Some(help))
}

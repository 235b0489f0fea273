//! The files that a flags directory begins with.

use super::example::example;
use super::usable;
use crate::model::Settings;
use crate::report::plain_path;
use crate::store::{DirectoryLock, Source, load_settings, load_tree};
use crate::yaml::Schema;
use anyhow::{Context as _, Result};
use chrono::NaiveDate;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

/// The workflow that the documentation shows.
const WORKFLOW: &str = include_str!("../../../.github/examples/flags.yml");
const SETTINGS: &str = include_str!("ffctl.yaml");

/// Where the directory is to be.
pub(super) struct Place {
    /// As the user would name it.
    shown: PathBuf,
    /// Absolute.
    flags: PathBuf,
    /// The top of the git work tree that it is in, if it is in one.
    pub(super) repository: Option<PathBuf>,
}

/// A file to make, unless it is there.
pub(super) struct NewFile {
    pub(super) on_disk: PathBuf,
    /// As the user would name it.
    pub(super) shown: String,
    /// As patches name it.
    pub(super) in_patch: String,
    pub(super) text: String,
    /// Nobody is meant to edit it.
    pub(super) is_generated: bool,
}

impl Place {
    pub(super) fn at(here: &Path, directory: &Path) -> Result<Place> {
        usable(directory)?;
        let flags = plain_path(&here.join(directory));
        // Through the links of what is there; the rest is still to be made.
        let there = flags.ancestors().find(|folder| folder.is_dir()).unwrap_or(&flags);
        let real = there.canonicalize().with_context(|| format!("cannot open {}", there.display()))?;
        let flags = flags.strip_prefix(there).map(|rest| real.join(rest)).unwrap_or(real);
        let repository = flags.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned);
        Ok(Place { shown: directory.to_owned(), flags, repository })
    }

    /// Keeps edits away, where there is something to edit already.
    pub(super) fn lock(&self) -> Result<Option<DirectoryLock>> {
        self.flags.is_dir().then(|| DirectoryLock::acquire(&self.flags)).transpose()
    }

    fn file(&self, path: &str, text: String) -> NewFile {
        let on_disk = self.flags.join(path);
        let shown = self.shown.join(path).display().to_string();
        let in_patch = self.repository.as_ref().and_then(|root| with_slashes(on_disk.strip_prefix(root).ok()?));
        NewFile { in_patch: in_patch.unwrap_or(shown.clone()), shown, on_disk, text, is_generated: false }
    }

    fn schema(&self, schema: Schema) -> NewFile {
        let file = self.file(&format!(".schema/{}.json", schema.name()), schema.text());
        NewFile { is_generated: true, ..file }
    }

    fn workflow(&self) -> Option<NewFile> {
        const PATH: &str = ".github/workflows/flags.yml";
        let root = self.repository.as_ref()?;
        let directory = with_slashes(self.flags.strip_prefix(root).ok()?)?;
        let text = match directory.as_str() {
            "flags" => WORKFLOW.to_owned(),
            // The commands run at the top of the repository, where no other directory would be found.
            other => WORKFLOW.replacen(
                "permissions:\n",
                &format!("env:\n  FFCTL_FLAGS_DIR: {}\n\npermissions:\n", serde_json::Value::from(other)),
                1,
            ),
        };
        let (on_disk, shown) = (root.join(PATH), PATH.to_owned());
        Some(NewFile { on_disk, in_patch: shown.clone(), shown, text, is_generated: false })
    }
}

/// All files, in the order in which somebody would read them.
pub(super) fn wanted(place: &Place, today: NaiveDate) -> Result<Vec<NewFile>> {
    let source = Source::Directory(place.flags.clone());
    let is_there = place.flags.is_dir();
    let has_settings = ["ffctl.yaml", "ffctl.yml"].into_iter().find(|name| place.flags.join(name).is_file());
    let settings = if has_settings.is_some() { load_settings(&source)? } else { usual_settings() };
    let mut files = vec![place.file(has_settings.unwrap_or("ffctl.yaml"), SETTINGS.to_owned())];
    // Whoever has flags knows what one looks like.
    let has_flags = is_there && load_tree(&source)?.paths.iter().any(|path| !is_no_flag(path));
    let example_file = place.file("example.yaml", example(&settings, today));
    if !has_flags || example_file.on_disk.exists() {
        files.push(example_file);
    }
    files.extend(Schema::ALL.iter().map(|schema| place.schema(*schema)));
    files.extend(place.workflow());
    Ok(files)
}

fn is_no_flag(path: &str) -> bool {
    path.starts_with("segments/") || matches!(path, "ffctl.yaml" | "ffctl.yml")
}

/// What the settings that are written say.
fn usual_settings() -> Settings {
    crate::yaml::read_settings(SETTINGS).valid().unwrap_or_default()
}

fn with_slashes(path: &Path) -> Option<String> {
    path.to_str().map(|path| path.replace(MAIN_SEPARATOR, "/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_that_are_written_are_valid() {
        let reading = crate::yaml::read_settings(SETTINGS);
        assert_eq!(reading.diagnostics, []);
        let settings = reading.valid().unwrap();
        assert_eq!(crate::check::check_settings(&settings), []);
        assert_eq!(settings.protected, ["production"]);
    }

    #[test]
    fn a_workflow_for_another_directory_says_where_it_is() {
        let place = |flags: &str| Place {
            shown: PathBuf::from("x"),
            flags: Path::new("/r").join(flags),
            repository: Some(PathBuf::from("/r")),
        };
        assert_eq!(place("flags").workflow().unwrap().text, WORKFLOW);
        let text = place("services/web \"x\"/flags").workflow().unwrap().text;
        assert!(
            text.contains("\nenv:\n  FFCTL_FLAGS_DIR: \"services/web \\\"x\\\"/flags\"\n\npermissions:\n"),
            "{text}"
        );
    }
}

//! Files as the whole repository names them.

use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf};

/// What it takes to name a report's files from the top of the repository: people are shown a file as they would name it
/// from where they are, which a server that holds the repository cannot follow.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// What stands before the name of a file at a revision, `HEAD~3:`.
    pub label: String,
    /// The folder in which the program runs.
    pub here: PathBuf,
    /// The top of the repository.
    pub root: PathBuf,
    /// The flags directory as it was given or found.
    pub shown: PathBuf,
    /// Where that is, without symbolic links.
    pub real: PathBuf,
}

impl Places {
    /// A report's file from the top of the repository, with forward slashes; absolute where it is outside of it.
    pub fn in_repository(&self, file: &str) -> String {
        let path = Path::new(file.strip_prefix(&self.label).unwrap_or(file));
        let path = match path.strip_prefix(&self.shown) {
            Ok(inside) => self.real.join(inside),
            Err(_) => plain_path(&self.here.join(path)),
        };
        let path = path.strip_prefix(&self.root).unwrap_or(&path);
        path.to_string_lossy().replace(MAIN_SEPARATOR, "/")
    }
}

/// A path without `.` and `..`.
pub fn plain_path(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(plain.pop()),
            part => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_from_the_top_of_the_repository_however_it_was_shown() {
        for (here, shown, label, file, expected) in [
            ("/r", "flags", "", "flags/a/b.yaml", "flags/a/b.yaml"),
            ("/r", "./flags", "", "./flags/b.yaml", "flags/b.yaml"),
            ("/r/flags", ".", "", "./b.yaml", "flags/b.yaml"),
            ("/r/src/web", "../../flags", "", "../../flags/b.yaml", "flags/b.yaml"),
            ("/r/src/web", "../../flags", "", "main.rs", "src/web/main.rs"),
            ("/r/src/web", "../../flags", "", "../lib.rs", "src/lib.rs"),
            ("/r", "/r/flags", "", "/r/flags/b.yaml", "flags/b.yaml"),
            ("/r", "/link", "", "/link/b.yaml", "flags/b.yaml"),
            ("/r", "flags", "HEAD~3:", "HEAD~3:flags/b.yaml", "flags/b.yaml"),
            ("/r", "flags", "", "/elsewhere/b.yaml", "/elsewhere/b.yaml"),
        ] {
            let places = Places {
                label: label.into(),
                here: here.into(),
                root: "/r".into(),
                shown: shown.into(),
                real: "/r/flags".into(),
            };
            assert_eq!(places.in_repository(file), expected, "{file} in {here} with {shown}");
        }
    }
}

//! What the settings leave out.

use anyhow::{Context as _, Result};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::path::Path;

/// Globs as `.gitignore` has them, counted from the directory whose code is looked at.
#[derive(Clone, Debug)]
pub struct Exclude(Gitignore);

impl Exclude {
    /// Of these globs.
    ///
    /// # Errors
    /// Where one is no glob.
    pub fn new(globs: &[String]) -> Result<Exclude> {
        let mut builder = GitignoreBuilder::new("");
        for glob in globs {
            builder.add_line(None, glob).with_context(|| format!("`code.exclude`: '{glob}'"))?;
        }
        Ok(Exclude(builder.build().context("`code.exclude`")?))
    }

    /// Whether a path is left out, itself or with a folder that it is in.
    pub fn has(&self, path: &Path, is_dir: bool) -> bool {
        self.0.matched_path_or_any_parents(path, is_dir).is_ignore()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_are_those_of_gitignore() {
        let globs = ["*.min.js", "/vendor/", "gen", "**/snap/*.txt", "!gen/keep.ts"].map(str::to_owned);
        let exclude = Exclude::new(&globs).unwrap();
        for path in ["a.min.js", "x/a.min.js", "vendor/a/b.rs", "x/gen/a.rs", "snap/a.txt", "x/snap/a.txt"] {
            assert!(exclude.has(Path::new(path), false), "{path}");
        }
        for path in ["a.js", "x/vendor/a.rs", "generic/a.rs", "snap/x/a.txt", "gen/keep.ts"] {
            assert!(!exclude.has(Path::new(path), false), "{path}");
        }
        assert!(exclude.has(Path::new("vendor"), true) && !exclude.has(Path::new("vendor"), false));
    }

    #[test]
    fn what_is_no_glob_is_refused() {
        let error = Exclude::new(&["[z-a]".to_owned()]).unwrap_err();
        assert!(format!("{error:#}").starts_with("`code.exclude`: '[z-a]'"), "{error:#}");
    }
}

//! Finding the flags directory.

use anyhow::{Context as _, Result, bail};
use std::path::{Path, PathBuf};

/// Where the flags directory was found.
#[derive(Clone, Debug)]
pub struct Discovery {
    /// As it was given or found, for messages.
    pub shown: PathBuf,
    /// Without symbolic links, absolute.
    pub root: PathBuf,
}

/// The directory that was asked for, else the `flags` folder of `from` or its nearest parent up to the git root.
///
/// Outside a git repository only `from` itself is looked at.
///
/// # Errors
/// Where there is none, or it is not a directory.
pub fn find_flags_dir(asked_for: Option<&Path>, from: &Path) -> Result<Discovery> {
    if let Some(path) = asked_for {
        return open(path.to_owned());
    }
    match candidates(from).map(|folder| folder.join("flags")).find(|candidate| candidate.is_dir()) {
        Some(found) if found == from => open(PathBuf::from(".")),
        Some(found) => open(found.strip_prefix(from).map(Path::to_owned).unwrap_or(found)),
        None => bail!(
            "no flags directory: there is no folder `flags` in {} or its parents up to the git root\n\
             help: name it with --flags-dir DIR or FFCTL_FLAGS_DIR, or make one with `ffctl init`",
            from.display()
        ),
    }
}

fn open(shown: PathBuf) -> Result<Discovery> {
    let root = shown.canonicalize().with_context(|| format!("cannot open the flags directory {}", shown.display()))?;
    if !root.is_dir() {
        bail!("{} is not a directory", shown.display());
    }
    Ok(Discovery { shown, root })
}

fn candidates(from: &Path) -> impl Iterator<Item = &Path> {
    let git_root = from.ancestors().position(|folder| folder.join(".git").exists());
    from.ancestors().take(git_root.unwrap_or(0) + 1)
}

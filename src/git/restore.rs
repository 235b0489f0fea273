//! What the history still holds of a file that is gone.

use super::path::{from_git, pathspec};
use super::runner::{Question, cannot_run};
use super::{GitError, Repository};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The last commit that removed one of the files asked for.
const REMOVED: &[&str] = &[
    "log",
    "-z",
    "--max-count=1",
    "--format=%H",
    "--diff-filter=D",
    "--name-only",
    "--no-renames",
    "--no-relative",
    "--no-follow",
    "--no-ext-diff",
    "--no-textconv",
];

/// A version of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The commit that has it.
    pub commit: String,
    /// From the root.
    pub path: PathBuf,
}

impl Repository {
    /// The last version of a file with one of these names, anywhere below a directory but for its folder `except`: that
    /// of the current commit, or the one before a commit removed it.
    ///
    /// # Errors
    /// Where git fails.
    pub fn last_version(&self, directory: &Path, names: &[String], except: &str) -> Result<Option<Version>, GitError> {
        let Some(head) = self.head()? else { return Ok(None) };
        let below = self.relative(directory)?;
        let named = |path: &str| {
            let path = Path::new(path);
            !path.starts_with(except) && names.iter().any(|name| path.file_name() == Some(name.as_ref()))
        };
        let here = self.files_at(&head, directory)?;
        if let Some(file) = here.iter().find(|file| named(&file.path)) {
            return Ok(Some(Version { path: below.join(&file.path), commit: head }));
        }
        // What was removed on this branch goes before what was removed on one that was merged.
        let specs: Vec<OsString> =
            names.iter().map(|name| anywhere_below(&below, name)).chain([all_but(&below.join(except))]).collect();
        let removed = match self.removal(&head, &specs, &["--first-parent", "--diff-merges=first-parent"])? {
            None => self.removal(&head, &specs, &["--full-history"])?,
            found => found,
        };
        let Some((commit, path)) = removed else { return Ok(None) };
        Ok(Some(Version { commit: self.commit(&format!("{commit}^1"))?, path }))
    }

    fn removal(&self, head: &str, specs: &[OsString], options: &[&str]) -> Result<Option<(String, PathBuf)>, GitError> {
        let options: Vec<String> = options.iter().map(|&option| option.to_owned()).collect();
        let question = Question { words: REMOVED, options: &options, revision: Some(head), ..Question::default() };
        let mut command = self.git.command(&question);
        command.arg("--").args(specs);
        let output = command.output().map_err(cannot_run)?;
        if !output.status.success() {
            return Err(GitError::from_stderr("log", self.root(), &output.stderr));
        }
        let mut words = output.stdout.split(|&byte| byte == 0).map(|word| word.trim_ascii_start());
        let mut next = || words.find(|word| !word.is_empty());
        Ok(next().zip(next()).map(|(commit, path)| (String::from_utf8_lossy(commit).into_owned(), from_git(path))))
    }

    /// The bytes of a file at a commit as a checkout would write them, line ends included; `None` where there is no such
    /// file, or its bytes are not here, as in a partial clone.
    ///
    /// # Errors
    /// Where git fails.
    pub fn checked_out(&self, version: &Version) -> Result<Option<Vec<u8>>, GitError> {
        let Some(blob) = self.blob_at(version)? else { return Ok(None) };
        if self.blob_reader().read(&blob)?.is_none() {
            return Ok(None);
        }
        let path = format!("--path={}", version.path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"));
        let words = &["cat-file", "--filters"];
        let question = Question { words, options: &[path], revision: Some(&blob), ..Question::default() };
        self.git.without_filters()?.ask(&question).map(Some)
    }

    /// The bytes of a file in a commit; `None` where there is no such file, or its bytes are not here.
    ///
    /// # Errors
    /// Where git fails.
    pub fn bytes_at(&self, version: &Version) -> Result<Option<Vec<u8>>, GitError> {
        let Some(blob) = self.blob_at(version)? else { return Ok(None) };
        self.blob_reader().read(&blob)
    }

    /// The object id of a regular file at a commit.
    fn blob_at(&self, version: &Version) -> Result<Option<String>, GitError> {
        let words = &["ls-tree", "-z", "--full-tree"];
        let question =
            Question { words, revision: Some(&version.commit), path: Some(&version.path), ..Question::default() };
        let printed = self.git.ask(&question)?;
        // `100644 blob <id>\t<path>`
        let printed = String::from_utf8_lossy(&printed).into_owned();
        let (Some("100644" | "100755"), Some(blob)) = (printed.split(' ').next(), printed.split([' ', '\t']).nth(2))
        else {
            return Ok(None);
        };
        Ok(Some(blob.to_owned()))
    }
}

/// What names files of this name in a folder and in all below it.
fn anywhere_below(folder: &Path, name: &str) -> OsString {
    let literal = pathspec(folder).to_string_lossy().replacen(":(top,literal)", "", 1);
    let mut escaped: String = literal.chars().flat_map(escape).collect();
    if !escaped.is_empty() {
        escaped.push('/');
    }
    let name: String = name.chars().flat_map(escape).collect();
    OsString::from(format!(":(top,glob){escaped}**/{name}"))
}

/// What leaves a folder out.
fn all_but(folder: &Path) -> OsString {
    let literal = pathspec(folder).to_string_lossy().replacen(":(top,literal)", ":(top,literal,exclude)", 1);
    OsString::from(literal)
}

fn escape(c: char) -> impl Iterator<Item = char> {
    matches!(c, '*' | '?' | '[' | ']' | '\\').then_some('\\').into_iter().chain([c])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_anywhere_below_a_folder_is_named_with_the_folders_own_characters() {
        assert_eq!(anywhere_below(Path::new(""), "a.yaml"), ":(top,glob)**/a.yaml");
        assert_eq!(anywhere_below(Path::new("x [1]/*"), "a.yaml"), ":(top,glob)x \\[1\\]/\\*/**/a.yaml");
    }
}

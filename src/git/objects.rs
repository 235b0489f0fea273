//! What the repository held at a commit.

use super::path::{from_git, strip_newline};
use super::runner::Question;
use super::{BlobReader, GitError, Repository};
use chrono::{DateTime, SecondsFormat, Utc};
use std::path::Path;

/// A file of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeFile {
    /// From the directory asked about, with forward slashes.
    pub path: String,
    /// The object id of its bytes.
    pub blob: String,
    /// It is a symbolic link; its bytes are the target.
    pub is_link: bool,
}

impl Repository {
    /// The commit that a revision names: `HEAD~3`, a tag, `main@{yesterday}`.
    ///
    /// # Errors
    /// Where it names none, or more than one thing.
    pub fn commit(&self, revision: &str) -> Result<String, GitError> {
        let commit = format!("{revision}^{{commit}}");
        let words = &["rev-parse", "--verify"];
        let answer = self.git.ask(&Question { words, revision: Some(&commit), ..Question::default() })?;
        Ok(String::from_utf8_lossy(strip_newline(&answer)).into_owned())
    }

    /// The last commit of the current branch, along its first parents, that was committed before a moment.
    ///
    /// # Errors
    /// Where git fails.
    pub fn commit_before(&self, moment: DateTime<Utc>) -> Result<Option<String>, GitError> {
        let Some(head) = self.head()? else { return Ok(None) };
        // Git's own bound is inclusive, to the second.
        let last = moment - chrono::TimeDelta::seconds(1);
        let until = format!("--until={}", last.to_rfc3339_opts(SecondsFormat::Secs, true));
        let words = &["rev-list", "--first-parent", "--max-count=1"];
        let options = std::slice::from_ref(&until);
        let question = Question { words, options, revision: Some(&head), ..Question::default() };
        let answer = self.git.ask(&question)?;
        let commit = String::from_utf8_lossy(strip_newline(&answer)).into_owned();
        Ok((!commit.is_empty()).then_some(commit))
    }

    /// The last commit that led to both of these; `None` where they have nothing in common.
    ///
    /// # Errors
    /// Where git fails.
    pub fn merge_base(&self, one: &str, other: &str) -> Result<Option<String>, GitError> {
        // Two revisions are one more than a question has room for; these are ids, which no option looks like.
        let (one, other) = (self.commit(one)?, self.commit(other)?);
        let question =
            Question { words: &["merge-base"], options: &[one], revision: Some(&other), ..Question::default() };
        let answer = self.git.ask_maybe(&question)?;
        Ok(answer.map(|id| String::from_utf8_lossy(strip_newline(&id)).into_owned()))
    }

    /// The names of branches, here and elsewhere, and of tags.
    ///
    /// # Errors
    /// Where git fails.
    pub fn reference_names(&self) -> Result<Vec<String>, GitError> {
        let words = &["for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags", "refs/remotes"];
        let printed = self.git.ask(&Question { words, ..Question::default() })?;
        Ok(String::from_utf8_lossy(&printed).lines().map(str::to_owned).collect())
    }

    /// The files of a commit below a directory of the work tree.
    ///
    /// # Errors
    /// Where git fails.
    pub fn files_at(&self, commit: &str, directory: &Path) -> Result<Vec<TreeFile>, GitError> {
        let below = self.relative(directory)?;
        let words = &["ls-tree", "-r", "-z", "--full-tree"];
        let question = Question { words, revision: Some(commit), path: Some(&below), ..Question::default() };
        let printed = self.git.ask(&question)?;
        let records = printed.split(|&byte| byte == 0).filter(|record| !record.is_empty());
        let files =
            records.map(|record| tree_file(record, &below).ok_or_else(|| GitError::unexpected("ls-tree", record)));
        Ok(files.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    /// The files of the index below a directory of the work tree: what the next commit holds. `None` where files are in
    /// conflict, and nothing can be committed.
    ///
    /// # Errors
    /// Where git fails.
    pub fn files_in_index(&self, directory: &Path) -> Result<Option<Vec<TreeFile>>, GitError> {
        let below = self.relative(directory)?;
        let words = &["ls-files", "--stage", "-z", "--full-name"];
        let printed = self.git.ask(&Question { words, path: Some(&below), ..Question::default() })?;
        let records = printed.split(|&byte| byte == 0).filter(|record| !record.is_empty());
        let mut files = Vec::new();
        for record in records {
            match index_file(record, &below).ok_or_else(|| GitError::unexpected("ls-files", record))? {
                Staged::File(file) => files.push(file),
                Staged::Other => {}
                Staged::Conflict => return Ok(None),
            }
        }
        Ok(Some(files))
    }

    /// The bytes of one file of a commit, by its path from the root; `None` where there is none.
    ///
    /// # Errors
    /// Where git fails.
    pub fn file_at(&self, commit: &str, path: &str) -> Result<Option<Vec<u8>>, GitError> {
        let words = &["rev-parse", "--verify", "--quiet"];
        let place = format!("{commit}:{path}");
        let answer = self.git.ask_maybe(&Question { words, revision: Some(&place), ..Question::default() })?;
        let Some(id) = answer else { return Ok(None) };
        self.blob_reader().read(&String::from_utf8_lossy(strip_newline(&id)))
    }

    /// What hands out the bytes of blobs.
    pub fn blob_reader(&self) -> BlobReader {
        self.git.blob_reader()
    }
}

/// What an entry of the index is.
enum Staged {
    File(TreeFile),
    /// A submodule.
    Other,
    /// One of the sides of a conflict.
    Conflict,
}

/// `100644 <id> <stage>\t<path>`
fn index_file(record: &[u8], below: &Path) -> Option<Staged> {
    let tab = record.iter().position(|&byte| byte == b'\t')?;
    let mut words = std::str::from_utf8(&record[..tab]).ok()?.split(' ');
    let (mode, blob, stage) = (words.next()?, words.next()?, words.next()?);
    Some(match (mode, stage) {
        (_, "1" | "2" | "3") => Staged::Conflict,
        ("160000", _) => Staged::Other,
        (mode, _) => Staged::File(file(&record[tab + 1..], below, blob, mode)?),
    })
}

/// `100644 blob <id>\t<path>`; `Some(None)` for what is no file, as a submodule.
fn tree_file(record: &[u8], below: &Path) -> Option<Option<TreeFile>> {
    let tab = record.iter().position(|&byte| byte == b'\t')?;
    let mut words = std::str::from_utf8(&record[..tab]).ok()?.split(' ');
    let (mode, kind, blob) = (words.next()?, words.next()?, words.next()?);
    if kind != "blob" {
        return Some(None);
    }
    file(&record[tab + 1..], below, blob, mode).map(Some)
}

fn file(path: &[u8], below: &Path, blob: &str, mode: &str) -> Option<TreeFile> {
    let path = from_git(path);
    let path = path.strip_prefix(below).ok()?.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    Some(TreeFile { path, blob: blob.to_owned(), is_link: mode == "120000" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_names_a_file_from_the_directory_asked_about() {
        let read = |record: &str| tree_file(record.as_bytes(), Path::new("x/flags"));
        let file = read("100644 blob 0a1b\tx/flags/team/a b\t.yaml").flatten().unwrap();
        assert_eq!((file.path.as_str(), file.blob.as_str(), file.is_link), ("team/a b\t.yaml", "0a1b", false));
        assert!(read("120000 blob 0a1b\tx/flags/link.yaml").flatten().unwrap().is_link);
        assert_eq!(read("160000 commit 0a1b\tx/flags/module"), Some(None));
        assert_eq!(read("nonsense"), None);
    }
}

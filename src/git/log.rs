//! Reads `git log -z --raw --no-abbrev` in the format asked for here.

use super::GitError;
use super::path::from_git;
use crate::model::one_line;
use chrono::{DateTime, NaiveDate, Utc};
use std::path::PathBuf;

/// A commit begins with an empty record, which no path is; then its header, then its files.
pub(super) const FORMAT: &str = "--format=%x00%H%n%P%n%ct%n%aN%n%aE%n%s";

/// A commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its object id.
    pub id: String,
    /// Those of its parents.
    pub parents: Vec<String>,
    /// When it was committed.
    pub time: DateTime<Utc>,
    /// Who wrote it.
    pub author: String,
    /// The author's address.
    pub email: String,
    /// The first line of its message.
    pub subject: String,
}

/// A file that a commit changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// Where it is.
    pub path: PathBuf,
    /// What was there, in each parent that it is compared with.
    pub before: Vec<Content>,
    /// What is there.
    pub after: Content,
}

/// What is at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Nothing.
    Absent,
    /// A file; the object id of its bytes.
    Blob(String),
    /// A symbolic link or a submodule.
    Other,
}

/// What a record completes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// A commit; its files follow.
    Commit(Commit),
    /// A file it changes, from the root.
    File(FileChange),
}

/// What the next record is.
#[derive(Debug, Default)]
enum Expected {
    /// The next file of the commit, or the empty record before the next commit.
    #[default]
    File,
    /// A header; or the first file of a merge, which git sets off with an empty record too.
    HeaderOrFile,
    /// The path of the file that was described.
    Path(Vec<Content>),
}

/// Reads the records one by one.
#[derive(Debug, Default)]
pub(super) struct LogReader {
    expected: Expected,
}

impl Commit {
    /// The day of the commit, UTC.
    pub fn day(&self) -> NaiveDate {
        self.time.date_naive()
    }

    /// The beginning of its id, for people.
    pub fn short_id(&self) -> &str {
        self.id.get(..10).unwrap_or(&self.id)
    }
}

impl LogReader {
    /// Takes the next record; `None` where it completes nothing.
    ///
    /// # Errors
    /// Where it is not what is due.
    pub(super) fn read(&mut self, record: &[u8]) -> Result<Option<Entry>, GitError> {
        match std::mem::take(&mut self.expected) {
            Expected::Path(mut contents) => {
                let after = contents.pop().unwrap_or(Content::Absent);
                let path = from_git(record);
                return Ok(Some(Entry::File(FileChange { path, before: contents, after })));
            }
            _ if record.is_empty() => {
                self.expected = Expected::HeaderOrFile;
                return Ok(None);
            }
            Expected::HeaderOrFile if record.first() != Some(&b':') => {
                return header(record).map(|commit| Some(Entry::Commit(commit))).ok_or_else(|| unexpected(record));
            }
            Expected::File | Expected::HeaderOrFile => {}
        }
        // Git sets the first file of a commit off with a newline.
        let contents = contents(record.strip_prefix(b"\n").unwrap_or(record)).ok_or_else(|| unexpected(record))?;
        self.expected = Expected::Path(contents);
        Ok(None)
    }
}

fn unexpected(record: &[u8]) -> GitError {
    GitError::unexpected("log", record)
}

fn header(record: &[u8]) -> Option<Commit> {
    let text = String::from_utf8_lossy(record);
    let mut lines = text.splitn(6, '\n');
    let (id, parents, seconds) = (lines.next()?, lines.next()?, lines.next()?);
    let (author, email, subject) = (lines.next()?, lines.next()?, lines.next()?);
    Some(Commit {
        id: id.to_owned(),
        parents: parents.split_whitespace().map(str::to_owned).collect(),
        time: DateTime::from_timestamp(seconds.parse().ok()?, 0)?,
        author: one_line(author),
        email: one_line(email),
        subject: one_line(subject),
    })
}

/// What is at a path in each parent, and at last in the commit itself, from `:MODE MODE ID ID STATUS`. A merge has one
/// more colon, mode and id for each further parent.
fn contents(record: &[u8]) -> Option<Vec<Content>> {
    let text = std::str::from_utf8(record).ok()?;
    let fields = text.trim_start_matches(':');
    let count = text.len() - fields.len() + 1;
    let fields: Vec<&str> = fields.split(' ').collect();
    if count < 2 || fields.len() != 2 * count + 1 {
        return None;
    }
    Some((0..count).map(|i| content(fields[i], fields[count + i])).collect())
}

fn content(mode: &str, id: &str) -> Content {
    match mode {
        "000000" => Content::Absent,
        "100644" | "100755" | "100664" => Content::Blob(id.to_owned()),
        _ => Content::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(printed: &[u8]) -> Result<Vec<String>, GitError> {
        let mut reader = LogReader::default();
        let mut entries = Vec::new();
        let printed = printed.strip_suffix(b"\0").unwrap_or(printed);
        for record in printed.split(|&byte| byte == 0) {
            match reader.read(record)? {
                None => {}
                Some(Entry::Commit(commit)) => {
                    let Commit { id, parents, author, email, subject, .. } = &commit;
                    let parents = parents.join("+");
                    entries.push(format!("{id} after {parents} on {} by {author} <{email}>: {subject}", commit.day()));
                }
                Some(Entry::File(file)) => {
                    let before: Vec<&str> = file.before.iter().map(shown).collect();
                    entries.push(format!("{:?} {} to {}", file.path, before.join(" and "), shown(&file.after)));
                }
            }
        }
        Ok(entries)
    }

    fn shown(content: &Content) -> &str {
        match content {
            Content::Absent => "nothing",
            Content::Blob(id) => id,
            Content::Other => "other",
        }
    }

    #[test]
    fn commits_and_their_files_come_in_order() {
        let printed = "\0c2\nc1\n1795230534\nZoë von Ö\nzoe@x\nTwo: words \0\n:100644 100755 b1 b2 M\0flags/a b.yaml\0\
                       :100644 000000 b1 00 D\0flags/ü.yaml\0\0c1\n\n0\n\n\n\0\n:000000 100644 00 b1 A\0flags/a b.yaml\0";
        assert_eq!(
            read(printed.as_bytes()).unwrap(),
            [
                "c2 after c1 on 2026-11-21 by Zoë von Ö <zoe@x>: Two: words ",
                "\"flags/a b.yaml\" b1 to b2",
                "\"flags/ü.yaml\" b1 to nothing",
                "c1 after  on 1970-01-01 by  <>: ",
                "\"flags/a b.yaml\" nothing to b1",
            ]
        );
    }

    #[test]
    fn a_merge_has_what_was_there_in_each_parent() {
        let header = "m\np1 p2 p3\n0\nA\na@x\nmerge";
        let printed =
            format!("\0{header}\0\0::100644 000000 100644 b1 00 b3 MA\0a\0:::0 0 0 0 0 0 0 0 MMM\0b\0\0{header}");
        assert_eq!(
            read(printed.as_bytes()).unwrap()[1..],
            [
                "\"a\" b1 and nothing to b3",
                "\"b\" other and other and other to other",
                "m after p1+p2+p3 on 1970-01-01 by A <a@x>: merge"
            ]
        );
    }

    #[test]
    fn any_name_is_a_path_and_links_and_submodules_are_no_files() {
        let printed = b"\0c1\n\n0\nA\na@x\ns\0\n:120000 160000 b1 b2 T\0\nodd\0:000000 100644 00 b1 A\0:::\0:100644 100644 b1 b2 M\0two\nlines\0";
        assert_eq!(
            read(printed).unwrap()[1..],
            ["\"\\nodd\" other to other", "\":::\" nothing to b1", "\"two\\nlines\" b1 to b2"]
        );
    }

    #[test]
    fn a_commit_without_files_does_not_swallow_the_next() {
        assert_eq!(read(b"\0c2\n\n0\nA\n\n\0\0c1\n\n0\nB\n\n\0\n:1 2 a b M\0a\0").unwrap().len(), 3);
    }

    #[test]
    fn what_whoever_commits_writes_cannot_steer_a_terminal() {
        let said = read("\0c1\n\n0\nEve\x1b[2J\n\u{9b}e\nfix\rgone".as_bytes()).unwrap();
        assert_eq!(said, ["c1 after  on 1970-01-01 by Eve [2J < e>: fix gone"]);
    }

    #[test]
    fn what_is_not_due_is_an_error() {
        for header in ["x", "c1\n\n0", "c1\n\nnow\nA\na\ns", "c1\n\n99999999999999\nA\na\ns", "c1 1"] {
            assert!(read(format!("\0{header}\0").as_bytes()).is_err(), "{header}");
        }
        for file in ["flags/a.yaml", ":100644 100644 b1 M", "::1 2 3 4 5 MM", "100644 100644 b1 b2 M", ":", "\n"] {
            assert!(read(format!("\0c1\n\n0\nA\na\ns\0{file}\0").as_bytes()).is_err(), "{file}");
        }
    }
}

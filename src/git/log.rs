//! Reads `git log -z --name-only` in the format asked for here.

use super::{Commit, GitError};
use chrono::DateTime;

/// A commit begins with an empty record, which no path is; then its header, then its paths.
pub(super) const FORMAT: &str = "--format=%x00%H %ct %aN";

/// What a record is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Entry<'a> {
    /// A commit; its paths follow.
    Commit(Commit),
    /// A path it changes, from the root.
    Path(&'a [u8]),
    /// Nothing but a mark between two others.
    Mark,
}

/// What the next record must be.
#[derive(Debug, Default)]
enum Expected {
    #[default]
    Path,
    Header,
    /// Git sets the first path off with a newline.
    FirstPath,
}

/// Reads the records one by one.
#[derive(Debug, Default)]
pub(super) struct LogReader {
    expected: Expected,
}

impl LogReader {
    /// Takes the next record.
    ///
    /// # Errors
    /// Where it is no header although one is due.
    pub(super) fn read<'a>(&mut self, record: &'a [u8]) -> Result<Entry<'a>, GitError> {
        let expected = std::mem::take(&mut self.expected);
        match expected {
            Expected::Header => {
                self.expected = Expected::FirstPath;
                header(record).map(Entry::Commit).ok_or_else(|| GitError::unexpected("log", record))
            }
            _ if record.is_empty() => {
                self.expected = Expected::Header;
                Ok(Entry::Mark)
            }
            Expected::FirstPath => Ok(Entry::Path(record.strip_prefix(b"\n").unwrap_or(record))),
            Expected::Path => Ok(Entry::Path(record)),
        }
    }
}

fn header(record: &[u8]) -> Option<Commit> {
    let mut fields = record.splitn(3, |&byte| byte == b' ');
    let mut field = || fields.next().map(String::from_utf8_lossy);
    let (id, seconds, author) = (field()?, field()?, field()?);
    let time = DateTime::from_timestamp(seconds.parse().ok()?, 0)?;
    Some(Commit { id: id.into_owned(), time, author: author.into_owned() })
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
                Entry::Commit(commit) => entries.push(format!("{} {} by {}", commit.id, commit.day(), commit.author)),
                Entry::Path(path) => entries.push(format!("{:?}", String::from_utf8_lossy(path))),
                Entry::Mark => {}
            }
        }
        Ok(entries)
    }

    #[test]
    fn commits_and_their_paths_come_in_order() {
        let printed = "\0c2 1795230534 Zoë von Ö\0\nflags/a b.yaml\0flags/ü.yaml\0\0c1 0 \0\nflags/a b.yaml\0";
        assert_eq!(
            read(printed.as_bytes()).unwrap(),
            [
                "c2 2026-11-21 by Zoë von Ö",
                "\"flags/a b.yaml\"",
                "\"flags/ü.yaml\"",
                "c1 1970-01-01 by ",
                "\"flags/a b.yaml\"",
            ]
        );
    }

    #[test]
    fn only_the_newline_that_git_adds_is_taken_off() {
        let printed = b"\0c1 0 A\0\n\nodd\0\nname\0two\nlines\0";
        assert_eq!(read(printed).unwrap()[1..], ["\"\\nodd\"", "\"\\nname\"", "\"two\\nlines\""]);
    }

    #[test]
    fn a_commit_without_paths_does_not_swallow_the_next() {
        assert_eq!(read(b"\0c2 0 A\0\0c1 0 B\0\na\0").unwrap().len(), 3);
    }

    #[test]
    fn a_header_that_is_none_is_an_error() {
        for header in ["", "c1", "c1 now A", "c1 99999999999999 A", "c1 1"] {
            assert!(read(format!("\0{header}\0").as_bytes()).is_err(), "{header}");
        }
    }
}

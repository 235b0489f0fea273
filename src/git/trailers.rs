//! What the messages of commits say in their trailers.

use super::runner::Question;
use super::{GitError, Repository};

/// The commits of a branch, and what a trailer of theirs says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trailers {
    /// How many commits there are.
    pub commits: usize,
    /// The commit of each trailer, and its value.
    pub values: Vec<(String, String)>,
}

impl Repository {
    /// The trailers of a name in the commits that lead to one commit and not to another, the newest first.
    ///
    /// # Errors
    /// Where git fails.
    pub fn trailers(&self, after: &str, to: &str, name: &str) -> Result<Trailers, GitError> {
        // Values stand on a line each: they are unfolded.
        let format = format!("--format=%H%n%(trailers:key={name},valueonly=true,unfold=true,separator=%x0A)");
        let range = format!("{}..{}", self.commit(after)?, self.commit(to)?);
        let words = &["log", "-z", "--encoding=UTF-8"];
        let printed =
            self.git.ask(&Question { words, options: &[format], revision: Some(&range), ..Question::default() })?;
        Ok(read(&String::from_utf8_lossy(&printed)))
    }
}

fn read(printed: &str) -> Trailers {
    let mut trailers = Trailers::default();
    for record in printed.split('\0').filter(|record| !record.is_empty()) {
        let mut lines = record.lines();
        let commit = lines.next().unwrap_or_default();
        trailers.commits += 1;
        let values = lines.map(str::trim).filter(|value| !value.is_empty());
        trailers.values.extend(values.map(|value| (commit.to_owned(), value.to_owned())));
    }
    trailers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_commit_counts_and_every_value_is_its_own() {
        let read = read("c3\na, b\nall\0c2\n\0c1\n c \n\0");
        assert_eq!(read.commits, 3);
        let values: Vec<(&str, &str)> =
            read.values.iter().map(|(commit, value)| (commit.as_str(), value.as_str())).collect();
        assert_eq!(values, [("c3", "a, b"), ("c3", "all"), ("c1", "c")]);
        assert_eq!(super::read(""), Trailers::default());
    }
}

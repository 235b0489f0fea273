//! Text to edited text: the lines that say the change, and no other byte.
//!
//! An edit is a path and a value. The tree of spans says which bytes to splice, and the result is proven by
//! reading it again, see [`prove`]. What cannot be spliced so that only the meaning of this path changes (an alias,
//! a merge key, a repeated key) is refused with its line.

mod block;
mod case;
mod comments;
mod elements;
mod find;
mod flow;
mod indent;
mod insert;
mod lines;
mod order;
mod prove;
mod put;
mod remove;
mod set;
mod site;
mod splice;
mod subtree;
#[cfg(test)]
mod tests;
mod write;

use super::build::parse;
use crate::model::{Diagnostic, Location, Path, Scalar};
pub use case::write_cases;
pub use comments::has_comments;
use find::{find, refuse_repeated_keys};
pub use order::{KeyOrder, flag_key_order};
use prove::Proof;
use put::put;
use remove::remove;
use set::{append, set};
use site::Site;
use splice::{Splice, apply, offset_before};
pub use subtree::Subtree;

/// One change to a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Sets the scalar at a path; its key and the mappings on the way to it are made where they are missing.
    Set {
        /// Where.
        path: Path,
        /// What stands there afterwards.
        value: Scalar,
    },
    /// Removes an entry of a mapping or an item of a list with the lines that say it; comments on lines of their
    /// own stay. The last one leaves `{}` or `[]`.
    Remove {
        /// What.
        path: Path,
    },
    /// Adds a scalar at the end of a list; the list and the mappings on the way to it are made where they are
    /// missing.
    Append {
        /// The list.
        path: Path,
        /// Its new item.
        value: Scalar,
    },
    /// Writes a mapping or a list that was taken from elsewhere, in the place of what stands at the path; its key
    /// and the mappings on the way to it are made where they are missing. Comments in what it replaces go with it.
    Put {
        /// Where.
        path: Path,
        /// What stands there afterwards.
        subtree: Subtree,
    },
}

impl Edit {
    /// The place it changes.
    pub fn path(&self) -> &Path {
        match self {
            Edit::Set { path, .. } | Edit::Remove { path } | Edit::Append { path, .. } | Edit::Put { path, .. } => path,
        }
    }
}

/// Why a document cannot be edited safely.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The line of the document, from 1.
    pub line: usize,
    /// What stands in the way, in one line.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// Makes changes, one after the other; `order` says where a new key goes among those that are there.
///
/// # Errors
/// The first change that cannot be made so that nothing else changes. Then none is made.
pub fn edit(text: &str, edits: &[Edit], order: KeyOrder) -> Result<String, Refusal> {
    let mut edited = text.to_owned();
    let mut done: Vec<Vec<Splice>> = Vec::new();
    for edit in edits {
        let splices = proven_splices(&edited, edit, order).map_err(|problem| {
            let at = done.iter().rev().fold(problem.at, |at, splices| offset_before(splices, at));
            Problem { at, ..problem }.refusal(text)
        })?;
        edited = apply(&edited, &splices);
        done.push(splices);
    }
    Ok(edited)
}

/// What stands in the way of an edit, and the byte where.
#[derive(Debug)]
struct Problem {
    at: usize,
    message: String,
    help: Option<String>,
}

impl Problem {
    fn new(at: usize, message: impl Into<String>) -> Problem {
        Problem { at, message: message.into(), help: None }
    }

    /// For what the language has and this editor leaves to people.
    fn by_hand(at: usize, message: impl Into<String>) -> Problem {
        Problem::new(at, message).help("edit the file by hand")
    }

    fn help(self, help: impl Into<String>) -> Problem {
        Problem { help: Some(help.into()), ..self }
    }

    fn refusal(self, text: &str) -> Refusal {
        Refusal { line: line_of(text, self.at), message: self.message, help: self.help }
    }
}

impl From<Diagnostic> for Problem {
    fn from(diagnostic: Diagnostic) -> Problem {
        let at = match diagnostic.location {
            Location::Offset(at) => at,
            Location::File | Location::At(..) => 0,
        };
        Problem { at, message: diagnostic.message, help: diagnostic.help }
    }
}

/// The splices of an edit, in their order in the text, with the proof that they change what they say.
fn proven_splices(text: &str, edit: &Edit, order: KeyOrder) -> Result<Vec<Splice>, Problem> {
    let root = parse(text)?;
    let root = root.as_ref();
    let path = edit.path();
    root.map_or(Ok(()), refuse_repeated_keys)?;
    let site = Site { text, root, path, found: find(root, path)?, order };
    let proof = Proof::begin(text, root, edit)?;
    let splices = match edit {
        Edit::Set { value, .. } => set(&site, value)?,
        Edit::Append { value, .. } => append(&site, value)?,
        Edit::Remove { .. } => remove(&site)?,
        Edit::Put { subtree, .. } => put(&site, subtree)?,
    };
    if proof.holds_for(&apply(text, &splices)) {
        return Ok(splices);
    }
    let at = splices.first().map_or(0, |splice| splice.range.start);
    Err(site.found.unproven(path, at))
}

fn line_of(text: &str, at: usize) -> usize {
    1 + text.as_bytes().iter().take(at).filter(|&&byte| byte == b'\n').count()
}

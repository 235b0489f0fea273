//! Edits of a flag: what they do to the model, and what they write into its text.
//!
//! One file an edit. Each plans from the flag (and, where it copies or removes what may hold comments, from its text)
//! the flag afterwards and the edits of the text that say so. Whoever writes proves that the two agree.

mod draft;
mod metadata;
mod overrides;
mod promote;
mod rename;
mod rollout;
mod switch;
mod tests;

pub use metadata::{Metadata, TagsEdit, set_metadata};
pub use overrides::{Pinning, pin, unpin};
pub use promote::promote;
pub use rename::rename;
pub use rollout::{find_rule, set_rollout};
pub use switch::set_enabled;
pub use tests::add_tests;

use crate::model::Flag;
use crate::yaml::{Edit, Refusal};
use std::fmt;

/// An edit of a flag, planned and not yet written.
#[derive(Clone, Debug, PartialEq)]
pub struct FlagEdit {
    /// The flag with this edit and no other change.
    pub after: Flag,
    /// What says so in its text, one after the other.
    pub text: Vec<Edit>,
}

/// Why a flag has no place for an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditError {
    /// What is wrong.
    pub message: String,
    /// What to do instead.
    pub help: Option<String>,
    /// The line of the text that stands in the way, from 1.
    pub line: Option<usize>,
}

impl EditError {
    fn new(message: impl Into<String>) -> EditError {
        EditError { message: message.into(), help: None, line: None }
    }

    fn help(self, help: impl Into<String>) -> EditError {
        EditError { help: Some(help.into()), ..self }
    }
}

impl From<Refusal> for EditError {
    fn from(refusal: Refusal) -> EditError {
        EditError { message: refusal.message, help: refusal.help, line: Some(refusal.line) }
    }
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for EditError {}

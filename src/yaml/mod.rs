//! Text to model, a path to its span, text to edited text. The only room that names a YAML crate.
//!
//! Files are read from `granit-parser`'s events: they carry every scalar's own text (an id `12e4567` is no
//! infinity and a version `2.10` no `2.1`), its span, and keys that are repeated. Edits are splices between such
//! spans, proven by reading the result a second time with an independent parser, `serde_yaml`.

mod build;
mod edit;
mod limits;
mod locate;
mod node;
mod read;
mod resolve;
mod schema;

pub use edit::{Edit, KeyOrder, Refusal, Subtree, edit, flag_key_order, has_comments, write_cases};
pub use limits::MAX_BYTES;
pub use locate::{Span, locate};
pub use read::{FlagVersion, READ_RULES, Reading, decode, read_flag, read_segment, read_settings, read_tokens};
pub use resolve::plain;
pub use schema::Schema;

//! Flag keys in source code.
//!
//! A [`Matcher`] is made once from all keys and asked of one text at a time; it reads nothing. [`scan()`] asks it of the files
//! of a directory on all cores, and [`References::read`] of texts that come from elsewhere, as from a git revision.

mod boundary;
mod excerpt;
mod exclude;
mod forms;
mod lines;
mod matcher;
mod pattern;
mod references;
mod scan;
mod text;
mod words;

pub use excerpt::Excerpt;
pub use exclude::Exclude;
pub use matcher::{Hit, Matcher};
pub use references::{Mention, PassedOver, References};
pub use scan::{Place, scan};
pub use text::MAX_BYTES;

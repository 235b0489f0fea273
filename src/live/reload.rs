//! What came of reading the flags again.

use super::{Edition, Refusal};
use std::sync::Arc;

/// What came of reading the flags again.
#[derive(Clone, Debug)]
pub enum Reload {
    /// Every byte is as it was.
    Unchanged,
    /// Other flags are in force.
    Applied {
        /// Those that were.
        before: Arc<Edition>,
        /// Those that are.
        after: Arc<Edition>,
    },
    /// What was read is invalid, or could not be read: the flags in force stay.
    Refused(Arc<Refusal>),
}

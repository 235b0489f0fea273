//! How a flag set is doing: what operators want to know.

use super::Refusal;
use std::sync::Arc;

/// How a flag set is doing.
#[derive(Clone, Debug, Default)]
pub struct Status {
    /// Why the last change was refused; `None` where the flags in force are the newest there are.
    pub refusal: Option<Arc<Refusal>>,
    /// The flags in force are those kept from an earlier run, since what was found at the start was refused.
    pub is_restored: bool,
    /// How often new flags were taken over, those of the start not counted.
    pub applied: u64,
    /// How often there was nothing new.
    pub unchanged: u64,
    /// How often a change was refused.
    pub refused: u64,
    /// Why the revision could not be followed the last time, such as a fetch that failed: there may be newer flags.
    pub trouble: Option<String>,
    /// Why the flags in force could not be kept for a restart; `None` where they are, or are not to be.
    pub not_kept: Option<String>,
}

/// What is amiss beside the flags themselves; `None` where it no longer is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Why the flags cannot be followed.
    Following(Option<String>),
    /// Why the flags in force cannot be kept for a restart.
    Keeping(Option<String>),
}

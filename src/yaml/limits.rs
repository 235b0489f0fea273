//! What a hostile file may cost.

/// The largest file that is read, in bytes.
pub const MAX_BYTES: u64 = 8 << 20;

/// How deep mappings and lists may stand in each other.
pub(super) const MAX_DEPTH: usize = 64;

/// How many nodes aliases may add to a document.
pub(super) const MAX_ALIASED_NODES: usize = 100_000;

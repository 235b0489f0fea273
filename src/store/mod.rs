//! Where flags come from and go to: a directory of files, loaded whole or only as far as one flag needs.

mod directory;
mod glance;
mod listing;
mod load;
mod load_flag;
mod lock;
mod read;
mod source;
mod stamps;
mod write;

pub use directory::{Discovery, find_flags_dir};
pub use glance::{list_files, read_flags};
pub use listing::{FileEntry, Listing};
pub use load::{FileProblems, FlagFile, Tree, load_settings, load_tree, load_tree_after};
pub use load_flag::{Loaded, Lookup, load_flag, load_text};
pub use lock::DirectoryLock;
pub use read::read_text;
pub use source::{Snapshot, Source};
pub use stamps::Stamps;
pub use write::{create, keep, move_file, put, remove, replace};

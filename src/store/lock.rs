//! One edit at a time in one flags directory.

use anyhow::{Context as _, Result};
use std::fs::File;
use std::path::Path;

/// Held while an edit reads, decides and writes; the operating system lets go of it when the process ends, however it does.
#[derive(Debug)]
pub struct DirectoryLock {
    _directory: File,
}

impl DirectoryLock {
    /// Waits for the lock of a directory. The directory itself is locked, so that no lock file is left behind.
    ///
    /// # Errors
    /// Where the directory cannot be opened or locked.
    pub fn acquire(root: &Path) -> Result<DirectoryLock> {
        let directory = File::open(root).with_context(|| format!("cannot open {}", root.display()))?;
        directory.lock().with_context(|| format!("cannot lock {}", root.display()))?;
        Ok(DirectoryLock { _directory: directory })
    }
}

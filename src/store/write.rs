//! Replacing a file so that there is always the old one or the new one, whole.

use anyhow::{Context as _, Result, bail};
use std::fs::File;
use std::io::Write;
use std::path::Path;

/// What the names of temporary files begin with; a dot file is never read as a flag.
const TEMPORARY: &str = ".ffctl-";

/// Replaces a file's bytes: written beside it, flushed to disk, then renamed over it. Its mode is kept.
///
/// # Errors
/// Where the file is read-only, or any step fails (a full disk); the file is then as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = || format!("cannot write {}; it is as it was", path.display());
    let permissions = path.metadata().with_context(failed)?.permissions();
    if permissions.readonly() {
        bail!("{} is read-only; it is as it was", path.display());
    }
    remove_leftovers(folder);
    let mut temporary =
        tempfile::Builder::new().prefix(TEMPORARY).suffix(".tmp").tempfile_in(folder).with_context(failed)?;
    temporary.write_all(bytes).with_context(failed)?;
    temporary.as_file().set_permissions(permissions).with_context(failed)?;
    temporary.as_file().sync_all().with_context(failed)?;
    temporary.persist(path).with_context(failed)?;
    // The rename itself is durable once the folder is; where a file system cannot do this, the file is still whole.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

/// Removes what an edit that was killed left behind. Edits hold the directory's lock, so nobody is writing these now.
fn remove_leftovers(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(TEMPORARY) && name.ends_with(".tmp") {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

//! Writing files so that there is always the old one or the new one, whole.

use anyhow::{Context as _, Result, bail};
use std::fs::{File, Permissions};
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// What the names of temporary files begin with; a dot file is never read as a flag.
const TEMPORARY: &str = ".ffctl-";

/// Replaces a file's bytes: written beside it, flushed to disk, then renamed over it. Its mode is kept.
///
/// # Errors
/// Where the file is read-only, or any step fails (a full disk); the file is then as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let failed = || format!("cannot write {}; it is as it was", path.display());
    let permissions = path.metadata().with_context(failed)?.permissions();
    if permissions.readonly() {
        bail!("{} is read-only; it is as it was", path.display());
    }
    let temporary = beside(path, bytes, Some(permissions)).with_context(failed)?;
    temporary.persist(path).with_context(failed)?;
    flush_folder(path);
    Ok(())
}

/// Writes a new file, and the folders above it, in the same way. What stands there already is never replaced.
///
/// # Errors
/// Where something stands there, or any step fails; there is then no new file.
pub fn create(path: &Path, bytes: &[u8]) -> Result<()> {
    let failed = || format!("cannot make {}", path.display());
    std::fs::create_dir_all(folder_of(path)).with_context(failed)?;
    let temporary = beside(path, bytes, None).with_context(failed)?;
    temporary.persist_noclobber(path).with_context(failed)?;
    flush_folder(path);
    Ok(())
}

/// Writes a file in the same way, whether or not it is there. Where it is a symbolic link, what it leads to is written.
///
/// # Errors
/// Where it is read-only, or any step fails; there is then the old file, or none.
pub fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    match path.canonicalize() {
        Ok(there) => replace(&there, bytes),
        Err(_) => create(path, bytes),
    }
}

/// Writes a file that one program alone writes, in the same way. What a killed program leaves beside it, under the file's
/// name with `.new` after it, the next one writes over.
///
/// # Errors
/// Where any step fails; there is then the old file, or none.
pub fn keep(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    let beside = PathBuf::from(name);
    let written = File::create(&beside).and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
    written
        .and_then(|()| std::fs::rename(&beside, path))
        .with_context(|| format!("cannot write {}", path.display()))?;
    flush_folder(path);
    Ok(())
}

/// Removes a file.
///
/// # Errors
/// Where it cannot be removed.
pub fn remove(path: &Path) -> Result<()> {
    std::fs::remove_file(path).with_context(|| format!("cannot remove {}", path.display()))?;
    flush_folder(path);
    Ok(())
}

/// Gives a file another name in its folder. What stands there already is never replaced by another edit, which all
/// hold the directory's lock.
///
/// # Errors
/// Where something has that name, or it cannot be given.
pub fn move_file(from: &Path, to: &Path) -> Result<()> {
    if to.symlink_metadata().is_ok() {
        bail!("{} is there already", to.display());
    }
    std::fs::rename(from, to).with_context(|| format!("cannot rename {} to {}", from.display(), to.display()))?;
    flush_folder(to);
    Ok(())
}

/// A file with these bytes in the same folder, flushed to disk; with the usual mode where none is given.
fn beside(path: &Path, bytes: &[u8], permissions: Option<Permissions>) -> std::io::Result<NamedTempFile> {
    let folder = folder_of(path);
    remove_leftovers(folder);
    let mut temporary = temporary(permissions.is_some()).tempfile_in(folder)?;
    if let Some(permissions) = permissions {
        temporary.as_file().set_permissions(permissions)?;
    }
    temporary.write_all(bytes)?;
    temporary.as_file().sync_all()?;
    Ok(temporary)
}

fn temporary(private: bool) -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY).suffix(".tmp");
    #[cfg(unix)]
    if !private {
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    }
    builder
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A new name is durable once its folder is; where a file system cannot do this, the file is still whole.
fn flush_folder(path: &Path) {
    let _ = File::open(folder_of(path)).and_then(|folder| folder.sync_all());
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

//! Reading one file, with every way to fail as a diagnostic.

use crate::model::Diagnostic;
use crate::yaml::{MAX_BYTES, decode};
use std::io::Read;
use std::path::Path;

/// The text of a file.
///
/// # Errors
/// A diagnostic where it is gone, no regular file, not permitted, too large or not UTF-8.
pub fn read_text(path: &Path) -> Result<String, Diagnostic> {
    let bytes = read_bytes(path)?;
    match String::from_utf8(bytes) {
        Ok(text) => decode(text.as_bytes()).map(|_| ()).map(|()| text),
        Err(error) => decode(error.as_bytes()).map(str::to_owned),
    }
}

/// The bytes of a file, read as far as one that is not too large goes.
///
/// # Errors
/// A diagnostic where it is gone, no regular file or not permitted.
pub(super) fn read_bytes(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    let unreadable = |error: std::io::Error| {
        let message = match error.kind() {
            std::io::ErrorKind::NotFound => "the file is gone".to_owned(),
            std::io::ErrorKind::PermissionDenied => "the file may not be read (permission denied)".to_owned(),
            _ => format!("the file cannot be read: {error}"),
        };
        Diagnostic::of_file("unreadable-file", message)
    };
    // Asked before opening: opening a named pipe would wait for its other end.
    if !path.metadata().map_err(unreadable)?.is_file() {
        return Err(Diagnostic::of_file("unreadable-file", "not a regular file"));
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(unreadable)?;
    // One byte more than may be there, so that a file that is too large is seen to be.
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

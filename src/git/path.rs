//! Paths as git writes them: bytes, with `/` between the parts.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// A path that git printed.
#[cfg(unix)]
pub(super) fn from_git(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

/// A path that git printed.
#[cfg(not(unix))]
pub(super) fn from_git(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// What names one path below the root to git, whatever its characters and wherever git runs.
pub(super) fn pathspec(relative: &Path) -> OsString {
    let mut spec = OsString::from(":(top,literal)");
    for (i, part) in relative.iter().enumerate() {
        spec.push(if i == 0 { "" } else { "/" });
        spec.push(part);
    }
    spec
}

/// A printed line without its end; a path may end in a newline of its own.
pub(super) fn strip_newline(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\n").unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pathspec_is_literal_and_from_the_root() {
        assert_eq!(pathspec(Path::new("")), ":(top,literal)");
        assert_eq!(pathspec(&Path::new("a").join("*.yaml")), ":(top,literal)a/*.yaml");
        assert_eq!(pathspec(Path::new(":(glob)**")), ":(top,literal):(glob)**");
    }

    #[test]
    fn only_the_last_newline_is_the_lines_own() {
        assert_eq!(strip_newline(b"/a\n\n"), b"/a\n");
        assert_eq!(strip_newline(b"/a"), b"/a");
    }

    #[cfg(unix)]
    #[test]
    fn a_path_need_not_be_utf8() {
        use std::os::unix::ffi::OsStrExt;
        assert_eq!(from_git(b"f/\xff").as_os_str().as_bytes(), b"f/\xff");
    }
}

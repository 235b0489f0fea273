//! A flags directory of any size, made from the example project.

// Each benchmark uses a part of it.
#![allow(dead_code)]

use std::fs;
use std::path::{Path, PathBuf};

/// A generated directory; it is removed with this value.
pub(crate) struct GeneratedTree {
    folder: tempfile::TempDir,
}

impl GeneratedTree {
    /// The example's settings and segments, and `flags` copies of `new-checkout` in folders of a hundred.
    pub(crate) fn new(flags: usize) -> GeneratedTree {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("flags");
        let root = folder.path().join("flags");
        fs::create_dir_all(root.join("segments")).expect("a folder");
        fs::copy(example.join("ffctl.yaml"), root.join("ffctl.yaml")).expect("the settings");
        for segment in fs::read_dir(example.join("segments")).expect("segments") {
            let segment = segment.expect("a segment");
            fs::copy(segment.path(), root.join("segments").join(segment.file_name())).expect("a segment");
        }
        let text = fs::read_to_string(example.join("checkout/new-checkout.yaml")).expect("a flag");
        for i in 0..flags {
            let team = root.join(format!("team-{:02}", i / 100));
            if i % 100 == 0 {
                fs::create_dir(&team).expect("a folder");
            }
            fs::write(team.join(format!("{}.yaml", key(i))), &text).expect("a flag");
        }
        GeneratedTree { folder }
    }

    /// The flags directory.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("flags")
    }
}

/// The key of the nth flag.
pub(crate) fn key(n: usize) -> String {
    format!("flag-{n:05}")
}

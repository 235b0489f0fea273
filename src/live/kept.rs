//! The last good flags in a file of their own, for a restart while what is on disk is broken.
//!
//! The file is one JSON document with every file of the flags directory in it, so that it needs nothing beside it and
//! people can read what is served. It is written beside and renamed: a program that is killed leaves the old one or the
//! new one, whole.

use super::origin::Read;
use super::{Edition, Refusal};
use crate::store::keep;
use anyhow::{Context as _, Result, bail};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// The version of the file's form.
const VERSION: u32 = 1;

/// What the file holds.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Kept {
    version: u32,
    /// When the flags were read.
    loaded: DateTime<Utc>,
    /// The commit they are from.
    commit: Option<String>,
    /// The files' texts by their paths.
    files: BTreeMap<String, String>,
}

impl Kept {
    /// What is to be kept of files that are valid.
    pub(super) fn new(read: &Read) -> Kept {
        let text = |(path, bytes): (&str, Result<&[u8], _>)| {
            Some((path.to_owned(), String::from_utf8_lossy(bytes.ok()?).into_owned()))
        };
        let files = read.files.files().filter_map(text).collect();
        Kept { version: VERSION, loaded: read.at, commit: read.commit.clone(), files }
    }

    pub(super) fn write(&self, path: &Path) -> Result<()> {
        keep(path, &serde_json::to_vec_pretty(self)?)
    }

    pub(super) fn read(path: &Path) -> Result<Kept> {
        let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let kept: Kept = serde_json::from_slice(&bytes).with_context(|| format!("cannot read {}", path.display()))?;
        if kept.version != VERSION {
            bail!("{} has version {}, and this program reads version {VERSION}", path.display(), kept.version);
        }
        Ok(kept)
    }

    /// The files, as if they were read now as they were then.
    pub(super) fn into_read(self) -> Read {
        let files = self.files.into_iter().map(|(path, text)| (path, Ok(text.into_bytes())));
        Read::new(files.collect(), self.commit, self.loaded)
    }
}

/// Keeps what was read for a restart; what went wrong, where it did: flags are served all the same.
pub(super) fn write(file: Option<&Path>, read: &Read) -> Option<String> {
    let error = Kept::new(read).write(file?).err()?;
    Some(format!("{error:#}"))
}

/// The flags that an earlier run kept, in the place of those that were refused.
pub(super) fn restore(file: &Path, environments: &[Option<String>], refusal: &Refusal) -> Result<Edition, Refusal> {
    let restored = Kept::read(file).map_err(Refusal::from);
    restored.and_then(|kept| Edition::compile(&kept.into_read(), environments, None)).map_err(|error| Refusal {
        message: format!("{}; nor are there flags of an earlier run: {}", refusal.message, error.message),
        problems: refusal.problems.clone(),
    })
}

//! A new key

use super::FlagEdit;
use super::draft::Draft;
use crate::model::{Flag, Path, Scalar};

/// Gives a flag another key. Everyone keeps their bucket: the old key becomes the `salt`, unless there is one.
pub fn rename(flag: &Flag, key: &str) -> FlagEdit {
    let mut draft = Draft::new(flag, "");
    draft.flag.key = key.to_owned();
    if flag.salt.is_none() {
        draft.flag.salt = Some(flag.key.clone());
        draft.set(Path::root().key("salt"), Scalar::text(&flag.key));
    }
    draft.finish()
}

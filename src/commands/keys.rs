//! Keys that are to be new.

use super::shared::{Session, refused};
use crate::model::check_key;
use crate::store::Lookup;
use anyhow::Result;

/// Holds a key to the format, and to being free: also where upper and lower case are one.
pub(super) fn free_key(session: &Session, key: &str, renamed_from: Option<&str>) -> Result<()> {
    let folder = || "folders are no part of a key: `ffctl new` takes --folder".to_owned();
    check_key(key)
        .map_err(|error| refused(format!("'{key}' is not a key: {error}"), key.contains('/').then(folder)))?;
    if key.eq_ignore_ascii_case("ffctl") {
        return Err(refused("'ffctl' is the name of the settings", Some("choose another key".to_owned())));
    }
    let keys = match session.lookup(key)? {
        Lookup::Unknown(keys) => keys,
        Lookup::Found(loaded) => {
            return Err(refused(
                format!("there is a flag '{key}' already: {}", session.shown(&loaded.file.path)),
                None,
            ));
        }
        Lookup::Invalid(_) => return Err(refused(format!("there is a flag '{key}' already"), None)),
    };
    let twin = keys.iter().find(|other| other.eq_ignore_ascii_case(key) && Some(other.as_str()) != renamed_from);
    match twin {
        Some(twin) => Err(refused(format!("'{key}' differs from the flag '{twin}' only by case"), None)),
        None => Ok(()),
    }
}

/// Refuses to move or remove what is a link to a file elsewhere.
pub(super) fn no_link(session: &Session, path: &str) -> Result<()> {
    let is_link = session.directory.root.join(path).symlink_metadata().is_ok_and(|file| file.is_symlink());
    match is_link {
        true => Err(refused(format!("{} is a symbolic link", session.shown(path)), Some("move it by hand".to_owned()))),
        false => Ok(()),
    }
}

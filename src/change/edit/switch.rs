//! `enabled`

use super::FlagEdit;
use super::draft::{Draft, place};
use crate::model::Flag;
use crate::yaml::plain;

/// Switches a flag on or off, at the top level or in an environment.
pub fn set_enabled(flag: &Flag, environment: Option<&str>, to: bool) -> FlagEdit {
    let mut draft = Draft::new(flag, "");
    draft.layer(environment).enabled = Some(to);
    draft.set(place(environment).key("enabled"), plain(&to.to_string()));
    draft.finish()
}

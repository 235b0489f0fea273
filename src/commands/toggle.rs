//! `ffctl enable` and `ffctl disable`

use super::editing::{EditArgs, EnvArgs, edit_flags};
use super::shared::{Session, known_environment};
use crate::change::set_enabled;
use crate::report::EditReport;
use anyhow::Result;
use clap::Args;

/// Switches flags on or off.
///
/// A disabled flag serves its fallback to everyone. Without --env the top level is edited, and the environments that have
/// a switch of their own are named.
#[derive(Debug, Args)]
pub(super) struct ToggleArgs {
    /// The flags' keys
    #[arg(required = true, value_name = "KEY")]
    keys: Vec<String>,
    #[command(flatten)]
    place: EnvArgs,
    #[command(flatten)]
    edit: EditArgs,
}

pub(super) fn run(args: &ToggleArgs, to: bool, session: &Session) -> Result<EditReport> {
    edit_flags(&args.edit, session, &args.keys, &|loaded| {
        let environment = args.place.env.as_deref();
        known_environment(&loaded.settings, environment)?;
        Ok(set_enabled(&loaded.file.flag, environment, to))
    })
}

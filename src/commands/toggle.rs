//! `ffctl enable` and `ffctl disable`

use super::edit::{self, EditArgs};
use super::shared::Session;
use crate::change::FlagEdit;
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
    edit: EditArgs,
}

pub(super) fn run(args: &ToggleArgs, to: bool, session: &Session) -> Result<EditReport> {
    edit::run(&args.edit, &args.keys, &|_| Ok(FlagEdit::Enabled { environment: args.edit.env.clone(), to }), session)
}

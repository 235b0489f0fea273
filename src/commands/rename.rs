//! `ffctl rename`

use super::editing::{EditArgs, edit_flags};
use super::keys::{free_key, no_link};
use super::shared::Session;
use crate::change::rename;
use crate::report::EditReport;
use anyhow::Result;
use clap::Args;

/// Gives a flag another key. Nobody changes sides: the old key is written as `salt`, unless the flag has one.
///
/// The file stays in its folder. Mentions elsewhere, in code or CODEOWNERS, are left alone.
#[derive(Debug, Args)]
pub(super) struct RenameArgs {
    /// The flag's key
    key: String,
    /// Its new key
    new: String,
    #[command(flatten)]
    edit: EditArgs,
}

pub(super) fn run(args: &RenameArgs, session: &Session) -> Result<EditReport> {
    edit_flags(&args.edit, session, std::slice::from_ref(&args.key), &|loaded| {
        free_key(session, &args.new, Some(&args.key))?;
        no_link(session, &loaded.file.path)?;
        Ok(rename(&loaded.file.flag, &args.new))
    })
}

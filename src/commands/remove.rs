//! `ffctl remove`

use super::editing::{self, EditArgs, Plan, Plans};
use super::keys::no_link;
use super::shared::{Session, refused};
use crate::git::{GitError, Repository};
use crate::report::EditReport;
use anyhow::Result;
use clap::Args;
use std::collections::BTreeSet;

/// Removes flags. `ffctl restore` brings them back from git.
///
/// Code that still asks for the flag gets its own default from then on. What is not committed is not removed without
/// --force, since nothing could bring it back.
#[derive(Debug, Args)]
pub(super) struct RemoveArgs {
    /// The flags' keys
    #[arg(required = true, value_name = "KEY")]
    keys: Vec<String>,
    /// Remove also what is not committed, and cannot be restored
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    edit: EditArgs,
}

pub(super) fn run(args: &RemoveArgs, session: &Session) -> Result<EditReport> {
    editing::run(&args.edit, session, &|| {
        let mut plans = Plans::default();
        for key in args.keys.iter().collect::<BTreeSet<_>>() {
            let loaded = session.flag(key)?;
            no_link(session, &loaded.file.path)?;
            if !args.force {
                committed(session, &loaded.file.path)?;
            }
            plans.plans.push(Plan::removal(&loaded));
        }
        Ok(plans)
    })
}

/// Holds that git can bring a file back as it is.
fn committed(session: &Session, path: &str) -> Result<()> {
    let file = session.on_disk(path);
    let is_committed = match Repository::discover(&session.directory.root) {
        Ok(repository) => repository.is_committed(&repository.path_of(&file)?)?,
        Err(GitError::NotARepository { .. }) => false,
        Err(error) => return Err(error.into()),
    };
    match is_committed {
        true => Ok(()),
        false => {
            let message = format!("{} is not committed as it is, so it could not be restored", session.shown(path));
            Err(refused(message, Some("commit it first, or pass --force".to_owned())))
        }
    }
}

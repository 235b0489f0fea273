//! `ffctl promote`

use super::editing::{EditArgs, edit_flags, refusal, within_step};
use super::shared::{Session, known_environment, refused};
use crate::change::{FlagEdit, promote};
use crate::report::EditReport;
use crate::store::Loaded;
use anyhow::Result;
use clap::Args;

/// Makes an environment serve exactly what another one serves.
///
/// What the first names for itself is copied, with its comments. What it inherits stays inherited where the second
/// inherits it too, and is written out where the second has a value of its own.
#[derive(Debug, Args)]
pub(super) struct PromoteArgs {
    /// The flag's key
    key: String,
    /// The environment whose targeting is copied
    #[arg(long, value_name = "ENV")]
    from: String,
    /// The environment that gets it
    #[arg(long, value_name = "ENV")]
    to: String,
    /// Allow a rise above `policy.max_step`
    #[arg(long)]
    force: bool,
    /// Allow that comments go with the overrides, rules or split that are replaced
    #[arg(long)]
    drop_comments: bool,
    #[command(flatten)]
    edit: EditArgs,
}

pub(super) fn run(args: &PromoteArgs, session: &Session) -> Result<EditReport> {
    edit_flags(&args.edit, session, std::slice::from_ref(&args.key), &|loaded| args.plan(loaded, session))
}

impl PromoteArgs {
    fn plan(&self, loaded: &Loaded, session: &Session) -> Result<FlagEdit> {
        let (flag, settings) = (&loaded.file.flag, &loaded.settings);
        known_environment(settings, self.from.as_str())?;
        known_environment(settings, self.to.as_str())?;
        if self.from == self.to {
            return Err(refused(format!("{} is promoted to itself", self.from), None));
        }
        let edit = promote(flag, &loaded.text, &self.from, &self.to, self.drop_comments)
            .map_err(|error| refusal(error, loaded, session))?;
        // Nobody is let in where it is off afterwards.
        if !self.force && edit.after.targeting(Some(&self.to)).enabled {
            within_step(settings, flag, &edit.after)?;
        }
        Ok(edit)
    }
}

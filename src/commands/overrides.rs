//! `ffctl override`

use super::editing::{EditArgs, EnvArgs, edit_flags, refusal};
use super::shared::{Session, known_environment, refused};
use crate::change::{FlagEdit, Pinning, pin, unpin};
use crate::model::VariantName;
use crate::report::EditReport;
use crate::store::Loaded;
use anyhow::Result;
use clap::Args;

/// Pins users: they always get a variant, whatever the rules say.
///
/// Without --env the top level is edited. An environment's own overrides take the place of those at the top level, all of
/// them: an environment that inherits them is refused, or gets a copy of them first with --copy.
#[derive(Debug, Args)]
#[command(override_usage = "ffctl override [OPTIONS] <KEY> <VARIANT> <ID>...
       ffctl override [OPTIONS] <KEY> [VARIANT] <ID>... --remove")]
pub(super) struct OverrideArgs {
    /// The flag's key
    key: String,
    /// The variant, and the ids of the users; with --remove the variant can be left out
    #[arg(required = true, value_name = "VARIANT ID")]
    words: Vec<String>,
    /// Take the pins of these users away
    #[arg(long)]
    remove: bool,
    /// Move users who are pinned to another variant
    #[arg(long = "move", conflicts_with = "remove")]
    moving: bool,
    /// Copy the inherited overrides into the environment first
    #[arg(long, requires = "env")]
    copy: bool,
    #[command(flatten)]
    place: EnvArgs,
    #[command(flatten)]
    edit: EditArgs,
}

pub(super) fn run(args: &OverrideArgs, session: &Session) -> Result<EditReport> {
    edit_flags(&args.edit, session, std::slice::from_ref(&args.key), &|loaded| args.plan(loaded, session))
}

impl OverrideArgs {
    fn plan(&self, loaded: &Loaded, session: &Session) -> Result<FlagEdit> {
        let environment = self.place.env.as_deref();
        known_environment(&loaded.settings, environment)?;
        let pinning = Pinning { environment, copy: self.copy, moving: self.moving };
        let (flag, text) = (&loaded.file.flag, &loaded.text);
        let first = VariantName(self.words.first().cloned().unwrap_or_default());
        let rest = self.words.get(1..).unwrap_or_default();
        let planned = if !self.remove {
            some_ids(rest)?;
            pin(flag, text, pinning, &first, rest)
        } else if flag.variants.value(&first).is_some() {
            some_ids(rest)?;
            unpin(flag, text, pinning, Some(&first), rest)
        } else {
            unpin(flag, text, pinning, None, &self.words)
        };
        planned.map_err(|error| refusal(error, loaded, session))
    }
}

fn some_ids(ids: &[String]) -> Result<()> {
    let help = || Some("name their ids behind the variant".to_owned());
    match ids {
        [] => Err(refused("no users are named", help())),
        ids if ids.iter().any(|id| id.trim().is_empty()) => Err(refused("an id is empty", help())),
        _ => Ok(()),
    }
}

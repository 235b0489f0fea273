//! `ffctl list`

use super::moment::MomentArgs;
use super::shared::Session;
use crate::model::{Flag, FlagType, Reach, Settings, Stage};
use crate::report::{FlagRow, ListReport};
use anyhow::Result;
use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

/// Lists flags: type, owner, stage, state by environment, age and expiry.
///
/// The stage is derived: draft (nobody gets it), testing (some get it, but not by default where it counts), ramping
/// (a share gets it, or a split is undecided), released (everyone gets it), retired (nobody gets it, and it is expired).
/// It counts in the protected environments; without any, in the last one declared.
#[derive(Debug, Args)]
pub(super) struct ListArgs {
    /// Only flags of this owner
    #[arg(long)]
    owner: Option<String>,
    /// Only flags of this type
    #[arg(long = "type", value_enum, value_name = "TYPE")]
    flag_type: Option<FlagType>,
    /// Only flags with this tag
    #[arg(long)]
    tag: Option<String>,
    /// Only this environment's state, and only flags that somebody gets there
    #[arg(short, long, value_name = "ENV")]
    env: Option<String>,
    /// Only flags at this stage
    #[arg(long, value_enum)]
    stage: Option<Stage>,
    /// Only expired flags
    #[arg(long)]
    expired: bool,
    #[command(flatten)]
    pub(super) moment: MomentArgs,
}

pub(super) fn run(args: &ListArgs, session: &Session) -> Result<ListReport> {
    let tree = session.tree()?;
    let settings = match &args.env {
        None => tree.settings.clone(),
        Some(name) => {
            session.known_environment(&tree, name)?;
            Settings { environments: vec![name.clone()], ..tree.settings.clone() }
        }
    };
    let today = session.today();
    let wanted = tree.flags.iter().filter(|file| args.wants(&file.flag, &tree.settings, session));
    let row = |file: &crate::store::FlagFile| {
        let mut row = FlagRow::new(&file.flag, session.shown(&file.path), &tree.settings, today);
        row.environments.retain(|named| settings.environments.contains(&named.environment));
        row
    };
    let rows = wanted.map(row).collect();
    Ok(ListReport::new(settings.environments.clone(), rows, session.problems(tree.broken())))
}

impl ListArgs {
    fn wants(&self, flag: &Flag, settings: &Settings, session: &Session) -> bool {
        let today = session.today();
        let reaches = |name: &String| Reach::of(flag, &flag.targeting(Some(name))) > Reach::Nobody;
        self.owner.as_ref().is_none_or(|owner| flag.owner == *owner)
            && self.flag_type.is_none_or(|flag_type| flag.flag_type == flag_type)
            && self.tag.as_ref().is_none_or(|tag| flag.tags.contains(tag))
            && self.env.as_ref().is_none_or(reaches)
            && self.stage.is_none_or(|stage| Stage::of(flag, settings, today) == stage)
            && (!self.expired || flag.is_expired(today))
    }
}

impl ValueEnum for FlagType {
    fn value_variants<'a>() -> &'a [Self] {
        FlagType::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

impl ValueEnum for Stage {
    fn value_variants<'a>() -> &'a [Self] {
        Stage::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

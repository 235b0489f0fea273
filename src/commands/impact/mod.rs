//! `ffctl impact`

mod compare;
mod counting;
mod edits;

pub(super) use counting::ContextsArgs;
pub(super) use edits::impact_of_edit;

use super::formats;
use super::shared::{Session, refused};
use crate::change::Change;
use crate::model::{Percent, PercentError};
use crate::report::{ChangeReport, Format, ImpactReport};
use anyhow::Result;
use clap::Args;

/// Tells what a change does to people.
#[derive(Debug, Args)]
#[command(after_long_help = EXPLAINED)]
pub(super) struct ImpactArgs {
    /// A flag's key; or what is compared, as in `ffctl diff`: A, A..B or A...B
    #[arg(value_name = "KEY|REV")]
    subject: Option<String>,
    /// Only this environment [default: all that the settings declare]
    #[arg(short, long, value_name = "ENV")]
    env: Option<String>,
    /// As if this percentage were set, in the environment or at the top level
    #[arg(long, value_name = "PERCENT", value_parser = percent, requires = "subject", help_heading = "An edit that is not made")]
    rollout: Option<Percent>,
    /// The rule whose rollout that is, by its name or its number from 1
    #[arg(long, value_name = "NAME", requires = "rollout", help_heading = "An edit that is not made")]
    rule: Option<String>,
    /// As if the flag were switched on
    #[arg(long, requires = "subject", conflicts_with = "disable", help_heading = "An edit that is not made")]
    enable: bool,
    /// As if the flag were switched off
    #[arg(long, requires = "subject", help_heading = "An edit that is not made")]
    disable: bool,
    /// What is staged for the next commit, against HEAD
    #[arg(long, conflicts_with_all = ["rollout", "enable", "disable"])]
    staged: bool,
    /// Only this flag; may be repeated
    #[arg(short, long = "key", value_name = "KEY")]
    keys: Vec<String>,
    #[command(flatten)]
    contexts: ContextsArgs,
    /// How results are printed; markdown is for pull requests, and nothing where nobody moves
    #[arg(long, value_name = "FORMAT", default_value = "table", help_heading = "Global options")]
    #[arg(value_parser = formats(&[Format::Table, Format::Json, Format::Markdown]))]
    format: Format,
}

// The command's own words stand where it is listed, and take the place of these.
const EXPLAINED: &str = "\
With --rollout, --enable or --disable it is told what that edit of KEY would do; nothing is written. Otherwise two
versions of the flags are compared: HEAD and the work tree, A and the work tree, A..B, A...B (what a branch changes), or
with --staged HEAD and the index. KEY alone is that flag in HEAD and in the work tree; where a branch has the name of a
flag, write refs/heads/NAME.

Shares are exact: they come from the buckets, not from a sample. They are shares of an audience: of those in a rule, or
outside any rule. How many people are in a rule the files do not tell; for that, pass --contexts. Where conditions
changed, those who were in one rule and are in another are told apart, and whether there are any is left open. Users whom
overrides name, or a segment's list on one side only, are told by their ids; 'may' means that it depends on their attributes.

Another salt or bucket_by draws everybody anew: shares are then products of what was given and what is given.";

fn percent(text: &str) -> Result<Percent, PercentError> {
    text.strip_suffix('%').unwrap_or(text).parse()
}

pub(super) fn run(args: &ImpactArgs, session: &Session) -> Result<ImpactReport> {
    if args.is_edit() {
        if !args.keys.is_empty() {
            return Err(refused("--key is for what is compared; an edit is of one flag", None));
        }
        return edits::run(args, session);
    }
    compare::run(args, session)
}

impl ImpactArgs {
    fn is_edit(&self) -> bool {
        self.rollout.is_some() || self.enable || self.disable
    }
}

/// The environments looked at: the one asked for, else all that are declared, else none.
fn environments<'e>(asked: Option<&'e str>, declared: impl IntoIterator<Item = &'e String>) -> Vec<Option<&'e str>> {
    if asked.is_some() {
        return vec![asked];
    }
    let declared: Vec<Option<&str>> = declared.into_iter().map(|name| Some(name.as_str())).collect();
    if declared.is_empty() { vec![None] } else { declared }
}

/// A change with its place: `production: rollout 10% → 25%`.
fn change_words(change: &Change) -> String {
    let ChangeReport { place, words, .. } = ChangeReport::new("", "", change);
    place.into_iter().chain([words]).collect::<Vec<_>>().join(": ")
}

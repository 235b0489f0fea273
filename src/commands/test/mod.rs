//! `ffctl test`

mod cases;
mod chosen;
mod coverage;
mod mutate;
mod suggest;

#[cfg(feature = "watch")]
pub(super) use cases::{FAILED_CASE, failures};

use super::editing::EditArgs;
use super::formats;
use super::moment::MomentArgs;
use super::shared::{Session, refused};
use crate::model::{Percent, PercentError};
use crate::report::{Format, Report};
use anyhow::Result;
use clap::Args;

/// Runs the flags' own `tests`: each case's context is evaluated, and the variant (and the reason, where the case names
/// one) held against what it expects.
///
/// A failure is shown with the line that expects otherwise and with each step of the evaluation. A case's `at` is the
/// moment it is about; no operator reads a clock, so it changes no answer.
#[derive(Debug, Args)]
#[command(after_long_help = MORE)]
pub(super) struct TestArgs {
    /// The flags' keys [default: all flags]
    #[arg(value_name = "KEY")]
    keys: Vec<String>,
    /// Only what is about this environment; --suggest writes cases for it
    #[arg(short, long, value_name = "ENV")]
    env: Option<String>,
    /// Name the rules, variants and environments that no case reaches
    #[arg(long, conflicts_with_all = ["suggest", "mutate"])]
    coverage: bool,
    /// Fail where cases reach less than this share of the parts
    #[arg(long, value_name = "PERCENT", requires = "coverage", value_parser = percent)]
    min_coverage: Option<Percent>,
    /// Write cases on the boundaries of a flag's rules, as YAML to be pasted
    #[arg(long, requires = "keys", conflicts_with = "mutate")]
    suggest: bool,
    /// Add the suggested cases to the flag's file
    #[arg(long, requires = "suggest", conflicts_with_all = ["rev", "as_of"])]
    write: bool,
    /// Change one thing of a flag at a time, and name the changes that no case notices
    #[arg(long)]
    mutate: bool,
    /// How results are printed; junit is for what collects test results, github for annotations of a pull request
    #[arg(long, value_name = "FORMAT", default_value = "table", help_heading = "Global options")]
    #[arg(value_parser = formats(&[Format::Table, Format::Json, Format::Junit, Format::Github]))]
    format: Format,
    #[command(flatten)]
    edit: EditArgs,
    #[command(flatten)]
    pub(super) moment: MomentArgs,
}

const MORE: &str = "\
Cases: each context is evaluated, and the variant held against `expect`, the reason against `reason` where a case has \
one. A case's `at` is the moment it is about; no operator reads a clock, so it changes no answer.

Coverage: a rule is reached by a case that its condition held for, and where its rollout admits some, once for either \
side of it; the default likewise. A variant is reached by a case that got it, an environment by a case that is about it. \
What environments inherit counts once. Rules of a place that is switched off do not count, nor do overrides.

Mutants: another operator, value, list, percentage, weight, variant or fallback; a rule removed or behind the next one; \
the switch turned; a segment negated. Segments themselves are not changed. A change after which everyone gets the same \
variant as before is not counted, as far as that follows from the flag's structure.

Suggestions: two contexts for each comparison of a rule, between which it decides; ids just inside and just outside of a \
rollout, and one for each variant of a split. What they expect is what the flag answers now: read it before you accept it.

--dry-run, --yes and --commit go with --write.";

fn percent(text: &str) -> Result<Percent, PercentError> {
    text.strip_suffix('%').unwrap_or(text).parse()
}

pub(super) fn run(args: &TestArgs, session: &Session) -> Result<Report> {
    if (args.suggest || args.mutate) && matches!(args.format, Format::Junit | Format::Github) {
        let message = format!("--format {} is for cases that are run", args.format.name());
        return Err(refused(message, Some("write --format table or --format json".to_owned())));
    }
    if !args.write && args.edit.is_asked_for() {
        return Err(refused("nothing is written without --write", Some("pass --suggest KEY --write".to_owned())));
    }
    match (args.suggest, args.mutate) {
        (true, _) if args.write => suggest::write(args, session).map(Report::Edit),
        (true, _) => suggest::run(args, session).map(Report::Suggest),
        (_, true) => mutate::run(args, session).map(Report::Mutation),
        _ => cases::run(args, session).map(Report::Test),
    }
}

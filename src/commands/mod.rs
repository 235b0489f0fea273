//! The command line: one file a command, each its arguments and a `run` that returns a report.

mod audit;
mod bisect;
mod blame;
mod bulk;
mod check;
mod code;
mod code_owners;
mod completions;
mod context_args;
mod diff;
mod edit;
mod editing;
mod eval;
mod experiment;
mod explain;
mod history;
mod impact;
mod init;
mod judging;
mod keys;
mod list;
mod log;
mod man;
mod moment;
mod new;
mod overrides;
mod promote;
mod refs;
mod remove;
mod rename;
mod restore;
mod revisions;
mod rollout;
mod schema;
#[cfg(feature = "serve")]
mod serve;
mod set;
mod setup;
mod shared;
mod show;
mod simulate;
mod test;
mod timeline;
mod toggle;
mod validate;
#[cfg(feature = "watch")]
mod watch;

pub use crate::report::Format;
pub use completions::completions;

use crate::report::{Progress, Report};
use anyhow::Result;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use moment::MomentArgs;
use setup::Setup;
use shared::Session;
use std::path::PathBuf;
use std::sync::Arc;

/// Feature flags that live in your repository.
#[derive(Debug, Parser)]
#[command(name = "ffctl", version, about, max_term_width = 100, propagate_version = true)]
#[command(after_help = EXIT_CODES)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    /// What every command takes.
    #[command(flatten)]
    pub global: GlobalArgs,
}

const EXIT_CODES: &str = "Exit codes:
  0  all is well
  1  the answer is no: findings, failed cases, a false `eval -q`
  2  it could not be done: usage, unreadable or invalid input, a refused edit";

/// What every command takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub struct GlobalArgs {
    /// The flags directory [default: the folder `flags` here, or in the nearest parent up to the git root]
    #[arg(long, global = true, value_name = "DIR", env = "FFCTL_FLAGS_DIR", hide_env_values = true)]
    pub flags_dir: Option<PathBuf>,
    /// How results are printed
    #[arg(long, global = true, value_name = "FORMAT", default_value = "table")]
    #[arg(value_parser = formats(&[Format::Table, Format::Json]))]
    pub format: Format,
    /// When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// Print no more than the result
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Print also what the command goes by (directory, clock, commit) and more about what was done
    #[arg(short, long, global = true, action = ArgAction::SetTrue)]
    pub verbose: bool,
    /// The clock: a date or an RFC 3339 time, UTC [default: now]
    #[arg(long, global = true, value_name = "TIME", env = "FFCTL_NOW", hide_env_values = true)]
    pub now: Option<String>,
    /// How far the command has come.
    #[arg(skip)]
    pub progress: Arc<Progress>,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal
    Auto,
    /// Also in files and pipes
    Always,
    /// Not at all
    Never,
}

/// What fails a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Deny {
    /// Errors only
    Error,
    /// Warnings too
    Warning,
}

#[derive(Debug, Subcommand)]
enum Command {
    // Comments here would take the place of what the commands themselves say at length.
    #[command(about = "List flags with their state in each environment")]
    List(list::ListArgs),
    #[command(about = "Show one flag as people read it")]
    Show(show::ShowArgs),
    #[command(about = "Evaluate a flag for a user, and say why")]
    Eval(eval::EvalArgs),
    #[command(about = "Tell who changed what, when: the audit trail, from git")]
    Log(log::LogArgs),
    #[command(about = "Say where each setting of a flag comes from: which commit, who and when")]
    Blame(blame::BlameArgs),
    #[command(about = "Name the commits that changed what a user gets")]
    Bisect(bisect::BisectArgs),
    #[command(about = "Say what changes in meaning between two revisions, or a revision and the work tree")]
    Diff(diff::DiffArgs),
    #[command(about = "Tell what a change does to people: exact shares, and counts over contexts")]
    Impact(impact::ImpactArgs),
    #[command(about = "Show how a flag answers many people, and whether its shares are kept; or walk its ramp")]
    Simulate(simulate::SimulateArgs),
    #[command(about = "Check the files: schema and semantics of the whole tree")]
    Validate(validate::ValidateArgs),
    #[cfg(feature = "watch")]
    #[command(about = "Check the files as they are saved, and tell what changes in meaning")]
    Watch(watch::WatchArgs),
    #[command(about = "Run the flags' own tests; measure them, suggest more")]
    Test(Box<test::TestArgs>),
    #[command(about = "Find flags that have outlived their purpose")]
    Audit(audit::AuditArgs),
    #[command(about = "Hold a proposed change to the rules: gates for pull requests")]
    Check(check::CheckArgs),
    #[command(about = "Find where the code mentions flags, and flags that it does not mention")]
    Refs(refs::RefsArgs),
    #[command(about = "Plan an experiment, and say what came of it")]
    Experiment(experiment::ExperimentArgs),
    #[cfg(feature = "serve")]
    #[command(about = "Serve the flags to applications over HTTP, with OpenFeature's protocol (OFREP)")]
    Serve(Box<serve::ServeArgs>),
    #[command(about = "Tell what a rule finds, why it matters, and how to mend, set or excuse it")]
    Explain(explain::ExplainArgs),
    #[command(about = "Make a flags directory: settings, an example, an editor schema, a CI workflow")]
    Init(init::InitArgs),
    #[command(about = "Make a new flag, switched off")]
    New(new::NewArgs),
    #[command(about = "Set a rollout percentage, or step along the ramp")]
    Rollout(rollout::RolloutArgs),
    #[command(about = "Switch flags on")]
    Enable(toggle::ToggleArgs),
    #[command(about = "Switch flags off: the kill switch")]
    Disable(toggle::ToggleArgs),
    #[command(about = "Pin users to a variant, or unpin them")]
    Override(overrides::OverrideArgs),
    #[command(about = "Set a flag's owner, expiry, ticket, tags, description or type")]
    Set(set::SetArgs),
    #[command(about = "Make an environment serve what another one serves")]
    Promote(promote::PromoteArgs),
    #[command(about = "Give a flag another key; nobody changes sides")]
    Rename(rename::RenameArgs),
    #[command(about = "Remove flags")]
    Remove(remove::RemoveArgs),
    #[command(about = "Bring back a flag that was removed, from git")]
    Restore(restore::RestoreArgs),
    #[command(about = "Open a flag in your editor, and take over what is valid")]
    Edit(edit::EditorArgs),
    #[command(flatten)]
    Setup(Setup),
}

/// Runs the command that was asked for.
///
/// # Errors
/// Where it could not be done at all: no flags directory, an unknown flag, a refused edit.
pub fn run(cli: &Cli) -> Result<Report> {
    match &cli.command {
        Command::Init(args) => return init::run(args, &cli.global).map(Report::Init),
        Command::Setup(setup) => return setup.run(),
        Command::Explain(args) => return explain::run(args).map(Report::Explain),
        _ => {}
    }
    let session = Session::open(&cli.global, &cli.command.moment())?;
    match &cli.command {
        Command::List(args) => list::run(args, &session).map(Report::List),
        Command::Show(args) => show::run(args, &session).map(|report| Report::Show(Box::new(report))),
        Command::Eval(args) => eval::run(args, &session, cli.global.quiet),
        Command::Log(args) => log::run(args, &session).map(Report::Log),
        Command::Blame(args) => blame::run(args, &session).map(Report::Blame),
        Command::Bisect(args) => bisect::run(args, &session).map(|report| Report::Bisect(Box::new(report))),
        Command::Diff(args) => diff::run(args, &session).map(Report::Diff),
        Command::Impact(args) => impact::run(args, &session).map(Report::Impact),
        Command::Simulate(args) => simulate::run(args, &session).map(|report| Report::Simulate(Box::new(report))),
        Command::Validate(args) => validate::run(args, &session).map(Report::Validate),
        #[cfg(feature = "watch")]
        Command::Watch(args) => watch::run(args, &cli.global, session).map(Report::Watch),
        Command::Test(args) => test::run(args, &session),
        Command::Audit(args) => audit::run(args, &session).map(Report::Audit),
        Command::Refs(args) => refs::run(args, &session).map(Report::Refs),
        Command::Check(args) => check::run(args, &session).map(Report::Check),
        Command::Experiment(args) => experiment::run(args, &session),
        Command::Init(args) => init::run(args, &cli.global).map(Report::Init),
        Command::Explain(args) => explain::run(args).map(Report::Explain),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(args, &session, &cli.global).map(Report::Text),
        Command::New(args) => new::run(args, &session).map(Report::Edit),
        Command::Rollout(args) => rollout::run(args, &session).map(Report::Edit),
        Command::Enable(args) => toggle::run(args, true, &session).map(Report::Edit),
        Command::Disable(args) => toggle::run(args, false, &session).map(Report::Edit),
        Command::Override(args) => overrides::run(args, &session).map(Report::Edit),
        Command::Set(args) => set::run(args, &session).map(Report::Edit),
        Command::Promote(args) => promote::run(args, &session).map(Report::Edit),
        Command::Rename(args) => rename::run(args, &session).map(Report::Edit),
        Command::Remove(args) => remove::run(args, &session).map(Report::Edit),
        Command::Restore(args) => restore::run(args, &session).map(Report::Edit),
        Command::Edit(args) => edit::run(args, &session).map(Report::Edit),
        Command::Setup(setup) => setup.run(),
    }
}

/// What a command goes by, a line each: the flags directory, the clock, and the commit looked at.
///
/// # Errors
/// Where there is no flags directory, or no such revision.
pub fn circumstances(cli: &Cli) -> Result<Vec<String>> {
    if let Command::Init(_) | Command::Setup(_) | Command::Explain(_) = &cli.command {
        return Ok(Vec::new());
    }
    let session = Session::open(&cli.global, &cli.command.moment())?;
    let directory = format!("flags directory: {}", session.directory.root.display());
    let clock = format!("clock: {}", session.now.to_rfc3339_opts(chrono::SecondsFormat::Secs, true));
    let commit = session.moment.as_ref().map(|moment| format!("commit: {}", moment.commit));
    Ok([directory, clock].into_iter().chain(commit).collect())
}

impl Command {
    /// The moment that a reading command looks at; edits and the like work on the work tree.
    fn moment(&self) -> MomentArgs {
        match self {
            Command::List(args) => args.moment.clone(),
            Command::Show(args) => args.moment.clone(),
            Command::Eval(args) => args.moment.clone(),
            Command::Log(args) => args.moment.clone(),
            Command::Blame(args) => args.moment.clone(),
            Command::Simulate(args) => args.moment.clone(),
            Command::Validate(args) => args.moment.clone(),
            Command::Test(args) => args.moment.clone(),
            Command::Audit(args) => args.moment.clone(),
            Command::Refs(args) => args.moment.clone(),
            Command::Check(args) => args.moment.clone(),
            Command::Experiment(args) => args.moment(),
            _ => MomentArgs::default(),
        }
    }
}

/// Reads the name of one of these forms. A command that offers more than the global option does has an option of the
/// same name, which takes its place.
fn formats(offered: &[Format]) -> impl TypedValueParser<Value = Format> + use<> {
    let names = PossibleValuesParser::new(offered.iter().map(|format| format.name()));
    let offered = offered.to_vec();
    names.try_map(move |name| offered.iter().copied().find(|format| format.name() == name).ok_or("not offered"))
}

impl From<Deny> for crate::model::Level {
    fn from(deny: Deny) -> Self {
        match deny {
            Deny::Error => crate::model::Level::Error,
            Deny::Warning => crate::model::Level::Warning,
        }
    }
}

//! `ffctl experiment`

mod analyze;
mod plan;
mod records;
mod results;

use super::moment::MomentArgs;
use super::shared::{Session, known_environment, refused};
use crate::experiment::{Arms, ArmsError, Effect};
use crate::model::{VariantName, hint};
use crate::report::Report;
use crate::store::Loaded;
use anyhow::Result;
use clap::{Args, Subcommand};

#[derive(Debug, Args)]
#[command(disable_help_subcommand = true)]
pub(super) struct ExperimentArgs {
    #[command(subcommand)]
    command: ExperimentCommand,
}

#[derive(Debug, Subcommand)]
enum ExperimentCommand {
    /// Say how many users an experiment takes, and how many days
    #[command(after_long_help = plan::ASSUMPTIONS)]
    Plan(plan::PlanArgs),
    /// Say what came of an experiment: who saw what, who did what, and whether chance explains it
    #[command(after_long_help = analyze::ASSUMPTIONS)]
    Analyze(analyze::AnalyzeArgs),
}

impl ExperimentArgs {
    pub(super) fn moment(&self) -> MomentArgs {
        match &self.command {
            ExperimentCommand::Plan(args) => args.moment.clone(),
            ExperimentCommand::Analyze(args) => args.moment.clone(),
        }
    }
}

pub(super) fn run(args: &ExperimentArgs, session: &Session) -> Result<Report> {
    match &args.command {
        ExperimentCommand::Plan(args) => plan::run(args, session).map(|plan| Report::Plan(Box::new(plan))),
        ExperimentCommand::Analyze(args) => {
            analyze::run(args, session).map(|report| Report::Experiment(Box::new(report)))
        }
    }
}

/// Which flag, where, and against which variant.
#[derive(Debug, Args)]
struct SubjectArgs {
    /// The flag's key
    key: String,
    /// The environment whose rollout and split divide the users [default: none, the top-level fields hold]
    #[arg(short, long, value_name = "ENV")]
    env: Option<String>,
    /// The variant that the others are held against [default: the flag's fallback]
    #[arg(long, value_name = "VARIANT")]
    control: Option<String>,
}

impl SubjectArgs {
    /// The flag and its arms.
    fn open(&self, session: &Session) -> Result<(Box<Loaded>, Arms)> {
        let loaded = session.flag(&self.key)?;
        known_environment(&loaded.settings, self.env.as_deref())?;
        let control = self.control.as_ref().map(|name| VariantName(name.clone()));
        let arms = Arms::of(&loaded.file.flag, self.env.as_deref(), control.as_ref());
        let arms = arms.map_err(|error| self.refusal(error, &loaded))?;
        Ok((loaded, arms))
    }

    fn refusal(&self, error: ArmsError, loaded: &Loaded) -> anyhow::Error {
        let key = &self.key;
        match error {
            ArmsError::OneVariant => refused(format!("'{key}' has one variant: there is nothing to compare"), None),
            ArmsError::ControlOutside(control, arms) => {
                let names = loaded.file.flag.variants.names();
                if !names.clone().any(|name| name == control.0) {
                    return refused(format!("'{key}' has no variant '{control}'"), hint(&control.0, names));
                }
                let place = self.env.as_ref().map(|env| format!(" in {env}")).unwrap_or_default();
                let help = format!("pass --control with one of those that somebody gets: {}", arms.join(", "));
                refused(format!("nobody gets '{control}'{place}, so nothing can be held against it"), Some(help))
            }
        }
    }
}

fn read_effect(text: &str) -> Result<Effect, String> {
    text.parse().map_err(|_| "write 0.01 in the metric's own unit, or 10% of the baseline; not 0".to_owned())
}

/// A number strictly between two others.
fn read_between(text: &str, low: f64, high: f64) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number| low < *number && *number < high);
    number.ok_or_else(|| format!("write a number above {low} and below {high}"))
}

fn read_alpha(text: &str) -> Result<f64, String> {
    read_between(text, 0.0, 0.5)
}

fn read_power(text: &str) -> Result<f64, String> {
    read_between(text, 0.5, 1.0)
}

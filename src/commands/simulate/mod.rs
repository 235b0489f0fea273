//! `ffctl simulate`

mod distribution;
mod people;
mod ramp;

use super::moment::MomentArgs;
use super::shared::{Session, known_environment, refused};
use crate::model::Days;
use crate::report::SimulateReport;
use anyhow::Result;
use clap::Args;
use people::PeopleArgs;

/// Shows how a flag answers many people, and whether its shares are kept.
///
/// Without --contexts the people are made up: they have the ids u-1, u-2 and so on, and the attributes of --attr. Those for
/// whom a draw decides are held against the configured shares by a chi-squared test, clause by clause; where chance
/// alone would be so far off less than once in a thousand times, that is a sample ratio mismatch, and the exit code is 1.
#[derive(Debug, Args)]
pub(super) struct SimulateArgs {
    /// The flag's key
    #[arg(value_name = "KEY")]
    key: String,
    /// The environment [default: none, the top-level fields hold]
    #[arg(short, long, value_name = "ENV")]
    env: Option<String>,
    /// Walk the settings' ramp from where the rollout stands: who gets it at each step, and whether anybody loses it
    #[arg(long)]
    ramp: bool,
    /// The rule whose rollout is ramped, by its name or its number from 1
    #[arg(long, value_name = "NAME", requires = "ramp")]
    rule: Option<String>,
    /// A step each so many days, 1d or 2w, the first today
    #[arg(long, value_name = "DAYS", requires = "ramp", value_parser = days)]
    every: Option<Days>,
    #[command(flatten)]
    pub(super) moment: MomentArgs,
    #[command(flatten)]
    people: PeopleArgs,
}

fn days(text: &str) -> Result<Days, &'static str> {
    Days::parse(text).filter(|Days(days)| *days > 0).ok_or("write 1d for every day, or 2w for every other week")
}

pub(super) fn run(args: &SimulateArgs, session: &Session) -> Result<SimulateReport> {
    let loaded = session.flag(&args.key)?;
    let environment = args.env.as_deref();
    known_environment(&loaded.settings, environment)?;
    let mut report = match args.ramp {
        true => ramp::run(args, &loaded, session)?,
        false => distribution::run(args, &loaded, session)?,
    };
    if !loaded.file.flag.targeting(environment).enabled {
        report.notes.push("the flag is off here: everybody gets the fallback".to_owned());
    }
    if report.contexts == 0 {
        return Err(refused(format!("there is no context in {}", report.population), None));
    }
    Ok(report)
}

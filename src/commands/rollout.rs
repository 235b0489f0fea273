//! `ffctl rollout`

use super::editing::{EditArgs, EnvArgs, edit_flags, refusal, within_step};
use super::shared::{Session, known_environment, refused};
use crate::change::{FlagEdit, find_rule, set_rollout};
use crate::model::{Percent, PercentError};
use crate::report::EditReport;
use crate::store::Loaded;
use anyhow::Result;
use clap::{ArgGroup, Args};

/// Sets the percentage of a flag or of one of its rules, or steps along the settings' ramp.
///
/// Whoever is in stays in when the percentage rises. Without --env the top level is edited, and the environments that
/// have a rollout of their own are named.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("to").required(true).args(["percent", "next", "back"])))]
// The usage that is made of the arguments puts the group before the key.
#[command(override_usage = "ffctl rollout [OPTIONS] <KEY> <PERCENT|--next|--back>")]
pub(super) struct RolloutArgs {
    /// The flag's key
    key: String,
    /// The percentage, 0 to 100 with at most three decimals
    #[arg(value_name = "PERCENT", allow_negative_numbers = true, value_parser = percent)]
    percent: Option<Percent>,
    /// To the next step of the ramp
    #[arg(long)]
    next: bool,
    /// To the step of the ramp before, or to 0
    #[arg(long)]
    back: bool,
    /// The rule whose rollout is set, by its name or its number from 1
    #[arg(long, value_name = "NAME")]
    rule: Option<String>,
    /// Allow a rise above `policy.max_step`
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    place: EnvArgs,
    #[command(flatten)]
    edit: EditArgs,
}

fn percent(text: &str) -> Result<Percent, PercentError> {
    text.strip_suffix('%').unwrap_or(text).parse()
}

pub(super) fn run(args: &RolloutArgs, session: &Session) -> Result<EditReport> {
    edit_flags(&args.edit, session, std::slice::from_ref(&args.key), &|loaded| args.plan(loaded, session))
}

impl RolloutArgs {
    fn plan(&self, loaded: &Loaded, session: &Session) -> Result<FlagEdit> {
        let flag = &loaded.file.flag;
        let environment = self.place.env.as_deref();
        known_environment(&loaded.settings, environment)?;
        let rule = self.rule.as_ref().map(|name| find_rule(flag, environment, name)).transpose();
        let rule = rule.map_err(|error| refusal(error, loaded, session))?;
        let targeting = flag.targeting(environment);
        let clause = match rule {
            Some(index) => targeting.rules.get(index).map(|rule| &rule.clause),
            None => Some(&targeting.clause),
        };
        let now = clause.and_then(|clause| clause.rollout).unwrap_or(Percent::FULL);
        let edit = set_rollout(flag, environment, rule, self.target(now, &loaded.settings.ramp)?);
        if !self.force {
            within_step(&loaded.settings, flag, &edit.after)?;
        }
        Ok(edit)
    }

    fn target(&self, now: Percent, ramp: &[Percent]) -> Result<Percent> {
        let steps = || ramp.iter().map(|step| format!("{step}%")).collect::<Vec<_>>().join(", ");
        let end = |which: &str| refused(format!("{now}% is the {which} of the ramp ({})", steps()), None);
        match (self.percent, self.next) {
            (Some(percent), _) => Ok(percent),
            (None, true) => ramp.iter().copied().find(|step| *step > now).ok_or_else(|| end("end")),
            (None, false) if now == Percent::ZERO => Err(end("beginning")),
            (None, false) => Ok(ramp.iter().copied().rfind(|step| *step < now).unwrap_or(Percent::ZERO)),
        }
    }
}

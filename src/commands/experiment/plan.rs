//! `ffctl experiment plan`

use super::{SubjectArgs, read_alpha, read_between, read_effect, read_power};
use crate::commands::moment::MomentArgs;
use crate::commands::shared::{Session, refused};
use crate::experiment::{Arms, Effect, Goal, Measure, Plan, plan};
use crate::model::Flag;
use crate::report::{PlanReport, PlannedVariant, Version};
use anyhow::Result;
use chrono::{Days, NaiveDate};
use clap::Args;

pub(super) const ASSUMPTIONS: &str = "\
What it goes by:
  Rates: the two-sided z-test with the pooled rate, as `experiment analyze` makes it. Values: the normal
  approximation with one standard deviation for all variants.
  Every variant is held against the control. The level is divided by the comparisons (Bonferroni), so that together
  they find a difference that is not there no more often than --alpha; the analysis by Holm is never weaker.
  Shares come from the rollout and the split outside of rules, whether the flag is switched on or not. Where the split
  draws the fallback too, only the admitted take part; where it does not, those not admitted are the fallback's group.
  The group that fills slowest decides; the others grow by their shares meanwhile.
  --traffic counts different users whom no rule or override names, each once; who comes back does not count again.";

#[derive(Debug, Args)]
pub(super) struct PlanArgs {
    #[command(flatten)]
    subject: SubjectArgs,
    /// The share of users who convert without the change: 0.10 or 10%
    #[arg(long, value_name = "RATE", value_parser = read_rate, required_unless_present = "sd", conflicts_with = "sd")]
    baseline: Option<f64>,
    /// The standard deviation of a value, in place of a rate
    #[arg(long, value_name = "NUMBER", value_parser = read_positive)]
    sd: Option<f64>,
    /// The mean of the value without the change, for a relative --mde
    #[arg(long, value_name = "NUMBER", requires = "sd", allow_hyphen_values = true)]
    mean: Option<f64>,
    /// The smallest difference worth finding: 0.01 in the metric's own unit, or 10% of the baseline
    #[arg(long, value_name = "NUMBER|PERCENT%", value_parser = read_effect, allow_hyphen_values = true)]
    mde: Effect,
    /// How often that difference is found where it is there
    #[arg(long, value_name = "SHARE", default_value = "0.8", value_parser = read_power)]
    power: f64,
    /// How often a difference is found that is not there
    #[arg(long, value_name = "SHARE", default_value = "0.05", value_parser = read_alpha)]
    alpha: f64,
    /// Users who come by each day, to tell the days
    #[arg(long, value_name = "USERS", value_parser = clap::value_parser!(u64).range(1..))]
    traffic: Option<u64>,
    #[command(flatten)]
    pub(super) moment: MomentArgs,
}

pub(super) fn run(args: &PlanArgs, session: &Session) -> Result<PlanReport> {
    let (loaded, arms) = args.subject.open(session)?;
    let goal = args.goal()?;
    let planned = plan(&arms, &goal).ok_or_else(|| {
        refused("no number of users that anybody has shows this difference", Some("take a larger --mde".to_owned()))
    })?;
    let days = args.traffic.map(|traffic| planned.arriving.div_ceil(traffic));
    let until = days.and_then(|days| session.today().checked_add_days(Days::new(days)));
    let notes = args.notes(&loaded.file.flag, &arms, until);
    Ok(args.report(&arms, &goal, planned, days, until, notes))
}

impl PlanArgs {
    fn goal(&self) -> Result<Goal> {
        let measure = match (self.baseline, self.sd) {
            (Some(rate), _) => Measure::Rate(rate),
            (None, Some(deviation)) => Measure::Mean(deviation),
            (None, None) => return Err(refused("--baseline or --sd is needed", None)),
        };
        let difference = match (self.mde, self.baseline.or(self.mean)) {
            (Effect::Relative(_), None | Some(0.0)) => {
                let help = "pass --mean NUMBER, or --mde in the value's own unit";
                return Err(refused("a relative --mde needs a mean that is not 0", Some(help.to_owned())));
            }
            (mde, baseline) => mde.absolute(baseline.unwrap_or_default()),
        };
        match self.baseline.map(|rate| rate + difference).filter(|rate| !(0.0 < *rate && *rate < 1.0)) {
            Some(rate) => {
                let help = "as a share of the baseline, --mde ends in %: 10%";
                Err(refused(
                    format!("--mde makes the rate {rate}, which is not between 0 and 1"),
                    Some(help.to_owned()),
                ))
            }
            None => Ok(Goal { measure, difference, alpha: self.alpha, power: self.power }),
        }
    }

    fn notes(&self, flag: &Flag, arms: &Arms, until: Option<NaiveDate>) -> Vec<String> {
        let environment = self.subject.env.as_deref();
        let place = environment.map(|env| format!(" in {env}")).unwrap_or_default();
        let targeting = flag.targeting(environment);
        let assumed = arms
            .is_assumed
            .then(|| format!("no two variants are served{place} yet: equal shares for all users are assumed"));
        let disabled = (!targeting.enabled).then(|| format!("the flag is switched off{place}"));
        let has_more = !(targeting.rules.is_empty() && targeting.overrides.is_empty());
        let rules = has_more.then(|| "users whom rules or overrides name take no part and are no traffic".to_owned());
        let late = flag.expires.zip(until).filter(|(expires, until)| expires < until);
        let late = late.map(|(expires, until)| format!("the flag expires on {expires}, before {until}"));
        [assumed, disabled, rules, late].into_iter().flatten().collect()
    }

    fn report(
        &self,
        arms: &Arms,
        goal: &Goal,
        planned: Plan,
        days: Option<u64>,
        until: Option<NaiveDate>,
        notes: Vec<String>,
    ) -> PlanReport {
        let baseline = self.baseline.or(self.mean);
        let variant = |(arm, users): (&crate::experiment::Arm, &u64)| PlannedVariant {
            variant: arm.variant.0.clone(),
            share: arm.share,
            users: *users,
        };
        PlanReport {
            version: Version,
            key: self.subject.key.clone(),
            environment: self.subject.env.clone(),
            metric: if self.sd.is_some() { "value" } else { "conversion" },
            baseline,
            deviation: self.sd,
            difference: goal.difference,
            relative_difference: baseline.filter(|baseline| *baseline != 0.0).map(|of| goal.difference / of),
            power: goal.power,
            alpha: goal.alpha,
            alpha_per_comparison: planned.alpha_per_comparison,
            control: arms.list[arms.control].variant.0.clone(),
            variants: arms.list.iter().zip(&planned.users).map(variant).collect(),
            total: planned.total,
            admitted: arms.admitted(),
            traffic: self.traffic,
            days,
            until: until.map(|day| day.to_string()),
            notes,
        }
    }
}

fn read_rate(text: &str) -> Result<f64, String> {
    let percent = text.strip_suffix('%').map(|percent| read_between(percent, 0.0, 100.0).map(|rate| rate / 100.0));
    let rate = percent.unwrap_or_else(|| read_between(text, 0.0, 1.0));
    rate.map_err(|_| "write a rate above 0 and below 1, as 0.10 or 10%".to_owned())
}

fn read_positive(text: &str) -> Result<f64, String> {
    read_between(text, 0.0, f64::INFINITY).map_err(|_| "write a number above 0".to_owned())
}

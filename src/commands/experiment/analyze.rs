//! `ffctl experiment analyze`

use super::records::{Field, Place, read};
use super::{SubjectArgs, read_alpha, read_effect, read_power, results};
use crate::commands::moment::MomentArgs;
use crate::commands::shared::{Session, refused};
use crate::experiment::{Arms, Cohort, Effect, Goal, Measure, Measured, Metric, Outcome, analyse, early, plan};
use crate::model::{Flag, VariantName, hint, parse_instant};
use crate::report::ExperimentReport;
use anyhow::Result;
use chrono::{DateTime, Utc};
use clap::{Args, ValueHint};

pub(super) const ASSUMPTIONS: &str = "\
What it goes by:
  A user counts once, in the variant of the exposures; who saw several variants is left out. A conversion counts where
  the user was exposed and, where both have a time, not before the first exposure. A user's values are added up; who has
  none has 0.
  Sample ratio: the chi-squared test against the rollout and the split outside of rules; below 0.001 it is a mismatch,
  and there is no verdict. Exposures must be of those who take part: where the split draws the fallback, whoever is not
  admitted gets it too and is none of them. --rev or --as-of asks the flag as it was when the experiment ran.
  Rates: Wilson's interval; the two-sided z-test with the pooled rate; Newcombe's interval of the difference.
  Values: Student's interval; Welch's t-test and its interval.
  Several variants: p-values are corrected by Holm, intervals of differences by Bonferroni; the metrics are not
  corrected for each other. An interval is the more cautious of both and may hold 0 where the p-value is just below.
  Too early: below --planned users, or those that --mde takes by the control's rate; without either, before `expires`.

Exit codes: 0 it was analysed, whatever came of it; 1 a sample ratio mismatch; 2 the input cannot be used: a column, a
field, a time or a number that is missing or wrong, or a variant that the flag does not have.";

#[derive(Debug, Args)]
pub(super) struct AnalyzeArgs {
    #[command(flatten)]
    subject: SubjectArgs,
    /// Who saw which variant, and when: CSV with a header, or NDJSON; - for what is piped in
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    exposures: String,
    /// Who converted, when, and for what value; the same forms
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    conversions: String,
    /// The column or field of the user in both files [default: what the flag is bucketed by, `user_id`]
    #[arg(long, value_name = "COLUMN")]
    user: Option<String>,
    /// The column or field of the variant in the exposures
    #[arg(long, value_name = "COLUMN", default_value = "variant")]
    variant: String,
    /// The column or field of the time in both files: dates or RFC 3339 [default: `time`, where it is there]
    #[arg(long, value_name = "COLUMN")]
    time: Option<String>,
    /// Analyse this number of the conversions too, such as what was paid
    #[arg(long, value_name = "COLUMN")]
    value: Option<String>,
    /// How often a difference is found that is not there
    #[arg(long, value_name = "SHARE", default_value = "0.05", value_parser = read_alpha)]
    alpha: f64,
    /// The total of users that was planned: before that, it is too early to look
    #[arg(long, value_name = "USERS", conflicts_with = "mde")]
    planned: Option<u64>,
    /// The smallest difference worth finding, to tell that total by the control's rate: 0.01, or 10% of it
    #[arg(long, value_name = "NUMBER|PERCENT%", value_parser = read_effect, allow_hyphen_values = true)]
    mde: Option<Effect>,
    /// How often --mde is found where it is there
    #[arg(long, value_name = "SHARE", default_value = "0.8", value_parser = read_power, requires = "mde")]
    power: f64,
    #[command(flatten)]
    pub(super) moment: MomentArgs,
}

pub(super) fn run(args: &AnalyzeArgs, session: &Session) -> Result<ExperimentReport> {
    let (loaded, arms) = args.subject.open(session)?;
    let flag = &loaded.file.flag;
    let cohort = args.cohort(flag)?;
    if cohort.users() == 0 {
        return Err(refused(format!("{} holds no exposure", args.exposures), None));
    }
    let outcomes = outcomes(flag, &arms, &cohort.measure(flag.variants.list.len()));
    let metrics: &[Metric] =
        if args.value.is_some() { &[Metric::Conversion, Metric::Value] } else { &[Metric::Conversion] };
    let analysis = analyse(&outcomes, CONTROL, metrics, args.alpha);
    let planned = args.planned.or_else(|| args.planned_by_mde(&arms, &outcomes[CONTROL].measured));
    let analysed = outcomes.iter().map(|outcome| outcome.measured.users).sum();
    let found = results::Found {
        key: &args.subject.key,
        environment: args.subject.env.as_deref(),
        alpha: args.alpha,
        outcomes: &outcomes,
        planned,
        too_early: early(analysed, planned, flag.expires, session.today()),
        notes: args.notes(&arms, planned),
    };
    Ok(found.report(&cohort, &analysis))
}

/// Where the control stands among the outcomes: first.
const CONTROL: usize = 0;

/// The control, the other arms, and whatever else somebody saw.
fn outcomes(flag: &Flag, arms: &Arms, measured: &[Measured]) -> Vec<Outcome> {
    let share_of = |variant: &VariantName| arms.list.iter().find(|arm| arm.variant == *variant).map(|arm| arm.share);
    let control = &arms.list[arms.control].variant;
    let mut outcomes = Vec::new();
    for ((variant, _), measured) in flag.variants.list.iter().zip(measured) {
        let share = share_of(variant);
        if measured.users == 0 && variant != control && (share.is_none() || arms.is_assumed) {
            continue;
        }
        let share = (!arms.is_assumed).then(|| share.unwrap_or_default());
        let outcome = Outcome { variant: variant.clone(), share, measured: *measured };
        if variant == control { outcomes.insert(0, outcome) } else { outcomes.push(outcome) }
    }
    outcomes
}

impl AnalyzeArgs {
    /// Reads both files, record by record.
    fn cohort(&self, flag: &Flag) -> Result<Cohort> {
        if self.exposures == "-" && self.conversions == "-" {
            return Err(refused("one of --exposures and --conversions can be piped in, not both", None));
        }
        let mut cohort = Cohort::default();
        let user = Field { name: self.user.as_deref().unwrap_or(flag.bucket_by()), option: "user", is_required: true };
        let variant = Field { name: &self.variant, option: "variant", is_required: true };
        read(&self.exposures, &[user, variant, self.time()], &mut |record, place| {
            let [Some(user), Some(variant), time] = record else { return Ok(()) };
            cohort.expose(user, variant_of(flag, variant, place)?, instant(time.as_deref(), place)?);
            Ok(())
        })?;
        let user = Field { name: self.user.as_deref().unwrap_or(flag.bucket_by()), option: "user", is_required: true };
        let value = self.value.as_deref();
        let value = Field { name: value.unwrap_or_default(), option: "value", is_required: value.is_some() };
        read(&self.conversions, &[user, self.time(), value], &mut |record, place| {
            let [Some(user), time, value] = record else { return Ok(()) };
            let value = value.as_deref().filter(|_| self.value.is_some());
            let value = value.map(|text| number(text, place)).transpose()?;
            cohort.convert(user, value.unwrap_or_default(), instant(time.as_deref(), place)?);
            Ok(())
        })?;
        Ok(cohort)
    }

    fn time(&self) -> Field<'_> {
        Field { name: self.time.as_deref().unwrap_or("time"), option: "time", is_required: self.time.is_some() }
    }

    fn planned_by_mde(&self, arms: &Arms, control: &Measured) -> Option<u64> {
        let rate = (control.users > 0).then(|| control.converted as f64 / control.users as f64)?;
        let difference = self.mde?.absolute(rate);
        let is_rate = |rate: f64| 0.0 < rate && rate < 1.0;
        let goal = Goal { measure: Measure::Rate(rate), difference, alpha: self.alpha, power: self.power };
        let planned = (is_rate(rate) && is_rate(rate + difference)).then(|| plan(arms, &goal))?;
        planned.map(|planned| planned.total)
    }

    fn notes(&self, arms: &Arms, planned: Option<u64>) -> Vec<String> {
        let place = self.subject.env.as_ref().map(|env| format!(" in {env}")).unwrap_or_default();
        let assumed = arms.is_assumed.then(|| {
            format!(
                "no two variants are served{place}; with --rev or --as-of of when they were, the sample ratio is tested"
            )
        });
        let unplanned = (self.mde.is_some() && planned.is_none())
            .then(|| "the planned size cannot be told: --mde from the control's rate is no rate".to_owned());
        assumed.into_iter().chain(unplanned).collect()
    }
}

fn variant_of(flag: &Flag, name: &str, place: &Place<'_>) -> Result<usize> {
    let mut names = flag.variants.names();
    names.position(|known| known == name).ok_or_else(|| {
        place.refused(&format!("the flag '{}' has no variant '{name}'", flag.key), hint(name, flag.variants.names()))
    })
}

fn instant(text: Option<&str>, place: &Place<'_>) -> Result<Option<DateTime<Utc>>> {
    let Some(text) = text else { return Ok(None) };
    let help = "write 2026-11-01 or 2026-11-01T12:00:00Z".to_owned();
    let refused = || place.refused(&format!("'{text}' is not a date or an RFC 3339 time"), Some(help));
    parse_instant(text).map(Some).ok_or_else(refused)
}

fn number(text: &str, place: &Place<'_>) -> Result<f64> {
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
    number.ok_or_else(|| place.refused(&format!("'{text}' is not a number"), None))
}

//! The ramp, step by step.

use super::super::editing::refusal;
use super::super::shared::{Session, refused};
use super::SimulateArgs;
use crate::bulk::{BeforeAfter, Moved, Moves, Moving};
use crate::change::{find_rule, set_rollout};
use crate::contexts::ContextReader;
use crate::evaluate::{CompiledFlag, Segments};
use crate::model::{Attribute, Days, Flag, Percent, VariantName};
use crate::report::{LinesRead, RampStep, SimulateReport, percent_of};
use crate::store::Loaded;
use anyhow::Result;
use chrono::TimeDelta;

pub(super) fn run(args: &SimulateArgs, loaded: &Loaded, session: &Session) -> Result<SimulateReport> {
    let flag = &loaded.file.flag;
    let environment = args.env.as_deref();
    let plan = args.plan(loaded, session)?;
    let segments = Segments::compile(&loaded.segments);
    let compiled = |flag: &Flag| {
        CompiledFlag::compile(flag, environment, &segments)
            .map_err(|error| refused(format!("the flag '{}' cannot be evaluated: {error}", flag.key), None))
    };
    let mut pairs = Vec::new();
    for (nth, (_, after)) in plan.iter().enumerate() {
        let (_, before) = &plan[nth.saturating_sub(1)];
        pairs.push(BeforeAfter { before: Some(compiled(before)?), after: Some(compiled(after)?) });
    }
    let people = args.people.open(flag, session)?;
    let user_id = Attribute::new("user_id");
    let asked: Vec<&str> =
        pairs.iter().filter_map(|pair| pair.after.as_ref()).flat_map(|flag| flag.attributes()).collect();
    let reader = ContextReader::new(people.syntax.clone(), asked);
    let (name, lines, strict) = (people.name.clone(), people.lines(), people.is_strict());
    let moving = Moving { pairs, reader, strict, user_id };
    let mut moves = Moves::default();
    people.each(
        move |block| moving.count(&block),
        |counted| {
            moves.add(counted);
            lines.refused(&moves.bad).map_or(Ok(()), |refused| Err(refused.into()))
        },
    )?;
    let contexts = moves.lines - moves.bad.count;
    let steps = plan.iter().zip(&moves.counted).enumerate();
    let steps = steps.map(|(nth, ((rollout, _), counted))| RampStep {
        date: args.date(nth, session),
        ..step(*rollout, counted, flag.fallback(), contexts)
    });
    let ramp = steps.collect();
    let lines = LinesRead { lines: moves.lines, bad: moves.bad, ..lines };
    let mut report = SimulateReport::new(&flag.key, environment, name, lines);
    report.ramp = Some(ramp);
    if plan.len() == 1 {
        report.notes.push(format!("{}% is the end of the ramp", plan[0].0));
    }
    Ok(report)
}

impl SimulateArgs {
    /// The flag as it is, then with each step of the ramp that is above.
    fn plan(&self, loaded: &Loaded, session: &Session) -> Result<Vec<(Percent, Flag)>> {
        let flag = &loaded.file.flag;
        let environment = self.env.as_deref();
        let rule = self.rule.as_ref().map(|name| find_rule(flag, environment, name)).transpose();
        let rule = rule.map_err(|error| refusal(error, loaded, session))?;
        let targeting = flag.targeting(environment);
        let clause = match rule {
            Some(index) => targeting.rules.get(index).map(|rule| &rule.clause),
            None => Some(&targeting.clause),
        };
        let now = clause.and_then(|clause| clause.rollout).unwrap_or(Percent::FULL);
        let steps = loaded.settings.ramp.iter().copied().filter(|step| *step > now);
        let step = |step| (step, set_rollout(flag, environment, rule, step).after);
        Ok([(now, Flag::clone(flag))].into_iter().chain(steps.map(step)).collect())
    }

    /// The day of a step; the first is today.
    fn date(&self, nth: usize, session: &Session) -> Option<String> {
        let Days(days) = self.every?;
        let later = TimeDelta::days(i64::from(days).checked_mul(i64::try_from(nth).ok()?.checked_sub(1)?)?);
        if nth == 0 { None } else { session.today().checked_add_signed(later).map(|day| day.to_string()) }
    }
}

/// What a step does, by those who went somewhere and those who stayed.
fn step(rollout: Percent, counted: &[Moved], fallback: Option<&VariantName>, contexts: u64) -> RampStep {
    let sum =
        |which: &dyn Fn(&Moved) -> bool| counted.iter().filter(|moved| which(moved)).map(|moved| moved.count).sum();
    let had = |moved: &Moved| moved.from.as_ref() != fallback;
    let count = sum(&|moved| moved.to.as_ref() != fallback);
    RampStep {
        date: None,
        rollout: f64::from(rollout.thousandths()) / 1000.0,
        count,
        share: percent_of(count, contexts),
        gain: sum(&|moved| moved.moves && !had(moved)),
        lose: sum(&|moved| moved.moves && had(moved)),
    }
}

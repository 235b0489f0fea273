//! Changing flags to see whether their cases notice.

use super::super::shared::Session;
use super::TestArgs;
use super::chosen::{Chosen, invalid};
use crate::report::{MutationReport, SurvivorReport};
use crate::store::FlagFile;
use crate::trial::{Mutation, Survivor, Trials, mutate};
use crate::yaml::Span;
use anyhow::Result;
use rayon::prelude::*;

/// What became of one flag.
enum Changed {
    Untested,
    Failing,
    Mutated(Mutation),
}

pub(super) fn run(args: &TestArgs, session: &Session) -> Result<MutationReport> {
    let chosen = Chosen::open(args, session)?;
    let flags = chosen.flags();
    let changed: Vec<Changed> = flags.par_iter().map(|file| change(file, &chosen)).collect::<Result<_>>()?;
    let (mut untested, mut failing, mut survivors) = (Vec::new(), Vec::new(), Vec::new());
    let (mut mutated, mut killed, mut equivalent) = (0, 0, 0);
    for (file, changed) in flags.iter().zip(changed) {
        match changed {
            Changed::Untested => untested.push(file.flag.key.clone()),
            Changed::Failing => failing.push(file.flag.key.clone()),
            Changed::Mutated(mutation) => {
                mutated += 1;
                killed += mutation.killed;
                equivalent += mutation.equivalent;
                survivors.extend(survived(file, &mutation, &chosen, session));
            }
        }
    }
    let mut report = MutationReport::new(mutated, killed, equivalent, survivors);
    (report.untested, report.failing, report.problems) = (untested, failing, chosen.problems(session));
    Ok(report)
}

fn change(file: &FlagFile, chosen: &Chosen<'_>) -> Result<Changed> {
    let compiled = Trials::compile(&file.flag, chosen.environment, &chosen.segments);
    let trials = compiled.map_err(|error| invalid(file, &error))?;
    if trials.is_empty() {
        return Ok(Changed::Untested);
    }
    if !trials.pass() {
        return Ok(Changed::Failing);
    }
    let mutation = mutate(&file.flag, &chosen.tree.settings, &chosen.segments, chosen.environment);
    mutation.map(Changed::Mutated).map_err(|error| invalid(file, &error))
}

fn survived(file: &FlagFile, mutation: &Mutation, chosen: &Chosen<'_>, session: &Session) -> Vec<SurvivorReport> {
    let spans = chosen.places(file, mutation.survivors.iter().map(|survivor| &survivor.path));
    let report = |(survivor, span): (&Survivor, Span)| SurvivorReport {
        key: file.flag.key.clone(),
        file: session.shown(&file.path),
        line: span.line,
        environment: survivor.environment.clone(),
        change: survivor.words.clone(),
    };
    let mut reports: Vec<SurvivorReport> = mutation.survivors.iter().zip(spans).map(report).collect();
    reports.sort_by_key(|survivor| survivor.line);
    reports
}

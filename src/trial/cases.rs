//! Running a flag's cases.

use crate::evaluate::{CompileError, CompiledFlag, Evaluation, Segments, Trace};
use crate::model::{Context, Flag, TestCase};
use std::collections::BTreeMap;

/// A flag with cases, compiled for each environment that one of them is about.
#[derive(Debug)]
pub struct Trials<'f> {
    cases: Vec<(usize, &'f TestCase)>,
    compiled: BTreeMap<Option<&'f str>, CompiledFlag>,
}

/// What a case gave.
#[derive(Debug)]
pub struct Outcome<'t> {
    /// Its place among the flag's cases, from 0.
    pub index: usize,
    /// The case.
    pub case: &'t TestCase,
    /// The flag's answer.
    pub evaluation: Evaluation<'t>,
    /// How it came about.
    pub trace: Trace,
}

impl<'f> Trials<'f> {
    /// Compiles a flag for its cases; for those of one environment, where one is named.
    ///
    /// # Errors
    /// Where the flag is invalid in one of the environments.
    pub fn compile(flag: &'f Flag, only: Option<&str>, segments: &Segments) -> Result<Trials<'f>, CompileError> {
        let asked_for = |case: &TestCase| only.is_none_or(|name| case.environment.as_deref() == Some(name));
        let cases: Vec<_> = flag.tests.iter().enumerate().filter(|(_, case)| asked_for(case)).collect();
        let mut environments: Vec<Option<&str>> = cases.iter().map(|(_, case)| case.environment.as_deref()).collect();
        environments.sort_unstable();
        environments.dedup();
        let compile = |environment| Ok((environment, CompiledFlag::compile(flag, environment, segments)?));
        let compiled = environments.into_iter().map(compile).collect::<Result<_, CompileError>>()?;
        Ok(Trials { cases, compiled })
    }

    /// Whether there is no case.
    pub fn is_empty(&self) -> bool {
        self.cases.is_empty()
    }

    /// What each case gives, in the order written.
    pub fn outcomes(&self) -> Vec<Outcome<'_>> {
        let cases = self.compiled_cases().map(|(index, case, flag)| {
            let (evaluation, trace) = flag.explain(&Context::new(case.context.clone()));
            Outcome { index, case, evaluation, trace }
        });
        cases.collect()
    }

    /// Whether every case passes.
    pub fn pass(&self) -> bool {
        self.compiled_cases().all(|(_, case, flag)| met(case, &flag.evaluate(&Context::new(case.context.clone()))))
    }

    fn compiled_cases(&self) -> impl Iterator<Item = (usize, &'f TestCase, &CompiledFlag)> {
        let cases = self.cases.iter();
        cases.filter_map(|&(index, case)| Some((index, case, self.compiled.get(&case.environment.as_deref())?)))
    }
}

impl Outcome<'_> {
    /// Whether the flag answers what the case expects, for the reason that it expects, if it names one.
    pub fn passed(&self) -> bool {
        met(self.case, &self.evaluation)
    }
}

fn met(case: &TestCase, evaluation: &Evaluation<'_>) -> bool {
    let reason = evaluation.reason.name();
    *evaluation.variant == case.expect && case.reason.as_deref().is_none_or(|expected| expected == reason)
}

//! The observer that takes down a [`Trace`].

use super::bucket::Draw;
use super::flag::{CompiledClause, CompiledFlag, Variant};
use super::observe::Observer;
use super::predicate::Predicate;
use super::trace::{
    Admission, ClauseTrace, ConditionTrace, Decision, OverrideTrace, Question, RuleTrace, Share, Trace,
};
use crate::model::{Context, Percent};

/// Takes down one evaluation.
pub(super) struct Recorder<'a> {
    flag: &'a CompiledFlag,
    context: &'a Context,
    trace: Trace,
    /// The conditions answered whose parent is not answered yet, in order.
    answered: Vec<ConditionTrace>,
    /// For each open condition, how many were answered when it was opened.
    open: Vec<usize>,
}

impl<'a> Recorder<'a> {
    pub(super) fn new(flag: &'a CompiledFlag, context: &'a Context) -> Recorder<'a> {
        let trace = Trace {
            enabled: flag.enabled,
            overrides: None,
            rules: Vec::new(),
            rules_left: flag.rules.len(),
            clause: None,
            decision: Decision::Disabled,
        };
        Recorder { flag, context, trace, answered: Vec::new(), open: Vec::new() }
    }

    pub(super) fn finish(self) -> Trace {
        self.trace
    }

    fn question(&self, predicate: &Predicate, held: bool, asked: usize) -> Question {
        match predicate {
            Predicate::Attribute(test) => Question::Attribute {
                attribute: test.attribute.name().to_owned(),
                operator: test.operator,
                value: test.written.clone(),
                actual: self.context.lookup(&test.attribute).cloned(),
            },
            Predicate::All(inner) => Question::All { left: inner.len() - asked },
            Predicate::Any(inner) => Question::Any { left: inner.len() - asked },
            Predicate::Not(_) => Question::Not,
            // Who is in without its condition being asked is listed.
            Predicate::Segment(audience) => {
                Question::Segment { name: audience.name.clone(), listed: held && asked == 0 }
            }
        }
    }
}

impl Observer for Recorder<'_> {
    fn overrides(&mut self, id: Option<&str>, variant: Option<&Variant>) {
        self.trace.overrides = Some(OverrideTrace {
            id: id.map(str::to_owned),
            listed: self.flag.overrides.len(),
            variant: variant.map(|variant| variant.name.clone()),
        });
        if variant.is_some() {
            self.trace.decision = Decision::Override;
        }
    }

    fn opens(&mut self) {
        self.open.push(self.answered.len());
    }

    fn closes(&mut self, predicate: &Predicate, held: bool) {
        let inner = self.answered.split_off(self.open.pop().unwrap_or_default());
        let question = self.question(predicate, held, inner.len());
        self.answered.push(ConditionTrace { question, held, inner });
    }

    fn rule(&mut self, index: usize, name: Option<&str>) {
        let condition = self.answered.pop();
        self.trace.rules.extend(condition.map(|condition| RuleTrace {
            index,
            name: name.map(str::to_owned),
            condition,
        }));
        self.trace.rules_left -= 1;
    }

    fn clause(&mut self, clause: &CompiledClause) {
        let admitted = clause.rollout == Percent::FULL;
        self.trace.clause = Some(ClauseTrace {
            rule: self.trace.rules.last().filter(|rule| rule.condition.held).map(|rule| rule.index),
            rollout: clause.rollout,
            admission: Admission::Certain,
            admitted,
            share: None,
        });
        self.trace.decision = if admitted { Decision::Serve } else { Decision::NotAdmitted };
    }

    fn drew(&mut self, clause: &CompiledClause, drawn: Option<(&str, Draw)>) {
        let Some(trace) = &mut self.trace.clause else { return };
        let attribute = self.flag.bucket_by().name().to_owned();
        let Some((id, draw)) = drawn else {
            trace.admitted = false;
            trace.admission = Admission::MissingId { attribute };
            self.trace.decision = Decision::MissingId;
            return;
        };
        trace.admitted = draw.admitted_to(clause.rollout);
        trace.admission = Admission::Drawn { attribute, salt: self.flag.salt.clone(), id: id.to_owned(), draw };
        trace.share = clause.share(draw).filter(|_| trace.admitted).map(|(range, variant)| Share {
            variant: variant.name.clone(),
            start: range.start,
            end: range.end,
        });
        self.trace.decision = match (trace.admitted, &trace.share) {
            (false, _) => Decision::NotAdmitted,
            (true, None) => Decision::Serve,
            (true, Some(_)) => Decision::Split,
        };
    }
}

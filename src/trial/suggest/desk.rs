//! Where cases are written: each is evaluated before it is offered.

use crate::evaluate::{CompiledFlag, Trace};
use crate::model::{Context, Flag, TestCase, VariantName};
use serde_json::{Map, Value};

/// Cases for a flag, in the making.
pub(super) struct Desk<'f> {
    flag: &'f Flag,
    environment: Option<&'f str>,
    compiled: CompiledFlag,
    pub(super) cases: Vec<TestCase>,
    /// How many would have been suggested, and stand in the file already.
    pub(super) known: usize,
}

impl<'f> Desk<'f> {
    pub(super) fn new(flag: &'f Flag, environment: Option<&'f str>, compiled: CompiledFlag) -> Desk<'f> {
        Desk { flag, environment, compiled, cases: Vec::new(), known: 0 }
    }

    /// What the flag serves in a context.
    pub(super) fn variant(&self, context: Map<String, Value>) -> VariantName {
        self.compiled.evaluate(&Context::new(context)).variant.clone()
    }

    /// Offers a case for a context, with what the flag answers now, if it came about as it is aimed at; else says no.
    pub(super) fn offer(&mut self, name: String, context: Map<String, Value>, aim: impl Fn(&Trace) -> bool) -> bool {
        let (evaluation, trace) = self.compiled.explain(&Context::new(context.clone()));
        if !aim(&trace) {
            return false;
        }
        let is_same = |case: &TestCase| case.environment.as_deref() == self.environment && case.context == context;
        if self.flag.tests.iter().any(is_same) {
            self.known += 1;
        } else if !self.cases.iter().any(is_same) {
            let case = TestCase {
                name: Some(name),
                environment: self.environment.map(str::to_owned),
                at: None,
                context,
                expect: evaluation.variant.clone(),
                reason: Some(evaluation.reason.name().to_owned()),
            };
            self.cases.push(case);
        }
        true
    }
}

/// Sets an attribute, a dotted one inside of objects as far as that is possible.
pub(super) fn insert(attributes: &mut Map<String, Value>, name: &str, value: &Value) {
    if let Some((first, rest)) = name.split_once('.') {
        let inner = attributes.entry(first).or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(inner) = inner {
            return insert(inner, rest, value);
        }
    }
    attributes.insert(name.to_owned(), value.clone());
}

//! A flag compiled for one environment, and how it answers.

use super::asker::Asker;
use super::bucket::{Draw, draw};
use super::evaluation::{Evaluation, RuleRef};
use super::observe::{Observer, Unobserved};
use super::predicate::Predicate;
use super::record::Recorder;
use super::trace::Trace;
use crate::model::{Attribute, Context, Percent, VariantName, id_text};
use crate::model::{ErrorCode, Reason};
use serde_json::Value;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// A flag as it holds in one environment, ready to be evaluated.
#[derive(Debug)]
pub struct CompiledFlag {
    pub(super) enabled: bool,
    pub(super) fallback: Arc<Variant>,
    pub(super) user_id: Attribute,
    /// Where draws are for another id than the user's.
    pub(super) bucket_by: Option<Attribute>,
    pub(super) salt: String,
    pub(super) overrides: HashMap<String, Arc<Variant>>,
    pub(super) rules: Vec<CompiledRule>,
    pub(super) default: CompiledClause,
    /// Why, where the default clause answers without a draw.
    pub(super) default_reason: Reason,
}

/// A variant's name and value.
#[derive(Debug)]
pub(super) struct Variant {
    pub(super) name: VariantName,
    pub(super) value: Value,
}

/// A condition and what those get for whom it holds.
#[derive(Debug)]
pub(super) struct CompiledRule {
    pub(super) name: Option<String>,
    pub(super) condition: Predicate,
    pub(super) clause: CompiledClause,
}

/// Who is admitted, and what the admitted get.
#[derive(Debug)]
pub(super) struct CompiledClause {
    pub(super) rollout: Percent,
    pub(super) serving: CompiledServing,
}

/// What the admitted get.
#[derive(Debug)]
pub(super) enum CompiledServing {
    /// All of them this variant.
    Variant(Arc<Variant>),
    /// The variant whose range, in thousandths of a percent, takes in the draw; together they cover all.
    Split(Vec<(Range<u32>, Arc<Variant>)>),
}

impl CompiledFlag {
    /// The flag's answer for a context.
    pub fn evaluate(&self, context: &Context) -> Evaluation<'_> {
        self.decide(context, &mut Unobserved)
    }

    /// The same answer, and how it came about.
    pub fn explain(&self, context: &Context) -> (Evaluation<'_>, Trace) {
        let mut recorder = Recorder::new(self, context);
        let evaluation = self.decide(context, &mut recorder);
        (evaluation, recorder.finish())
    }

    fn decide<O: Observer>(&self, context: &Context, observer: &mut O) -> Evaluation<'_> {
        if !self.enabled {
            return Evaluation::of(&self.fallback, Reason::Disabled);
        }
        let mut digits = itoa::Buffer::new();
        let user_id = id_text(context.lookup(&self.user_id), &mut digits);
        let pinned = user_id.and_then(|id| self.overrides.get(id)).map(Arc::as_ref);
        observer.overrides(user_id, pinned);
        if let Some(variant) = pinned {
            return Evaluation::of(variant, Reason::TargetingMatch);
        }
        let asker = Asker { context, user_id };
        for (index, rule) in self.rules.iter().enumerate() {
            let held = rule.condition.holds(asker, observer);
            observer.rule(index, rule.name.as_deref());
            if held {
                let evaluation = self.apply(&rule.clause, Reason::TargetingMatch, asker, observer);
                return Evaluation { rule: Some(RuleRef { index, name: rule.name.as_deref() }), ..evaluation };
            }
        }
        self.apply(&self.default, self.default_reason, asker, observer)
    }

    /// What a clause gives whoever asks; `undrawn` is the reason where no draw decides.
    fn apply<'a, O: Observer>(
        &'a self,
        clause: &'a CompiledClause,
        undrawn: Reason,
        asker: Asker<'_>,
        observer: &mut O,
    ) -> Evaluation<'a> {
        observer.clause(clause);
        if let Some(certain) = clause.certain(&self.fallback) {
            return Evaluation::of(certain, undrawn);
        }
        let mut digits = itoa::Buffer::new();
        let id = match &self.bucket_by {
            Some(attribute) => id_text(asker.context.lookup(attribute), &mut digits),
            None => asker.user_id,
        };
        let drawn = id.map(|id| (id, draw(&self.salt, id)));
        observer.drew(clause, drawn);
        match drawn {
            Some((_, draw)) => {
                let variant = clause.drawn(draw).unwrap_or(&self.fallback);
                Evaluation { bucket: Some(draw.bucket), ..Evaluation::of(variant, Reason::Split) }
            }
            None => {
                let missing = Some(ErrorCode::TargetingKeyMissing);
                Evaluation { error: missing, ..Evaluation::of(&self.fallback, Reason::Default) }
            }
        }
    }

    /// The attribute whose value is hashed.
    pub(super) fn bucket_by(&self) -> &Attribute {
        self.bucket_by.as_ref().unwrap_or(&self.user_id)
    }
}

impl CompiledClause {
    /// What everyone gets, where no draw is needed: nobody is admitted, or all are and get the same.
    fn certain<'a>(&'a self, fallback: &'a Variant) -> Option<&'a Variant> {
        match &self.serving {
            _ if self.rollout == Percent::ZERO => Some(fallback),
            CompiledServing::Variant(variant) if self.rollout == Percent::FULL => Some(variant),
            _ => None,
        }
    }

    /// What a draw gives; `None` outside the rollout.
    fn drawn(&self, draw: Draw) -> Option<&Variant> {
        if !draw.admitted_to(self.rollout) {
            return None;
        }
        match &self.serving {
            CompiledServing::Variant(variant) => Some(variant),
            CompiledServing::Split(_) => self.share(draw).map(|(_, variant)| variant.as_ref()),
        }
    }

    /// The share of a split that a draw falls into.
    pub(super) fn share(&self, draw: Draw) -> Option<&(Range<u32>, Arc<Variant>)> {
        match &self.serving {
            CompiledServing::Variant(_) => None,
            CompiledServing::Split(shares) => shares.iter().find(|(range, _)| range.contains(&draw.split)),
        }
    }
}

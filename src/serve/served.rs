//! What is served now: an edition with all that can be prepared before anybody asks.

use super::usage::{FlagUsage, Request};
use crate::evaluate::{CompiledFlag, Evaluation};
use crate::live::{Edition, EnvironmentFlags};
use crate::model::{Context, ErrorCode, Flag, Reason, VariantName};
use crate::report::draw_lacks;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// The flags in force, ready to be served. Never changed; another one takes its place.
#[derive(Debug)]
pub(super) struct Served {
    pub(super) edition: Arc<Edition>,
    /// In the order of the edition's environments.
    pub(super) environments: Vec<ServedEnvironment>,
}

/// What is served of one environment.
#[derive(Debug)]
pub(super) struct ServedEnvironment {
    pub(super) name: Option<String>,
    /// In the order of the edition's flags.
    flags: Vec<Prepared>,
    /// `,"metadata":{…}` of all flags together.
    pub(super) metadata: String,
}

/// The parts of a flag's answers.
#[derive(Debug)]
struct Prepared {
    /// `{"key":…,"value":…,"variant":…,"reason":"` by variant, in the flag's order.
    heads: Vec<String>,
    /// `","metadata":{…`, open for more.
    metadata: String,
    usage: FlagUsage,
}

/// A flag that may be asked.
#[derive(Clone, Copy)]
pub(super) struct ServedFlag<'s> {
    flag: &'s Flag,
    compiled: &'s CompiledFlag,
    prepared: &'s Prepared,
}

/// What a flag answered.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "otel"), expect(dead_code, reason = "told to nobody"))]
pub(super) struct Answered<'s> {
    pub(super) variant: &'s VariantName,
    pub(super) reason: Reason,
}

/// Why a flag has no answer for somebody.
#[derive(Debug)]
pub(super) struct Lacking {
    pub(super) code: ErrorCode,
    pub(super) details: String,
}

impl Served {
    /// Prepares an edition; what was counted goes on being counted.
    pub(super) fn new(edition: Arc<Edition>, before: Option<&Served>) -> Served {
        let prepare = |flags: &EnvironmentFlags| {
            let earlier = before.and_then(|served| served.named(flags.name.as_deref()));
            let usage_before = |key: &str| earlier.and_then(|(served, flags)| served.usage(flags, key));
            let prepared = flags.flags().map(|(flag, _)| Prepared::new(flag, usage_before(&flag.key)));
            ServedEnvironment {
                name: flags.name.clone(),
                flags: prepared.collect(),
                metadata: metadata(&edition, flags.name.as_deref()),
            }
        };
        let environments = edition.environments().iter().map(prepare).collect();
        Served { edition, environments }
    }

    /// The environment at a place, with its flags.
    pub(super) fn at(&self, environment: usize) -> (&ServedEnvironment, &EnvironmentFlags) {
        (&self.environments[environment], &self.edition.environments()[environment])
    }

    fn named(&self, name: Option<&str>) -> Option<(&ServedEnvironment, &EnvironmentFlags)> {
        self.environments.iter().position(|environment| environment.name.as_deref() == name).map(|at| self.at(at))
    }

    /// Every flag of every environment with what was counted.
    pub(super) fn usages(&self) -> impl Iterator<Item = (&str, &str, &FlagUsage)> {
        self.environments.iter().zip(self.edition.environments()).flat_map(|(served, flags)| {
            let name = served.name.as_deref().unwrap_or_default();
            let usages = flags.flags().zip(&served.flags);
            usages.map(move |((flag, _), prepared)| (flag.key.as_str(), name, &prepared.usage))
        })
    }
}

impl ServedEnvironment {
    fn usage(&self, flags: &EnvironmentFlags, key: &str) -> Option<&FlagUsage> {
        flags.position(key).map(|at| &self.flags[at].usage)
    }

    /// The flag of this key.
    pub(super) fn flag<'s>(&'s self, flags: &'s EnvironmentFlags, key: &str) -> Option<ServedFlag<'s>> {
        let at = flags.position(key)?;
        let (flag, compiled) = flags.get(at)?;
        Some(ServedFlag { flag, compiled, prepared: &self.flags[at] })
    }

    /// Every flag.
    pub(super) fn flags<'s>(&'s self, flags: &'s EnvironmentFlags) -> impl Iterator<Item = ServedFlag<'s>> {
        let prepared = flags.flags().zip(&self.flags);
        prepared.map(|((flag, compiled), prepared)| ServedFlag { flag, compiled, prepared })
    }
}

impl Prepared {
    fn new(flag: &Flag, before: Option<&FlagUsage>) -> Prepared {
        let key = Value::from(flag.key.as_str());
        let head = |(name, value): &(_, Value)| {
            let name = Value::from(format!("{name}"));
            format!(r#"{{"key":{key},"value":{value},"variant":{name},"reason":""#)
        };
        let mut metadata = json!({"owner": flag.owner, "type": flag.flag_type.name()});
        if let Some(ticket) = &flag.ticket {
            metadata["ticket"] = ticket.as_str().into();
        }
        let metadata = metadata.to_string();
        let open = metadata.trim_end_matches('}');
        Prepared {
            heads: flag.variants.list.iter().map(head).collect(),
            metadata: format!(r#"","metadata":{open}"#),
            usage: FlagUsage::of(flag, before),
        }
    }
}

impl<'s> ServedFlag<'s> {
    pub(super) fn key(&self) -> &str {
        &self.flag.key
    }

    /// Writes the answer for somebody as one JSON object, and counts it.
    pub(super) fn answer(
        &self,
        context: &Context,
        request: Request,
        out: &mut String,
    ) -> Result<Answered<'s>, Lacking> {
        let evaluation = self.compiled.evaluate(context);
        if let Some(code) = evaluation.error {
            self.prepared.usage.count_error(code, request);
            return Err(Lacking { code, details: draw_lacks(self.flag.bucket_by()) });
        }
        let is_served = |(name, _): &(_, Value)| name == evaluation.variant;
        let variant = self.flag.variants.list.iter().position(is_served).unwrap_or_default();
        self.prepared.usage.count(variant, evaluation.reason, request);
        out.push_str(&self.prepared.heads[variant]);
        out.push_str(wire_reason(evaluation.reason));
        out.push_str(&self.prepared.metadata);
        self.tell_rule(&evaluation, out);
        out.push_str("}}");
        Ok(Answered { variant: evaluation.variant, reason: evaluation.reason })
    }

    /// What the protocol has no place for stands in the metadata.
    fn tell_rule(&self, evaluation: &Evaluation<'_>, out: &mut String) {
        if evaluation.reason == Reason::Default {
            out.push_str(r#","reason":"DEFAULT""#);
        }
        if let Some(rule) = evaluation.rule {
            let name = rule.name.map_or_else(|| Value::from(format!("rules[{}]", rule.index)), Value::from);
            out.push_str(r#","rule":"#);
            out.push_str(&name.to_string());
        }
    }
}

/// The protocol's word for a reason; it has none for an answer that no rule and no draw decided.
fn wire_reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Default => "UNKNOWN",
        other => other.name(),
    }
}

/// The metadata of a set of flags, under the names that OpenFeature gives them.
fn metadata(edition: &Edition, environment: Option<&str>) -> String {
    let mut metadata = Map::new();
    if let Some(name) = environment {
        metadata.insert("flagSetId".to_owned(), name.into());
    }
    metadata.insert("version".to_owned(), edition.digest.as_str().into());
    if let Some(commit) = &edition.commit {
        metadata.insert("commit".to_owned(), commit.as_str().into());
    }
    format!(r#","metadata":{}"#, Value::Object(metadata))
}

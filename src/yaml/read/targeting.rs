//! The targeting fields, at the top level and in environments.

use super::condition::condition;
use super::cursor::{Cursor, Fields};
use crate::model::{Clause, Override, Percent, Rule, Split, TargetingLayer, VariantName};

pub(in crate::yaml) const TARGETING_FIELDS: &[&str] = &["enabled", "overrides", "rules", "rollout", "serve", "split"];
pub(in crate::yaml) const RULE_FIELDS: &[&str] = &["name", "if", "rollout", "serve", "split"];

pub(super) fn layer(fields: &Fields<'_>) -> TargetingLayer {
    TargetingLayer {
        enabled: fields.get("enabled").and_then(|c| c.boolean()),
        overrides: fields.get("overrides").map(|c| overrides(&c)),
        rules: fields.get("rules").map(|c| c.items("rules").iter().filter_map(rule).collect()),
        clause: clause(fields),
    }
}

pub(super) fn environments(cursor: &Cursor<'_>) -> Vec<(String, TargetingLayer)> {
    let entries = cursor.entries().unwrap_or_default();
    let read = |(name, at): &(&str, Cursor<'_>)| Some(((*name).to_owned(), layer(&at.fields(TARGETING_FIELDS)?)));
    entries.iter().filter_map(read).collect()
}

fn overrides(cursor: &Cursor<'_>) -> Vec<Override> {
    let entries = cursor.entries().unwrap_or_default();
    let read = |(variant, at): &(&str, Cursor<'_>)| Override {
        variant: VariantName((*variant).to_owned()),
        ids: at.items("ids").iter().filter_map(Cursor::scalar_text).collect(),
    };
    entries.iter().map(read).collect()
}

fn rule(cursor: &Cursor<'_>) -> Option<Rule> {
    let fields = cursor.fields(RULE_FIELDS)?;
    Some(Rule {
        name: fields.get("name").and_then(|c| c.text()),
        condition: condition(&fields.require("if", "say who the rule is for")?),
        clause: clause(&fields),
    })
}

fn clause(fields: &Fields<'_>) -> Clause {
    let rollout = |c: Cursor<'_>| c.percent(["rollout-out-of-range", "rollout-too-precise"]).unwrap_or(Percent::FULL);
    Clause {
        rollout: fields.get("rollout").map(rollout),
        serve: fields.get("serve").and_then(|c| c.scalar_text()).map(VariantName),
        split: fields.get("split").and_then(|c| split(&c)),
    }
}

fn split(cursor: &Cursor<'_>) -> Option<Split> {
    let entries = cursor.entries()?;
    let weight = |(variant, at): &(&str, Cursor<'_>)| {
        Some((VariantName((*variant).to_owned()), at.percent(["weight-out-of-range", "weight-too-precise"])?))
    };
    let weights: Vec<_> = entries.iter().filter_map(weight).collect();
    // A weight that could not be read, or is repeated, is complained of already: the sum says nothing then.
    let written = cursor.node.mapping().map_or(0, |mapping| mapping.entries.len());
    (weights.len() == written).then_some(Split(weights))
}

//! The targeting fields, at the top level and in environments.

use super::condition::condition;
use super::cursor::{Cursor, Fields};
use crate::model::{Clause, Override, Percent, Rule, Split, TargetingLayer, VariantName};

pub(in crate::yaml) const TARGETING_FIELDS: &[&str] = &["enabled", "overrides", "rules", "rollout", "serve", "split"];
pub(in crate::yaml) const RULE_FIELDS: &[&str] = &["name", "if", "rollout", "serve", "split"];

fn layer(fields: &Fields<'_>) -> TargetingLayer {
    let mut layer = TargetingLayer::default();
    for &name in TARGETING_FIELDS {
        if let Some(value) = fields.get(name) {
            read_layer_field(&mut layer, name, &value);
        }
    }
    layer
}

/// Reads one field, whatever the layer had there.
pub(super) fn read_layer_field(layer: &mut TargetingLayer, name: &str, value: &Cursor<'_>) {
    match name {
        "enabled" => layer.enabled = value.boolean(),
        "overrides" => layer.overrides = Some(overrides(value)),
        "rules" => layer.rules = Some(value.items("rules").iter().filter_map(rule).collect()),
        _ => read_clause_field(&mut layer.clause, name, value),
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
    let mut clause = Clause::default();
    for name in ["rollout", "serve", "split"] {
        if let Some(value) = fields.get(name) {
            read_clause_field(&mut clause, name, &value);
        }
    }
    clause
}

fn read_clause_field(clause: &mut Clause, name: &str, value: &Cursor<'_>) {
    match name {
        "rollout" => {
            let percent = value.percent(["rollout-out-of-range", "rollout-too-precise"]);
            clause.rollout = Some(percent.unwrap_or(Percent::FULL));
        }
        "serve" => clause.serve = value.scalar_text().map(VariantName),
        "split" => clause.split = split(value),
        _ => debug_assert!(false, "the field {name} is read by nobody"),
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

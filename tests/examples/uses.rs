//! What the example project uses, held against everything that the format has.

use crate::project;
use ffctl::model::{
    AttributeType, Clause, Comparison, Condition, Flag, FlagType, Operator, Override, Percent, Rule, RuleLevel,
    Settings, TargetingLayer,
};
use serde_json::Value;
use std::collections::BTreeSet;

/// Every condition of flags and segments, also those inside others.
fn visit_conditions(mut visit: impl FnMut(&Condition)) {
    let tree = project();
    let rules = tree.flags.iter().flat_map(|file| rules(&file.flag)).map(|rule| &rule.condition);
    let segments = tree.segments.values().filter_map(|segment| segment.condition.as_ref());
    rules.chain(segments).for_each(|condition| condition.walk(&mut |condition| visit(condition)));
}

fn layers(flag: &Flag) -> impl Iterator<Item = &TargetingLayer> {
    std::iter::once(&flag.base).chain(flag.environments.iter().map(|(_, layer)| layer))
}

fn rules(flag: &Flag) -> impl Iterator<Item = &Rule> {
    layers(flag).flat_map(|layer| layer.rules.iter().flatten())
}

fn clauses(flag: &Flag) -> impl Iterator<Item = &Clause> {
    layers(flag).map(|layer| &layer.clause).chain(rules(flag).map(|rule| &rule.clause))
}

fn overrides(flag: &Flag) -> impl Iterator<Item = &Override> {
    layers(flag).flat_map(|layer| layer.overrides.iter().flatten())
}

/// Fails unless some flag of the project is so.
#[track_caller]
fn some_flag(is_so: impl Fn(&Flag) -> bool) {
    assert!(project().flags.iter().any(|file| is_so(&file.flag)), "no flag of the example project is so");
}

#[test]
fn every_operator_and_every_form_of_a_condition() {
    let (mut operators, mut forms) = (BTreeSet::new(), BTreeSet::new());
    visit_conditions(|condition| {
        forms.insert(match condition {
            Condition::Attribute { operator, value, .. } => {
                operators.insert(operator.name());
                match value {
                    Comparison::Scalar(_) => "a comparison with a scalar",
                    Comparison::List(_) => "a comparison with a list",
                }
            }
            Condition::All(_) => "all",
            Condition::Any(_) => "any",
            Condition::Not(_) => "not",
            Condition::Segment(_) => "segment",
        });
    });
    assert_eq!(operators, Operator::ALL.iter().map(|operator| operator.name()).collect());
    assert_eq!(forms.len(), 6, "{forms:?}");
}

#[test]
fn every_type_of_flag_and_every_type_of_value() {
    let tree = project();
    let types: BTreeSet<FlagType> = tree.flags.iter().map(|file| file.flag.flag_type).collect();
    assert_eq!(types, FlagType::ALL.iter().copied().collect());

    some_flag(|flag| !flag.variants.declared);
    for is_type in [Value::is_boolean, Value::is_string, Value::is_number, Value::is_object] {
        some_flag(|flag| flag.variants.declared && flag.variants.list.iter().all(|(_, value)| is_type(value)));
    }
}

#[test]
fn every_field_of_a_flag() {
    let used: [fn(&Flag) -> bool; 18] = [
        |flag| !flag.tags.is_empty(),
        |flag| flag.links.len() > 1,
        |flag| flag.ticket.is_some(),
        |flag| flag.expires.is_some(),
        |flag| flag.expires.is_none(),
        |flag| flag.fallback.is_some(),
        |flag| flag.bucket_by.is_some(),
        |flag| flag.salt.is_some(),
        |flag| flag.base.enabled == Some(false),
        |flag| flag.base.overrides.is_some(),
        |flag| flag.base.rules.is_none(),
        |flag| flag.base.clause.rollout.is_some(),
        |flag| flag.base.clause.serve.is_some(),
        |flag| flag.base.clause.split.is_some(),
        |flag| overrides(flag).count() == 2,
        |flag| flag.tests.iter().any(|test| test.context.is_empty()),
        |flag| flag.tests.iter().any(|test| test.context.contains_key("targetingKey")),
        |flag| flag.tests.iter().any(|test| test.context.get("user_id").is_some_and(Value::is_number)),
    ];
    used.into_iter().for_each(some_flag);
}

#[test]
fn every_field_of_an_environment_and_each_way_to_inherit() {
    type Named = fn(&TargetingLayer) -> bool;
    let named: [Named; 8] = [
        |layer| layer.enabled == Some(true),
        |layer| layer.enabled == Some(false),
        |layer| layer.overrides.is_some(),
        |layer| layer.rules.as_ref().is_some_and(|rules| !rules.is_empty()),
        |layer| layer.rules.as_ref().is_some_and(Vec::is_empty),
        |layer| layer.clause.rollout.is_some() && layer.clause.serve.is_none() && layer.clause.split.is_none(),
        |layer| layer.clause.serve.is_some(),
        |layer| layer.clause.split.is_some(),
    ];
    for is_so in named {
        some_flag(|flag| flag.environments.iter().any(|(_, layer)| is_so(layer)));
    }
    some_flag(|flag| {
        flag.base.clause.split.is_some() && flag.environments.iter().any(|(_, layer)| layer.clause.serve.is_some())
    });
}

#[test]
fn every_kind_of_clause_and_percentages_with_decimals() {
    let partial = |clause: &Clause| clause.rollout.is_some_and(|p| p > Percent::ZERO && p < Percent::FULL);
    some_flag(|flag| rules(flag).any(|rule| partial(&rule.clause)));
    some_flag(|flag| rules(flag).any(|rule| rule.clause.rollout == Some(Percent::ZERO)));
    some_flag(|flag| rules(flag).any(|rule| rule.clause.split.is_some()));
    some_flag(|flag| rules(flag).any(|rule| rule.clause.serve.is_some() && partial(&rule.clause)));
    some_flag(|flag| rules(flag).any(|rule| rule.clause.is_empty()));
    some_flag(|flag| clauses(flag).any(|clause| clause.rollout.is_some_and(|p| p.thousandths() % 1000 != 0)));
    let three_ways = |clause: &Clause| clause.split.as_ref().is_some_and(|split| split.0.len() == 3);
    some_flag(|flag| clauses(flag).any(|clause| three_ways(clause) && partial(clause)));
}

#[test]
fn two_flags_share_a_salt_and_so_their_buckets() {
    let salts: Vec<String> = project().flags.iter().filter_map(|file| file.flag.salt.clone()).collect();
    assert!(salts.iter().any(|salt| salts.iter().filter(|other| *other == salt).count() > 1), "{salts:?}");
}

#[test]
fn every_kind_of_segment() {
    let segments = project().segments;
    assert!(segments.values().any(|segment| segment.condition.is_some() && !segment.users.is_empty()));
    assert!(segments.values().any(|segment| segment.condition.is_some() && segment.users.is_empty()));
    assert!(segments.values().any(|segment| segment.references().len() == 2), "one is made of others");
    assert!(segments.values().all(|segment| segment.description.is_some() && segment.owner.is_some()));
    let tree = project();
    let named: BTreeSet<&str> = tree
        .flags
        .iter()
        .flat_map(|file| file.flag.references())
        .chain(tree.segments.values().flat_map(|segment| segment.references()))
        .collect();
    assert_eq!(named, tree.segments.keys().map(String::as_str).collect(), "none is there for nothing");
}

#[test]
fn every_setting_differs_from_its_default_or_says_it_on_purpose() {
    let settings = project().settings;
    let defaults = Settings::default();
    assert_eq!(settings.environments, ["development", "staging", "production"]);
    assert_eq!(settings.protected, ["production"]);
    assert_ne!(settings.policy.max_step, defaults.policy.max_step);
    assert!(!settings.policy.max_age.is_empty() && !settings.policy.require.is_empty());
    assert!(!settings.policy.owners.is_empty());
    let by_type = |set: &RuleLevel| set.flag_type.is_some();
    assert!(settings.policy.rules.iter().any(by_type) && !settings.policy.rules.iter().all(by_type));
    assert!(!settings.code.paths.is_empty() && !settings.code.exclude.is_empty());
    let text = std::fs::read_to_string(crate::program::example().join("ffctl.yaml")).unwrap();
    for field in ["ramp:", "expiring_within:", "stale_after:", "ramp_stuck_after:", "unused_after:"] {
        assert!(text.contains(field), "{field}");
    }
}

#[test]
fn every_type_of_attribute_and_each_declared_attribute_is_asked_for() {
    let declared = project().settings.attributes.unwrap();
    let types: BTreeSet<&str> = declared.iter().map(|(_, kind)| kind.name()).collect();
    assert_eq!(types, AttributeType::ALL.iter().map(|kind| kind.name()).collect());

    let mut asked: BTreeSet<String> = project().flags.iter().filter_map(|file| file.flag.bucket_by.clone()).collect();
    visit_conditions(|condition| {
        if let Condition::Attribute { attribute, .. } = condition {
            asked.insert(attribute.clone());
        }
    });
    assert_eq!(asked, declared.into_iter().map(|(name, _)| name).collect());
}

#[test]
fn flags_stand_in_folders_also_in_folders_of_folders() {
    let depths: BTreeSet<usize> = project().flags.iter().map(|file| file.path.matches('/').count()).collect();
    assert_eq!(depths, [1, 2].into());
}

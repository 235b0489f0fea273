//! What a flag says, setting by setting: what changes are changes of.

use super::clause::{rollout_text, serving_text};
use super::metadata::waivers;
use super::{Field, RuleTitle};
use crate::model::{Clause, Flag, Rule, TargetingLayer};

/// One setting as its file has it. What is left out, and holds by default or is inherited, is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The environment that says so for itself; `None` for the top level and what has no environments.
    pub environment: Option<String>,
    /// The field.
    pub field: Field,
    /// The rule whose field it is.
    pub rule: Option<RuleTitle>,
    /// Which entry of the field: a variant.
    pub item: Option<String>,
    /// The value; one of them, where the field has a set.
    pub value: String,
    /// By what a rule without a name is known, whatever stands before it.
    asks: Option<String>,
}

impl Fact {
    fn new(field: Field, value: impl Into<String>) -> Fact {
        Fact { environment: None, field, rule: None, item: None, value: value.into(), asks: None }
    }

    /// Whether another version of the flag says the same thing.
    pub fn is_same(&self, other: &Fact) -> bool {
        let rule = |fact: &Fact| match &fact.rule {
            Some(RuleTitle::Named(name)) => (Some(name.clone()), None),
            _ => (None, fact.asks.clone()),
        };
        (&self.environment, self.field, &self.item, &self.value)
            == (&other.environment, other.field, &other.item, &other.value)
            && rule(self) == rule(other)
    }

    /// What is set: `rollout`, `override true`, `rule 'employees' if`.
    pub fn name(&self) -> String {
        let rule = self.rule.as_ref().map(ToString::to_string);
        let field = match &self.item {
            Some(item) => format!("{} {item}", self.field.noun()),
            None => self.field.name().to_owned(),
        };
        rule.into_iter().chain([field]).collect::<Vec<_>>().join(" ")
    }
}

/// All that a flag says, but for its tests.
pub fn facts(flag: &Flag) -> Vec<Fact> {
    let texts = |field, list: &[String]| list.iter().map(|text| Fact::new(field, text)).collect::<Vec<_>>();
    let fact = |field, text: Option<String>| text.map(|text| Fact::new(field, text));
    let required = [
        Fact::new(Field::Description, &flag.description),
        Fact::new(Field::Owner, &flag.owner),
        Fact::new(Field::Type, flag.flag_type.name()),
        Fact::new(Field::Created, flag.created.to_string()),
    ];
    let variants = flag.variants.list.iter().filter(|_| flag.variants.declared);
    let mut facts = Vec::from(required);
    facts.extend(fact(Field::Expires, flag.expires.map(|day| day.to_string())));
    facts.extend(fact(Field::Ticket, flag.ticket.clone()));
    facts.extend(texts(Field::Tags, &flag.tags));
    facts.extend(texts(Field::Links, &flag.links));
    facts.extend(texts(Field::Waivers, &waivers(flag)));
    facts.extend(variants.map(|(name, value)| {
        let item = Some(name.to_string());
        Fact { item, ..Fact::new(Field::Variants, value.to_string()) }
    }));
    facts.extend(fact(Field::Fallback, flag.fallback.as_ref().map(ToString::to_string)));
    facts.extend(fact(Field::BucketBy, flag.bucket_by.clone()));
    facts.extend(fact(Field::Salt, flag.salt.clone()));
    facts.extend(of_layer(&flag.base));
    for (name, layer) in &flag.environments {
        facts.extend(of_layer(layer).map(|fact| Fact { environment: Some(name.clone()), ..fact }));
    }
    facts
}

fn of_layer(layer: &TargetingLayer) -> impl Iterator<Item = Fact> {
    let enabled = layer.enabled.map(|enabled| Fact::new(Field::Enabled, enabled.to_string()));
    let overrides = layer.overrides.iter().flatten().flat_map(|entry| {
        let item = Some(entry.variant.to_string());
        entry.ids.iter().map(move |id| Fact { item: item.clone(), ..Fact::new(Field::Overrides, id) })
    });
    let rules = layer.rules.iter().flatten().enumerate().flat_map(|(index, rule)| of_rule(index, rule));
    enabled.into_iter().chain(overrides).chain(rules).chain(of_clause(&layer.clause))
}

fn of_rule(index: usize, rule: &Rule) -> impl Iterator<Item = Fact> {
    let title = RuleTitle::of(index, rule);
    let asks = rule.condition.to_string();
    let condition = Fact::new(Field::Condition, &asks);
    let facts = [condition].into_iter().chain(of_clause(&rule.clause));
    facts.map(move |fact| Fact { rule: Some(title.clone()), asks: Some(asks.clone()), ..fact })
}

fn of_clause(clause: &Clause) -> impl Iterator<Item = Fact> {
    let rollout = clause.rollout.map(|_| Fact::new(Field::Rollout, format!("{}%", rollout_text(clause))));
    let serving = serving_text(clause).map(|(field, text)| Fact::new(field, text));
    rollout.into_iter().chain(serving)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::read_flag;

    fn facts_of(fields: &str) -> Vec<Fact> {
        let text = format!("{{description: d, owner: o, type: ops, created: 2026-01-01, enabled: true, {fields}}}");
        facts(&read_flag("a", &text).valid().expect(fields)).split_off(4)
    }

    #[test]
    fn what_the_file_says_is_listed_and_what_it_leaves_out_is_not() {
        let fields = "tags: [x, y], overrides: {true: [u-1, u-2]}, rollout: 10, \
                      rules: [{name: staff, if: {segment: staff}, rollout: 5}, {if: {segment: beta}, serve: false}], \
                      environments: {production: {enabled: false, split: {true: 40, false: 60}}}";
        let lines: Vec<String> = facts_of(fields)
            .iter()
            .map(|fact| format!("{} {} = {}", fact.environment.as_deref().unwrap_or("-"), fact.name(), fact.value))
            .collect();
        assert_eq!(
            lines,
            [
                "- tags = x",
                "- tags = y",
                "- enabled = true",
                "- override true = u-1",
                "- override true = u-2",
                "- rule 'staff' if = segment staff",
                "- rule 'staff' rollout = 5%",
                "- rule 2 if = segment beta",
                "- rule 2 serve = false",
                "- rollout = 10%",
                "production enabled = false",
                "production split = true 40%, false 60%",
            ]
        );
    }

    #[test]
    fn a_rule_is_known_by_its_name_else_by_its_condition_and_not_by_its_place() {
        let alone = facts_of("rules: [{if: {segment: a}, rollout: 5}], rollout: 0");
        let moved = facts_of("rules: [{if: {segment: b}}, {if: {segment: a}, rollout: 5}], rollout: 0");
        assert!(alone.iter().all(|fact| moved.iter().any(|other| fact.is_same(other))));
        let other = facts_of("rules: [{if: {segment: b}, rollout: 5}], rollout: 0");
        assert!(!alone.iter().filter(|fact| fact.rule.is_some()).any(|fact| other.iter().any(|o| fact.is_same(o))));
    }
}

//! Mutants of the targeting: of what the top level and each environment say for themselves.

use super::super::places::path as place;
use super::clause::{Unwritten, clauses};
use super::condition::conditions;
use super::{Mutant, next_variant};
use crate::change::RuleTitle;
use crate::model::{Flag, Path, Rule, TargetingLayer};

/// Something with one change.
struct Changed<T> {
    path: Path,
    value: T,
    words: Option<String>,
}

impl<T> Changed<T> {
    fn new(path: Path, value: T) -> Changed<T> {
        Changed { path, value, words: None }
    }
}

/// Every mutant of a flag that differs in a targeting field.
pub(super) fn layers(flag: &Flag) -> Vec<Mutant> {
    let lacks_default = flag.targeting(None).lacks_default();
    let unwritten = if lacks_default { Unwritten::Inherited } else { Unwritten::of_rules(flag) };
    let base = of_layer(flag, &flag.base, unwritten).into_iter().map(|Changed { path, value, words }| {
        let changed = Flag { base: value, ..flag.clone() };
        Mutant { flag: changed, environment: None, path, words }
    });
    let mut mutants: Vec<Mutant> = base.collect();
    for (index, (name, layer)) in flag.environments.iter().enumerate() {
        for Changed { path, value, words } in of_layer(flag, layer, Unwritten::Inherited) {
            let mut changed = flag.clone();
            changed.environments[index].1 = value;
            let path = place(Some(name)).join(path);
            mutants.push(Mutant { flag: changed, environment: Some(name.clone()), path, words });
        }
    }
    mutants
}

fn of_layer(flag: &Flag, layer: &TargetingLayer, unwritten: Unwritten<'_>) -> Vec<Changed<TargetingLayer>> {
    let mut mutants = Vec::new();
    if let Some(enabled) = layer.enabled {
        let flipped = TargetingLayer { enabled: Some(!enabled), ..layer.clone() };
        mutants.push(Changed::new(Path::root().key("enabled"), flipped));
    }
    for Changed { path, value, words } in of_rules(flag, layer.rules.as_deref().unwrap_or_default()) {
        mutants.push(Changed { path, value: TargetingLayer { rules: Some(value), ..layer.clone() }, words });
    }
    for (field, clause) in clauses(&layer.clause, unwritten, &|name| next_variant(flag, name)) {
        mutants.push(Changed::new(Path::root().key(field), TargetingLayer { clause, ..layer.clone() }));
    }
    mutants
}

fn of_rules(flag: &Flag, rules: &[Rule]) -> Vec<Changed<Vec<Rule>>> {
    let mut mutants = Vec::new();
    for (index, rule) in rules.iter().enumerate() {
        let path = Path::root().key("rules").index(index);
        let changed = |change: &dyn Fn(&mut Vec<Rule>)| {
            let mut rules = rules.to_vec();
            change(&mut rules);
            rules
        };
        mutants.push(Changed::new(path.clone(), changed(&|rules| drop(rules.remove(index)))));
        if index + 1 < rules.len() {
            mutants.push(Changed::new(path.clone(), changed(&|rules| rules.swap(index, index + 1))));
        }
        for inner in conditions(&rule.condition) {
            let value = changed(&|rules| rules[index].condition = inner.condition.clone());
            let words = Some(format!("{} if {}", RuleTitle::of(index, rule), inner.words));
            mutants.push(Changed { path: path.clone().key("if").join(inner.path), value, words });
        }
        for (field, clause) in clauses(&rule.clause, Unwritten::of_rules(flag), &|name| next_variant(flag, name)) {
            let value = changed(&|rules| rules[index].clause = clause.clone());
            mutants.push(Changed::new(path.clone().key(field), value));
        }
    }
    mutants
}

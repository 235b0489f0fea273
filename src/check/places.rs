//! The places of a flag that rules ask about, each with the path to it.

use super::Subject;
use crate::model::{Clause, Condition, Flag, Path, Rule, TargetingLayer, VariantName};

/// The top level, then each environment.
pub(super) fn layers(flag: &Flag) -> impl Iterator<Item = (Path, &TargetingLayer)> {
    let environments = flag.environments.iter();
    std::iter::once((Path::root(), &flag.base))
        .chain(environments.map(|(name, layer)| (Path::root().key("environments").key(name), layer)))
}

/// Every clause, with the path of what it stands in.
pub(super) fn clauses(flag: &Flag) -> impl Iterator<Item = (Path, &Clause)> {
    layers(flag).flat_map(|(path, layer)| {
        let rules = layer.rules.iter().flatten().enumerate();
        let of_rules: Vec<_> = rules.map(|(i, rule)| (path.clone().key("rules").index(i), &rule.clause)).collect();
        std::iter::once((path, &layer.clause)).chain(of_rules)
    })
}

/// Every mention of a variant in the targeting, the fallback and the tests, with its path, and whether it is a key.
pub(super) fn variant_mentions(flag: &Flag) -> Vec<(Path, &VariantName, bool)> {
    let mut mentions = Vec::new();
    mentions.extend(flag.fallback.iter().map(|name| (Path::root().key("fallback"), name, false)));
    for (path, clause) in clauses(flag) {
        mentions.extend(clause.serve.iter().map(|name| (path.clone().key("serve"), name, false)));
        for (name, _) in clause.split.iter().flat_map(|split| &split.0) {
            mentions.push((path.clone().key("split").key(&name.0), name, true));
        }
    }
    for (path, layer) in layers(flag) {
        for entry in layer.overrides.iter().flatten() {
            mentions.push((path.clone().key("overrides").key(&entry.variant.0), &entry.variant, true));
        }
    }
    mentions
}

/// Calls `visit` with every condition, also those inside others, and its path.
pub(super) fn each_condition<'a>(subject: Subject<'a>, visit: &mut impl FnMut(&Path, &'a Condition)) {
    asked(subject).into_iter().for_each(|asked| descend(&mut asked.path(), asked.condition, visit));
}

/// The condition of a segment, or of one of a flag's rules.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) condition: &'a Condition,
    /// The rule with its place in the list.
    pub(super) rule: Option<(usize, &'a Rule)>,
    environment: Option<&'a str>,
}

impl Asked<'_> {
    pub(super) fn path(&self) -> Path {
        let layer = match self.environment {
            Some(name) => Path::root().key("environments").key(name),
            None => Path::root(),
        };
        match self.rule {
            Some((index, _)) => layer.key("rules").index(index).key("if"),
            None => layer.key("if"),
        }
    }
}

/// Every condition that stands in no other.
pub(super) fn asked(subject: Subject<'_>) -> Vec<Asked<'_>> {
    match subject {
        Subject::Segment(segment) => {
            let condition = segment.condition.iter();
            condition.map(|condition| Asked { condition, rule: None, environment: None }).collect()
        }
        Subject::Flag(flag) => {
            let environments = flag.environments.iter().map(|(name, layer)| (Some(name.as_str()), layer));
            let layers = std::iter::once((None, &flag.base)).chain(environments);
            let rules = layers.flat_map(|(environment, layer)| {
                layer.rules.iter().flatten().enumerate().map(move |rule| (environment, rule))
            });
            rules
                .map(|(environment, rule)| Asked { condition: &rule.1.condition, rule: Some(rule), environment })
                .collect()
        }
    }
}

fn descend<'a>(path: &mut Path, condition: &'a Condition, visit: &mut impl FnMut(&Path, &'a Condition)) {
    visit(path, condition);
    let depth = path.0.len();
    let mut inner = |field: &str, index: Option<usize>, condition: &'a Condition| {
        let mut deeper = std::mem::take(path).key(field);
        if let Some(index) = index {
            deeper = deeper.index(index);
        }
        descend(&mut deeper, condition, visit);
        deeper.0.truncate(depth);
        *path = deeper;
    };
    match condition {
        Condition::All(list) => list.iter().enumerate().for_each(|(i, condition)| inner("all", Some(i), condition)),
        Condition::Any(list) => list.iter().enumerate().for_each(|(i, condition)| inner("any", Some(i), condition)),
        Condition::Not(negated) => inner("not", None, negated),
        Condition::Attribute { .. } | Condition::Segment(_) => {}
    }
}

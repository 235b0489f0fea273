//! What a flag means, said in another way than the product says it.

use ffctl::model::{Clause, Comparison, Condition, Flag, Percent, Rule};
use std::collections::{BTreeMap, BTreeSet};

/// Equal texts, equal meaning: the metadata, and the targeting of the top level and of these environments.
pub(crate) fn meaning(flag: &Flag, environments: &BTreeSet<&str>) -> String {
    let set = |list: &[String]| list.iter().cloned().collect::<BTreeSet<_>>();
    let variants: BTreeMap<_, _> =
        flag.variants.list.iter().map(|(name, value)| (&name.0, value.to_string())).collect();
    let mut tests: Vec<String> = flag.tests.iter().map(|test| format!("{test:?}")).collect();
    tests.sort();
    let metadata =
        (&flag.key, &flag.description, &flag.owner, flag.flag_type, flag.created, flag.expires, &flag.ticket);
    let places: Vec<_> = environments.iter().copied().map(Some).chain([None]).map(|name| place(flag, name)).collect();
    let answers = (variants, flag.fallback(), flag.bucket_by(), flag.salt());
    let waivers: BTreeSet<String> = flag.waivers.iter().map(|waiver| format!("{waiver:?}")).collect();
    format!("{metadata:?} {:?} {:?} {waivers:?} {answers:?} {places:#?} {tests:?}", set(&flag.tags), set(&flag.links))
}

fn place(flag: &Flag, environment: Option<&str>) -> String {
    let targeting = flag.targeting(environment);
    let mut pinned = BTreeMap::new();
    for entry in targeting.overrides.iter().rev() {
        pinned.extend(entry.ids.iter().map(|id| (id, &entry.variant)));
    }
    let clause = |clause: &Clause| match clause.resolve(&flag.variants) {
        Some(resolved) => format!("{resolved:?}"),
        None => format!("{:?} of nothing", clause.rollout.unwrap_or(Percent::FULL)),
    };
    let rule = |rule: &Rule| (rule.name.clone(), question(&rule.condition), clause(&rule.clause));
    let rules: Vec<_> = targeting.rules.iter().map(rule).collect();
    let default = (!targeting.lacks_default()).then(|| clause(&targeting.clause));
    format!("{} {pinned:?} {rules:?} {default:?}", targeting.enabled)
}

fn question(condition: &Condition) -> String {
    let of = |word: &str, list: &[Condition]| {
        let questions: BTreeSet<String> = list.iter().map(question).collect();
        match questions.first() {
            Some(only) if questions.len() == 1 => only.clone(),
            _ => format!("{word} {questions:?}"),
        }
    };
    match condition {
        Condition::Attribute { attribute, operator, value: Comparison::List(list) } => {
            let list: BTreeSet<String> = list.iter().map(|scalar| format!("{scalar:?}")).collect();
            format!("{attribute} {operator} {list:?}")
        }
        Condition::All(list) => of("all", list),
        Condition::Any(list) => of("any", list),
        Condition::Not(inner) => format!("not ({})", question(inner)),
        other => format!("{other:?}"),
    }
}

//! When two versions of a flag serve the same variant to everyone: what can be proven from their structure.

use super::places::places;
use crate::change::canonical;
use crate::model::{Clause, Flag, Percent, ResolvedClause, Rule, Serving, Settings, Split, VariantName};
use std::collections::{BTreeMap, BTreeSet};

/// Whether both serve the same variant to everyone in every place where somebody may ask.
///
/// A yes is proven; a no only says that the structure does not show it. Reasons are not looked at.
pub fn serves_the_same(a: &Flag, b: &Flag, settings: &Settings, only: Option<&str>) -> bool {
    (a.bucket_by(), a.salt(), &a.variants) == (b.bucket_by(), b.salt(), &b.variants)
        && places(a, settings, only).iter().all(|place| {
            let in_place = |flag| Meaning::of(flag, place.environment);
            in_place(a) == in_place(b)
        })
}

/// Who gets what in one place, in a form that hides what makes no difference.
#[derive(PartialEq)]
struct Meaning<'f> {
    overrides: BTreeMap<&'f str, &'f VariantName>,
    /// Neighbouring rules that give the same are one step: their order is no matter.
    steps: Vec<(BTreeSet<String>, Gives)>,
    default: Gives,
}

/// What a clause gives, the fallback written out.
#[derive(PartialEq)]
enum Gives {
    /// Everyone this variant.
    Always(Option<VariantName>),
    /// Those inside the rollout this variant, all others the fallback.
    Partly(Percent, VariantName, Option<VariantName>),
    /// Those inside the rollout what they draw, all others, and who has no id, the fallback.
    Split(Percent, Split, Option<VariantName>),
}

impl<'f> Meaning<'f> {
    fn of(flag: &'f Flag, environment: Option<&str>) -> Meaning<'f> {
        let targeting = flag.targeting(environment);
        if !targeting.enabled {
            let default = Gives::Always(flag.fallback().cloned());
            return Meaning { overrides: BTreeMap::new(), steps: Vec::new(), default };
        }
        let default = Gives::by(&targeting.clause, flag);
        let steps = steps(targeting.rules, &default, flag);
        let pinned = targeting.overrides.iter().rev();
        let overrides = pinned.flat_map(|entry| entry.ids.iter().map(|id| (id.as_str(), &entry.variant))).collect();
        Meaning { overrides, steps, default }
    }
}

fn steps(rules: &[Rule], default: &Gives, flag: &Flag) -> Vec<(BTreeSet<String>, Gives)> {
    let mut steps: Vec<(BTreeSet<String>, Gives)> = Vec::new();
    for rule in rules {
        let asks = format!("{:?}", canonical(&rule.condition));
        let gives = Gives::by(&rule.clause, flag);
        match steps.last_mut().filter(|(_, last)| *last == gives) {
            Some((asked, _)) => drop(asked.insert(asks)),
            None => steps.push((BTreeSet::from([asks]), gives)),
        }
    }
    // Whom no later rule names gets the default: a rule that gives just that changes nothing.
    while steps.last().is_some_and(|(_, gives)| gives == default) {
        steps.pop();
    }
    steps
}

impl Gives {
    fn by(clause: &Clause, flag: &Flag) -> Gives {
        let fallback = flag.fallback().cloned();
        let Some(ResolvedClause { rollout, serving }) = clause.resolve(&flag.variants) else {
            return Gives::Always(None);
        };
        match serving {
            _ if rollout == Percent::ZERO => Gives::Always(fallback),
            Serving::Split(split) => Gives::Split(rollout, split.clone(), fallback),
            Serving::Variant(name) if rollout == Percent::FULL || Some(name) == fallback.as_ref() => {
                Gives::Always(Some(name.clone()))
            }
            Serving::Variant(name) => Gives::Partly(rollout, name.clone(), fallback),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::read_flag;

    const SETTINGS: &str = "{environments: [staging, production]}";

    fn are_same(a: &str, b: &str) -> bool {
        let settings = crate::yaml::read_settings(SETTINGS).valid().unwrap();
        let read = |fields: &str| {
            let text = format!("{{description: d, owner: o, type: ops, created: 2026-01-01, {fields}}}");
            read_flag("a", &text).valid().expect(fields)
        };
        serves_the_same(&read(a), &read(b), &settings, None)
    }

    fn rules(rules: &str) -> String {
        format!("enabled: true, rollout: 10, rules: [{rules}]")
    }

    #[test]
    fn what_makes_no_difference_is_seen() {
        let (a, b) = ("{if: {segment: a}}", "{if: {segment: b}}");
        for (same, other) in [
            (rules(&format!("{a}, {b}")), rules(&format!("{b}, {a}"))),
            (rules(&format!("{a}, {{if: {{segment: b}}, rollout: 10}}")), rules(a)),
            (rules("{if: {segment: a}, serve: false}"), rules("{if: {segment: a}, rollout: 0}")),
            ("enabled: false, rollout: 10".into(), "enabled: false, rollout: 20".into()),
            ("enabled: true, serve: true, fallback: false".into(), "enabled: true, serve: true, fallback: true".into()),
            (
                "enabled: true, rollout: 10, environments: {staging: {rollout: 1}, production: {rollout: 2}}".into(),
                "enabled: true, rollout: 20, environments: {staging: {rollout: 1}, production: {rollout: 2}}".into(),
            ),
        ] {
            assert!(are_same(&same, &other), "{same}\n{other}");
        }
    }

    #[test]
    fn what_makes_a_difference_is_never_taken_for_none() {
        let (a, b) = ("{if: {segment: a}}", "{if: {segment: b}, rollout: 50}");
        for (one, other) in [
            (rules(&format!("{a}, {b}")), rules(&format!("{b}, {a}"))),
            (rules(a), rules("{if: {not: {segment: a}}}")),
            (rules(a), "enabled: true, rollout: 10".into()),
            ("enabled: true, rollout: 10".into(), "enabled: true, rollout: 11".into()),
            ("enabled: true, rollout: 10".into(), "enabled: false, rollout: 10".into()),
            (
                "enabled: true, rollout: 10, environments: {staging: {rollout: 1}}".into(),
                "enabled: true, rollout: 20, environments: {staging: {rollout: 1}}".into(),
            ),
            ("enabled: true, fallback: false, rollout: 10".into(), "enabled: true, fallback: true, rollout: 10".into()),
        ] {
            assert!(!are_same(&one, &other), "{one}\n{other}");
        }
    }
}

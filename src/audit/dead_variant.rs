//! `dead-variant`: the flag names a variant where nobody arrives.
//!
//! What no clause names at all is `unserved-variant` of `validate`. A flag that gives everybody the same is not asked:
//! before its start and after its end every other variant waits, and `stale` says when it waits for too long.

use super::settled::settled_variant;
use super::{Ask, Found, Rule, Subject, Verdict, words};
use crate::logic::Logic;
use crate::model::{
    Clause, Condition, EffectiveTargeting, Flag, Level, Part, Path, Percent, Serving, Settings, VariantName,
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::iter::once;

pub(super) const RULE: Rule = Rule {
    name: "dead-variant",
    level: Level::Warning,
    about: "the flag divides its users, and no environment, rule or override can give anyone one of its variants",
    why: "A variant that is named only at a weight of 0, behind a rollout of 0, in a rule that is never reached or where \
          the flag is off looks alive in the file, and its code is kept for nobody. A variant that nothing names at all \
          is `unserved-variant` of `ffctl validate`.",
    mend: "Serve it again, or remove it from `variants` and from where it is named, and its code.",
    ask: Ask::Flag(check),
};

/// Why nobody gets a variant where it is named, in the order in which it is told.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Dead {
    NoWeight,
    NoRollout,
    NoIds,
    NotReached,
    Off,
}

fn check(subject: &Subject<'_>, settings: &Settings, _: NaiveDate) -> Verdict {
    let flag = subject.flag;
    if !flag.variants.declared || settled_variant(flag, settings).is_some() {
        return Verdict::Fine;
    }
    let names = settings.environments.iter().map(|name| Some(name.as_str()));
    let places: Vec<_> = once(None).chain(names).map(|environment| flag.targeting(environment)).collect();
    let mentions: Vec<_> = places.iter().flat_map(|targeting| mentions(flag, targeting)).collect();
    let mut dead =
        flag.variants.list.iter().filter_map(|(variant, _)| Some((variant, death(flag, variant, &mentions)?)));
    let Some((variant, reasons)) = dead.next() else { return Verdict::Fine };
    let others: Vec<String> = dead.map(|(other, _)| format!("`{other}`")).collect();
    let also = if others.is_empty() { String::new() } else { format!("; nor {}", words::list(&others)) };
    let message = format!("nobody can get the variant `{variant}`: it is named only {}{also}", words::list(&reasons));
    let help = format!("`ffctl edit {}`: serve it again, or remove it and its code", flag.key);
    let found = Found::at(Path::root().key("variants").key(&variant.0), message, help);
    Verdict::Found(Found { part: Part::Key, ..found })
}

/// Why nobody gets a variant; `None` where somebody does, or where it is not even named.
fn death(flag: &Flag, variant: &VariantName, mentions: &[(&VariantName, Option<Dead>)]) -> Option<Vec<String>> {
    let of_variant = || mentions.iter().filter(|(name, _)| *name == variant).map(|(_, dead)| *dead);
    if flag.fallback() == Some(variant) || of_variant().any(|dead| dead.is_none()) {
        return None;
    }
    let reasons: BTreeSet<Dead> = of_variant().flatten().collect();
    (!reasons.is_empty()).then(|| reasons.into_iter().map(|dead| dead.words().to_owned()).collect())
}

/// Every variant that a targeting names, and why nobody gets it there.
fn mentions<'f>(flag: &'f Flag, targeting: &EffectiveTargeting<'f>) -> Vec<(&'f VariantName, Option<Dead>)> {
    let off = (!targeting.enabled).then_some(Dead::Off);
    let mut found = Vec::new();
    for entry in targeting.overrides {
        found.push((&entry.variant, off.or(entry.ids.is_empty().then_some(Dead::NoIds))));
    }
    // What segments ask for is not known here, so that nothing is claimed of them.
    let segments = BTreeMap::new();
    let logic = Logic::new(&segments);
    let conditions: Vec<&Condition> = targeting.rules.iter().map(|rule| &rule.condition).collect();
    for (index, rule) in targeting.rules.iter().enumerate() {
        let hidden = logic.nobody_is(&[&rule.condition], &conditions[..index]).then_some(Dead::NotReached);
        found.extend(of_clause(flag, &rule.clause, off.or(hidden)));
    }
    let hidden = logic.nobody_is(&[], &conditions).then_some(Dead::NotReached);
    found.extend(of_default(flag, &targeting.clause, off.or(hidden)));
    found
}

fn of_clause<'f>(
    flag: &'f Flag,
    clause: &'f Clause,
    dead: Option<Dead>,
) -> impl Iterator<Item = (&'f VariantName, Option<Dead>)> {
    served(flag, clause).into_iter().map(move |(name, own)| (name, dead.or(own)))
}

/// The default is merged and not the flag's own: its variants are looked up among those of the flag.
fn of_default<'f>(flag: &'f Flag, clause: &Clause, dead: Option<Dead>) -> Vec<(&'f VariantName, Option<Dead>)> {
    let own = |name: &VariantName| flag.variants.list.iter().map(|(known, _)| known).find(|known| *known == name);
    let served = served(flag, clause);
    served.into_iter().filter_map(|(name, why)| Some((own(name)?, dead.or(why)))).collect()
}

fn served<'c>(flag: &'c Flag, clause: &'c Clause) -> Vec<(&'c VariantName, Option<Dead>)> {
    let Some(resolved) = clause.resolve(&flag.variants) else { return Vec::new() };
    let closed = (resolved.rollout == Percent::ZERO).then_some(Dead::NoRollout);
    match resolved.serving {
        Serving::Variant(variant) => vec![(variant, closed)],
        Serving::Split(split) => {
            let weightless = |weight: Percent| (weight == Percent::ZERO).then_some(Dead::NoWeight);
            split.0.iter().map(|(name, weight)| (name, closed.or(weightless(*weight)))).collect()
        }
    }
}

impl Dead {
    fn words(self) -> &'static str {
        match self {
            Dead::NoWeight => "with a weight of 0",
            Dead::NoRollout => "behind a rollout of 0",
            Dead::NoIds => "in overrides without an id",
            Dead::NotReached => "behind a rule that holds for everyone who would arrive",
            Dead::Off => "where the flag is off",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{day, found, message, subject};
    use super::*;
    use crate::yaml::read_flag;

    fn asked(fields: &str) -> Verdict {
        let head = "description: d, owner: o, type: experiment, created: 2026-09-01, expires: 2027-01-01, \
                    variants: {a: 1, b: 2, c: 3, d: 4}, fallback: a, enabled: true";
        let flag = read_flag("new-checkout", &format!("{{{head}, {fields}}}")).valid().unwrap();
        let settings = Settings { environments: vec!["staging".into(), "production".into()], ..Settings::default() };
        check(&subject(&flag), &settings, day(0))
    }

    #[test]
    fn a_variant_that_is_named_where_nobody_arrives_is_dead() {
        for (fields, why) in [
            ("split: {a: 50, b: 50, c: 0}", "with a weight of 0"),
            ("split: {a: 50, b: 50}, overrides: {c: []}", "in overrides without an id"),
            ("split: {a: 50, b: 50}, environments: {staging: {enabled: false, serve: c}}", "where the flag is off"),
            ("split: {a: 50, b: 50}, rules: [{if: {segment: s}, serve: c, rollout: 0}]", "behind a rollout of 0"),
            (
                "split: {a: 50, b: 50}, rules: [{if: {attribute: x, operator: in, value: [1, 2]}, serve: b}, \
                 {if: {attribute: x, operator: equals, value: 2}, serve: c}]",
                "behind a rule that holds for everyone who would arrive",
            ),
            (
                "split: {a: 90, c: 10}, rules: [{if: {any: [{attribute: x, operator: exists, value: true}, \
                 {attribute: x, operator: exists, value: false}]}, split: {a: 50, b: 50}}]",
                "behind a rule that holds for everyone who would arrive",
            ),
            (
                "split: {a: 50, b: 50, c: 0}, environments: {staging: {enabled: false, serve: c}}",
                "with a weight of 0 and where the flag is off",
            ),
        ] {
            let verdict = asked(fields);
            let said = format!("nobody can get the variant `c`: it is named only {why}");
            assert_eq!(message(&verdict), Some(said.as_str()), "{fields}");
            assert_eq!(found(&verdict).path.to_string(), "variants.c");
        }
    }

    #[test]
    fn a_variant_that_somebody_can_get_is_alive() {
        for fields in [
            "split: {a: 50, b: 49.999, c: 0.001}",
            "split: {a: 50, b: 50, c: 0}, overrides: {c: [u-1]}",
            "split: {a: 50, b: 50, c: 0}, environments: {staging: {serve: c}}",
            "split: {b: 50, c: 50}, rollout: 0, environments: {staging: {rollout: 1}}",
            "split: {a: 50, b: 50}, rules: [{if: {segment: s}, serve: c, rollout: 1}]",
        ] {
            assert_eq!(asked(fields), Verdict::Fine, "{fields}");
        }
    }

    #[test]
    fn what_validate_says_and_what_has_not_begun_is_not_said() {
        for fields in ["split: {a: 50, b: 50}", "split: {b: 50, c: 50}, rollout: 0", "serve: b", "serve: c"] {
            assert_eq!(asked(fields), Verdict::Fine, "{fields}");
        }
    }

    #[test]
    fn several_are_one_finding() {
        let said = "nobody can get the variant `c`: it is named only with a weight of 0; nor `d`";
        assert_eq!(message(&asked("split: {a: 50, b: 50, c: 0, d: 0}")), Some(said));
    }
}

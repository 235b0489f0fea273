//! Whether a flag still decides anything: one and the same variant for everybody, everywhere.

use crate::model::{Clause, EffectiveTargeting, Flag, Percent, Serving, Settings, VariantName};
use std::iter::once;

/// The one variant that everybody gets, at the top level and in every environment of the settings; `None` where it
/// depends on who asks or where.
///
/// A disabled flag gives everybody its fallback. A split with a single variant of any weight is decided, although it
/// still draws.
pub(super) fn settled_variant(flag: &Flag, settings: &Settings) -> Option<VariantName> {
    let environments = settings.environments.iter().map(|name| Some(name.as_str()));
    sole(once(None).chain(environments).map(|environment| sole_answer(flag, &flag.targeting(environment))))
}

fn sole_answer(flag: &Flag, targeting: &EffectiveTargeting<'_>) -> Option<VariantName> {
    let fallback = flag.fallback()?;
    if !targeting.enabled {
        return Some(fallback.clone());
    }
    if targeting.lacks_default() {
        return None;
    }
    let pinned = targeting.overrides.iter().filter(|entry| !entry.ids.is_empty()).map(|entry| Some(&entry.variant));
    let clauses = targeting.rules.iter().map(|rule| &rule.clause).chain(once(&targeting.clause));
    sole(pinned.chain(clauses.map(|clause| sole_of_clause(clause, flag, fallback)))).cloned()
}

/// The one variant that a clause gives everybody who arrives there; `None` where it draws.
pub(super) fn sole_of_clause<'a>(
    clause: &'a Clause,
    flag: &'a Flag,
    fallback: &'a VariantName,
) -> Option<&'a VariantName> {
    let clause = clause.resolve(&flag.variants)?;
    if clause.rollout == Percent::ZERO {
        return Some(fallback);
    }
    let left_out = (clause.rollout < Percent::FULL).then_some(fallback);
    let admitted = match clause.serving {
        Serving::Variant(variant) => vec![variant],
        Serving::Split(split) => {
            split.0.iter().filter(|(_, weight)| *weight > Percent::ZERO).map(|(variant, _)| variant).collect()
        }
    };
    sole(left_out.into_iter().chain(admitted).map(Some))
}

/// What all of them are; `None` where two differ, one is not known, or there are none.
fn sole<T: PartialEq>(answers: impl IntoIterator<Item = Option<T>>) -> Option<T> {
    let mut answers = answers.into_iter();
    let first = answers.next()??;
    answers.all(|answer| answer.as_ref() == Some(&first)).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::flag;
    use super::*;
    use crate::model::{Condition, Override, Rule, Split, TargetingLayer, Variants};
    use serde_json::json;

    fn name(text: &str) -> VariantName {
        VariantName(text.into())
    }

    fn rollout(percent: &str) -> Clause {
        Clause { rollout: Some(percent.parse().unwrap()), ..Clause::default() }
    }

    fn serve(variant: &str) -> Clause {
        Clause { serve: Some(name(variant)), ..Clause::default() }
    }

    fn split(weights: &[(&str, &str)]) -> Clause {
        let weights = weights.iter().map(|(variant, weight)| (name(variant), weight.parse().unwrap()));
        Clause { split: Some(Split(weights.collect())), ..Clause::default() }
    }

    fn on(clause: Clause) -> TargetingLayer {
        TargetingLayer { enabled: Some(true), clause, ..TargetingLayer::default() }
    }

    fn pinned(variant: &str, ids: &[&str], clause: Clause) -> TargetingLayer {
        let ids = ids.iter().map(|&id| id.to_owned()).collect();
        TargetingLayer { overrides: Some(vec![Override { variant: name(variant), ids }]), ..on(clause) }
    }

    fn ruled(rule: Clause, clause: Clause) -> TargetingLayer {
        let rule = Rule { name: None, condition: Condition::Segment("staff".into()), clause: rule };
        TargetingLayer { rules: Some(vec![rule]), ..on(clause) }
    }

    fn settled(base: TargetingLayer, environments: &[(&str, TargetingLayer)]) -> Option<String> {
        let mut flag = flag();
        flag.base = base;
        flag.environments = environments.iter().map(|(name, layer)| ((*name).to_owned(), layer.clone())).collect();
        let settings = Settings { environments: vec!["staging".into(), "production".into()], ..Settings::default() };
        settled_variant(&flag, &settings).map(|variant| variant.0)
    }

    #[test]
    fn one_layer_is_settled_where_nobody_can_get_anything_else() {
        let off = TargetingLayer { enabled: Some(false), ..pinned("true", &["u-1"], rollout("50")) };
        for (case, layer, expected) in [
            ("nothing said", on(Clause::default()), Some("true")),
            ("rollout 100", on(rollout("100")), Some("true")),
            ("rollout 0", on(rollout("0")), Some("false")),
            ("all but a few", on(rollout("99.999")), None),
            ("a few", on(rollout("0.001")), None),
            (
                "a draw that decides nothing",
                on(Clause { rollout: rollout("50").rollout, ..serve("false") }),
                Some("false"),
            ),
            ("disabled, whatever else stands there", off, Some("false")),
            ("pinned to the same", pinned("true", &["u-1"], serve("true")), Some("true")),
            ("pinned to another", pinned("false", &["u-1"], serve("true")), None),
            ("nobody pinned", pinned("false", &[], serve("true")), Some("true")),
            ("pinned and no default", pinned("true", &["u-1"], Clause::default()), None),
            ("a rule with the same", ruled(serve("true"), rollout("100")), Some("true")),
            ("a rule with another", ruled(serve("false"), rollout("100")), None),
            ("a rule that admits nobody", ruled(rollout("0"), rollout("0")), Some("false")),
            ("a rule that draws", ruled(rollout("10"), rollout("100")), None),
            ("a split", on(split(&[("true", "50"), ("false", "50")])), None),
            ("a decided split", on(split(&[("false", "0"), ("true", "100")])), Some("true")),
            (
                "a decided split for some",
                on(Clause { rollout: rollout("10").rollout, ..split(&[("true", "100")]) }),
                None,
            ),
            (
                "a split for nobody",
                on(Clause { rollout: rollout("0").rollout, ..split(&[("true", "100")]) }),
                Some("false"),
            ),
        ] {
            assert_eq!(settled(layer, &[]).as_deref(), expected, "{case}");
        }
    }

    #[test]
    fn every_environment_and_the_top_level_have_to_agree() {
        let full = || on(rollout("100"));
        assert_eq!(settled(full(), &[("staging", full()), ("production", full())]).unwrap(), "true");
        assert_eq!(settled(full(), &[("production", on(rollout("0")))]), None);
        assert_eq!(settled(on(rollout("0")), &[("staging", full()), ("production", full())]), None);
        let disabled = TargetingLayer { enabled: Some(false), ..TargetingLayer::default() };
        assert_eq!(settled(on(rollout("0")), &[("production", disabled)]).unwrap(), "false");
    }

    #[test]
    fn a_flag_with_variants_settles_on_any_of_them() {
        let mut flag = flag();
        let list = ["blue", "green"].map(|variant| (name(variant), json!(variant)));
        flag.variants = Variants { declared: true, list: list.into() };
        flag.fallback = Some(name("blue"));
        let mut settled = |clause: Clause| {
            flag.base.clause = clause;
            settled_variant(&flag, &Settings::default()).map(|variant| variant.0)
        };
        assert_eq!(settled(serve("green")).unwrap(), "green");
        assert_eq!(settled(serve("blue")).unwrap(), "blue");
        assert_eq!(settled(split(&[("blue", "50"), ("green", "50")])), None);
        assert_eq!(settled(rollout("100")), None, "what is served is not said");
    }
}

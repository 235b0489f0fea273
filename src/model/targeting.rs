//! Who gets what: overrides, rules and clauses, for one environment or for all.

use super::{Condition, Flag, Percent, VariantName, Variants};

/// The targeting fields as they stand in one place: the top level of a flag or one of its environments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TargetingLayer {
    /// The switch.
    pub enabled: Option<bool>,
    /// Ids that always get a variant.
    pub overrides: Option<Vec<Override>>,
    /// The rules, in order.
    pub rules: Option<Vec<Rule>>,
    /// The default clause; without any of its three fields, none is written here.
    pub clause: Clause,
}

/// Users who always get one variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// What they get.
    pub variant: VariantName,
    /// Their ids.
    pub ids: Vec<String>,
}

/// A condition and what those get for whom it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What people call it.
    pub name: Option<String>,
    /// Who it is for.
    pub condition: Condition,
    /// What they get.
    pub clause: Clause,
}

/// Who of an audience is admitted, and what the admitted get; as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clause {
    /// The share admitted; 100 if left out.
    pub rollout: Option<Percent>,
    /// One variant for all admitted.
    pub serve: Option<VariantName>,
    /// Variants by weight.
    pub split: Option<Split>,
}

/// Variants by weight, in the order written; the weights sum to 100.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split(pub Vec<(VariantName, Percent)>);

/// What the admitted get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Serving<'a> {
    /// All of them this variant.
    Variant(&'a VariantName),
    /// A variant drawn by weight.
    Split(&'a Split),
}

/// A clause with its defaults filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResolvedClause<'a> {
    /// The share admitted.
    pub rollout: Percent,
    /// What the admitted get.
    pub serving: Serving<'a>,
}

/// The targeting that holds in one environment, inheritance applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EffectiveTargeting<'a> {
    /// The switch.
    pub enabled: bool,
    /// Ids that always get a variant.
    pub overrides: &'a [Override],
    /// The rules, in order.
    pub rules: &'a [Rule],
    /// The default clause as merged; all three fields empty where no default is written.
    pub clause: Clause,
}

impl Clause {
    /// No field is written.
    pub fn is_empty(&self) -> bool {
        *self == Clause::default()
    }

    /// The clause with its defaults; `None` where a flag with `variants` names neither `serve` nor `split`.
    pub fn resolve<'a>(&'a self, variants: &'a Variants) -> Option<ResolvedClause<'a>> {
        let serving = match (&self.split, &self.serve) {
            (Some(split), _) => Serving::Split(split),
            (None, Some(variant)) => Serving::Variant(variant),
            (None, None) => Serving::Variant(variants.default_serve()?),
        };
        Some(ResolvedClause { rollout: self.rollout.unwrap_or(Percent::FULL), serving })
    }

    /// This clause with what `layer` names put in its place: `serve` or `split` there drops either here.
    fn overlaid(&self, layer: &Clause) -> Clause {
        let served = if layer.serve.is_some() || layer.split.is_some() { layer } else { self };
        Clause { rollout: layer.rollout.or(self.rollout), serve: served.serve.clone(), split: served.split.clone() }
    }
}

impl Split {
    /// The sum of the weights in thousandths of a percent; 100,000 in a valid split.
    pub fn total_thousandths(&self) -> u64 {
        self.0.iter().map(|(_, weight)| u64::from(weight.thousandths())).sum()
    }
}

impl Flag {
    /// The fields that one environment names itself; `None` where the flag does not name it.
    pub fn layer(&self, environment: &str) -> Option<&TargetingLayer> {
        self.environments.iter().find(|(name, _)| name == environment).map(|(_, layer)| layer)
    }

    /// What holds in an environment, or with no environment: what it names replaces the top-level field whole.
    pub fn targeting(&self, environment: Option<&str>) -> EffectiveTargeting<'_> {
        let base = &self.base;
        let layer = environment.and_then(|name| self.layer(name)).unwrap_or(base);
        EffectiveTargeting {
            enabled: layer.enabled.or(base.enabled).unwrap_or(false),
            overrides: layer.overrides.as_ref().or(base.overrides.as_ref()).map_or(&[], Vec::as_slice),
            rules: layer.rules.as_ref().or(base.rules.as_ref()).map_or(&[], Vec::as_slice),
            clause: base.clause.overlaid(&layer.clause),
        }
    }
}

impl EffectiveTargeting<'_> {
    /// Rules or overrides without any default clause: the others' answer is not said.
    pub fn lacks_default(&self) -> bool {
        self.clause.is_empty() && !(self.rules.is_empty() && self.overrides.is_empty())
    }
}

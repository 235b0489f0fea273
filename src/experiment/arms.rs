//! The arms of an experiment, from a flag's targeting.

use crate::model::{EffectiveTargeting, Flag, Percent, Serving, VariantName};

/// One arm.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    /// What its users get.
    pub variant: VariantName,
    /// Its share of all users whom no override and no rule names, 0 to 1.
    pub share: f64,
}

/// The arms of an experiment, in the order of the split.
#[derive(Clone, Debug, PartialEq)]
pub struct Arms {
    /// The arms; at least two.
    pub list: Vec<Arm>,
    /// Which of them the others are held against.
    pub control: usize,
    /// Nobody is split there, so equal shares of every variant are assumed.
    pub is_assumed: bool,
}

/// Why a flag has no arms to compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArmsError {
    /// It has fewer than two variants.
    OneVariant,
    /// The control is none of its arms; these are.
    ControlOutside(VariantName, Vec<String>),
}

impl Arms {
    /// The arms of a flag in an environment, without one at the top level. The control is the fallback unless named.
    ///
    /// Where the split draws the fallback too, those who draw it are its arm, and whoever is not admitted takes no part.
    /// Where it does not, those who are not admitted are the fallback's arm.
    ///
    /// # Errors
    /// Where there are no two arms, or the control is none of them.
    pub fn of(flag: &Flag, environment: Option<&str>, control: Option<&VariantName>) -> Result<Arms, ArmsError> {
        let drawn = drawn(flag, &flag.targeting(environment));
        let is_assumed = drawn.len() < 2;
        let list = if is_assumed { equal(flag) } else { drawn };
        if list.len() < 2 {
            return Err(ArmsError::OneVariant);
        }
        let wanted = control.or(flag.fallback());
        match list.iter().position(|arm| Some(&arm.variant) == wanted) {
            Some(control) => Ok(Arms { list, control, is_assumed }),
            None => {
                let wanted = wanted.cloned().unwrap_or_else(|| VariantName(String::new()));
                Err(ArmsError::ControlOutside(wanted, list.into_iter().map(|arm| arm.variant.0).collect()))
            }
        }
    }

    /// The share of all users that takes part, 0 to 1.
    pub fn admitted(&self) -> f64 {
        self.list.iter().map(|arm| arm.share).sum()
    }

    /// How many arms are held against the control.
    pub fn comparisons(&self) -> usize {
        self.list.len() - 1
    }
}

/// The arms that somebody gets, with their shares.
fn drawn(flag: &Flag, targeting: &EffectiveTargeting<'_>) -> Vec<Arm> {
    let Some(clause) = targeting.clause.resolve(&flag.variants) else { return Vec::new() };
    let share = |weight: Percent| f64::from(weight.thousandths()) / f64::from(Percent::FULL.thousandths());
    let admitted = share(clause.rollout);
    let mut arms: Vec<Arm> = match clause.serving {
        Serving::Variant(variant) => vec![Arm { variant: variant.clone(), share: admitted }],
        Serving::Split(split) => {
            let arm = |(variant, weight): &(VariantName, Percent)| Arm {
                variant: variant.clone(),
                share: admitted * share(*weight),
            };
            split.0.iter().map(arm).collect()
        }
    };
    let fallback = flag.fallback().filter(|fallback| arms.iter().all(|arm| arm.variant != **fallback));
    if let Some(fallback) = fallback {
        arms.insert(0, Arm { variant: fallback.clone(), share: 1.0 - admitted });
    }
    arms.retain(|arm| arm.share > 0.0);
    arms
}

fn equal(flag: &Flag) -> Vec<Arm> {
    let share = 1.0 / flag.variants.list.len() as f64;
    flag.variants.list.iter().map(|(variant, _)| Arm { variant: variant.clone(), share }).collect()
}

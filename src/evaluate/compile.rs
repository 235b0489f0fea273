//! From a flag as written to a [`CompiledFlag`]; what is wrong with it comes back as data.

use super::flag::{CompiledClause, CompiledFlag, CompiledRule, CompiledServing, Variant};
use super::predicate::Predicate;
use super::segment::Segments;
use crate::model::Reason;
use crate::model::{Attribute, Clause, Flag, Override, Percent, Rule, Serving, Split, VariantName, hint};
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

/// Why a flag cannot be evaluated: the first mistake found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompileError {
    /// What is wrong, in one line.
    pub message: String,
}

impl CompiledFlag {
    /// Compiles a flag for an environment, or for none, inheritance applied.
    ///
    /// # Errors
    /// Where the flag is invalid there: an unknown variant or segment, segments that name each other in a cycle, a
    /// value that does not suit its operator, no fallback, no default for those whom no rule matches, a clause that
    /// serves nothing.
    pub fn compile(flag: &Flag, environment: Option<&str>, segments: &Segments) -> Result<CompiledFlag, CompileError> {
        let targeting = flag.targeting(environment);
        if flag.base.enabled.is_none() {
            return Err(CompileError::new("'enabled' is missing"));
        }
        if targeting.lacks_default() {
            return Err(CompileError::new(
                "rules or overrides without a default: say what the others get, as 'rollout: 0' does",
            ));
        }
        let compiler = Compiler::new(flag, segments);
        let fallback = flag.fallback().ok_or_else(|| CompileError::new("'fallback' is missing"))?;
        let targets = !(targeting.rules.is_empty() && targeting.overrides.is_empty());
        let bucket_by = flag.bucket_by();
        Ok(CompiledFlag {
            enabled: targeting.enabled,
            fallback: compiler.variant(fallback).map_err(|error| error.within("fallback"))?,
            user_id: Attribute::new("user_id"),
            bucket_by: (bucket_by != "user_id").then(|| Attribute::new(bucket_by)),
            salt: flag.salt().to_owned(),
            overrides: compiler.overrides(targeting.overrides)?,
            rules: compiler.rules(targeting.rules)?,
            default: compiler.clause(&targeting.clause)?,
            default_reason: if targets { Reason::Default } else { Reason::Static },
        })
    }
}

struct Compiler<'a> {
    flag: &'a Flag,
    segments: &'a Segments,
    variants: Vec<Arc<Variant>>,
}

impl<'a> Compiler<'a> {
    fn new(flag: &'a Flag, segments: &'a Segments) -> Compiler<'a> {
        let variants = flag
            .variants
            .list
            .iter()
            .map(|(name, value)| Arc::new(Variant { name: name.clone(), value: value.clone() }));
        Compiler { flag, segments, variants: variants.collect() }
    }

    fn variant(&self, name: &VariantName) -> Result<Arc<Variant>, CompileError> {
        let known = self.variants.iter().find(|variant| variant.name == *name);
        known.cloned().ok_or_else(|| {
            CompileError::new(format!("unknown variant '{name}'")).with_hint(hint(&name.0, self.flag.variants.names()))
        })
    }

    /// Where an id is listed twice, the first counts.
    fn overrides(&self, overrides: &[Override]) -> Result<HashMap<String, Arc<Variant>>, CompileError> {
        let mut variants = HashMap::new();
        for pinned in overrides {
            let variant = self.variant(&pinned.variant).map_err(|error| error.within("overrides"))?;
            for id in &pinned.ids {
                variants.entry(id.clone()).or_insert_with(|| Arc::clone(&variant));
            }
        }
        Ok(variants)
    }

    fn rules(&self, rules: &[Rule]) -> Result<Vec<CompiledRule>, CompileError> {
        let numbered = rules.iter().enumerate();
        numbered.map(|(i, rule)| self.rule(rule).map_err(|error| error.within(&format!("rules[{i}]")))).collect()
    }

    fn rule(&self, rule: &Rule) -> Result<CompiledRule, CompileError> {
        Ok(CompiledRule {
            name: rule.name.clone(),
            condition: Predicate::compile(&rule.condition, self.segments)?,
            clause: self.clause(&rule.clause)?,
        })
    }

    fn clause(&self, clause: &Clause) -> Result<CompiledClause, CompileError> {
        if clause.serve.is_some() && clause.split.is_some() {
            return Err(CompileError::new("'serve' and 'split' stand side by side; keep one"));
        }
        let resolved = clause.resolve(&self.flag.variants);
        let resolved = resolved.ok_or_else(|| CompileError::new("neither 'serve' nor 'split' says which variant"))?;
        let serving = match resolved.serving {
            Serving::Variant(name) => CompiledServing::Variant(self.variant(name)?),
            Serving::Split(split) => self.split(split)?,
        };
        Ok(CompiledClause { rollout: resolved.rollout, serving })
    }

    fn split(&self, split: &Split) -> Result<CompiledServing, CompileError> {
        if split.0.is_empty() {
            return Err(CompileError::new("the split is empty"));
        }
        if split.total_thousandths() != u64::from(Percent::FULL.thousandths()) {
            return Err(CompileError::new("the weights of the split do not sum to 100"));
        }
        let mut end = 0;
        let shares = split.0.iter().map(|(name, weight)| {
            let start = end;
            end += weight.thousandths();
            Ok((start..end, self.variant(name)?))
        });
        shares.collect::<Result<_, _>>().map(CompiledServing::Split)
    }
}

impl CompileError {
    pub(super) fn new(message: impl Into<String>) -> CompileError {
        CompileError { message: message.into() }
    }

    /// The same, with what to write instead.
    pub(super) fn with_hint(self, hint: Option<String>) -> CompileError {
        match hint {
            Some(hint) => CompileError { message: format!("{}; {hint}", self.message) },
            None => self,
        }
    }

    /// The same, with the place it is in.
    pub(super) fn within(self, place: &str) -> CompileError {
        CompileError { message: format!("{place}: {}", self.message) }
    }
}

impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CompileError {}

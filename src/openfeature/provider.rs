//! The provider: one question of the SDK, one answer of a flag set.

use super::context::translate;
use super::details::{error, lacking, metadata, mistyped, reason_of};
use super::value::Typed;
use crate::live::FlagSet;
use crate::model::ErrorCode;
use open_feature::provider::{FeatureProvider, ProviderMetadata, ProviderStatus, ResolutionDetails};
use open_feature::{EvaluationContext, EvaluationResult, StructValue, async_trait};

/// Answers for OpenFeature's clients from a [`FlagSet`], in the first environment that it was opened for.
///
/// It takes over what the flag set does: keep a clone of that, and [reload](FlagSet::reload) it.
#[derive(Clone, Debug)]
pub struct FfctlProvider {
    flags: FlagSet,
    metadata: ProviderMetadata,
}

impl FfctlProvider {
    /// Answers from these flags.
    pub fn new(flags: FlagSet) -> FfctlProvider {
        FfctlProvider { flags, metadata: ProviderMetadata::new("ffctl") }
    }

    fn resolve<T: Typed>(&self, key: &str, asked: &EvaluationContext) -> EvaluationResult<ResolutionDetails<T>> {
        let edition = self.flags.current();
        let environment = edition.environments().first();
        let compiled = environment.and_then(|environment| environment.flag(key));
        let (Some(compiled), Some(written)) = (compiled, edition.tree.flag(key)) else {
            // To look for the nearest key is to read them all: too much for what a program may ask on every request.
            return Err(error(ErrorCode::FlagNotFound, format!("there is no flag '{key}'")));
        };
        let context = translate(asked).for_flag(compiled)?;
        let evaluation = compiled.evaluate(&context);
        if let Some(code) = evaluation.error {
            return Err(lacking(&written.flag, code));
        }
        let environment = environment.and_then(|environment| environment.name.as_deref());
        Ok(ResolutionDetails {
            value: T::of(evaluation.value).map_err(|is_not| mistyped(key, evaluation.variant, is_not))?,
            variant: Some(evaluation.variant.0.clone()),
            reason: Some(reason_of(evaluation.reason)),
            flag_metadata: Some(metadata(&written.flag, environment, &edition, &evaluation)),
        })
    }
}

#[async_trait]
impl FeatureProvider for FfctlProvider {
    fn metadata(&self) -> &ProviderMetadata {
        &self.metadata
    }

    /// Ready from the start, since a flag set is open; stale while it refuses what it read last.
    fn status(&self) -> ProviderStatus {
        match self.flags.status().refusal {
            None => ProviderStatus::Ready,
            Some(_) => ProviderStatus::STALE,
        }
    }

    async fn resolve_bool_value(
        &self,
        flag_key: &str,
        evaluation_context: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<bool>> {
        self.resolve(flag_key, evaluation_context)
    }

    async fn resolve_int_value(
        &self,
        flag_key: &str,
        evaluation_context: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<i64>> {
        self.resolve(flag_key, evaluation_context)
    }

    async fn resolve_float_value(
        &self,
        flag_key: &str,
        evaluation_context: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<f64>> {
        self.resolve(flag_key, evaluation_context)
    }

    async fn resolve_string_value(
        &self,
        flag_key: &str,
        evaluation_context: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<String>> {
        self.resolve(flag_key, evaluation_context)
    }

    async fn resolve_struct_value(
        &self,
        flag_key: &str,
        evaluation_context: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<StructValue>> {
        self.resolve(flag_key, evaluation_context)
    }
}

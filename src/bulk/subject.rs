//! What is asked of each context.

use crate::evaluate::CompiledFlag;
use crate::model::VariantName;
use serde_json::Value;

/// A flag that is evaluated for many contexts.
#[derive(Debug)]
pub struct Subject {
    /// Its key.
    pub key: String,
    /// Its variants, in the order written.
    pub variants: Vec<(VariantName, Value)>,
    /// The attribute that is hashed.
    pub bucket_by: String,
    /// The flag in the environment asked for.
    pub flag: CompiledFlag,
}

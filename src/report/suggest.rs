//! What `test --suggest` returns.

use super::VERSION;
use crate::model::TestCase;
use serde::Serialize;
use serde_json::{Map, Value};

/// Cases that flags lack.
#[derive(Debug, Serialize)]
pub struct SuggestReport {
    version: u32,
    /// By flag.
    pub flags: Vec<FlagSuggestions>,
}

/// Cases that one flag lacks.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FlagSuggestions {
    /// The flag.
    pub key: String,
    /// Its file.
    pub file: String,
    /// The cases.
    pub cases: Vec<SuggestedCase>,
    /// How many more there would be, if the flag did not have them already.
    pub known: usize,
    /// What no case was found for.
    pub notes: Vec<String>,
    /// The cases as YAML, to be pasted.
    pub yaml: String,
}

/// A case as the file would have it.
#[derive(Debug, Serialize)]
pub struct SuggestedCase {
    /// What it shows.
    pub name: Option<String>,
    /// Where; null for the top level.
    pub environment: Option<String>,
    /// For whom.
    pub context: Map<String, Value>,
    /// What the flag answers now.
    pub expect: String,
    /// And why.
    pub reason: Option<String>,
}

impl SuggestReport {
    /// The cases of these flags.
    pub fn new(flags: Vec<FlagSuggestions>) -> SuggestReport {
        SuggestReport { version: VERSION, flags }
    }
}

impl From<&TestCase> for SuggestedCase {
    fn from(case: &TestCase) -> SuggestedCase {
        SuggestedCase {
            name: case.name.clone(),
            environment: case.environment.clone(),
            context: case.context.clone(),
            expect: case.expect.0.clone(),
            reason: case.reason.clone(),
        }
    }
}

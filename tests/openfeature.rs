//! OpenFeature's SDK for Rust answers as the flags do: every question goes through its client.

#![cfg(feature = "openfeature")]

#[path = "openfeature/answers.rs"]
mod answers;
#[path = "openfeature/conformance.rs"]
mod conformance;
#[path = "openfeature/contexts.rs"]
mod contexts;
#[path = "common/program.rs"]
mod program;
#[path = "openfeature/reloads.rs"]
mod reloads;

use ffctl::FlagSet;
use ffctl::openfeature::FfctlProvider;
use open_feature::{Client, EvaluationContext, EvaluationErrorCode, EvaluationResult, OpenFeature};
use program::Sandbox;

/// A client of these flags, with an SDK of its own.
async fn client(flags: FlagSet) -> Client {
    let mut api = OpenFeature::default();
    api.set_provider(FfctlProvider::new(flags)).await;
    api.create_client()
}

/// A client of the flags in these files.
async fn client_of(files: &[(&str, String)]) -> Client {
    let sandbox = Sandbox::new(files);
    client(FlagSet::open(sandbox.path("flags")).expect("valid flags")).await
}

fn user(id: &str) -> EvaluationContext {
    EvaluationContext::default().with_targeting_key(id)
}

/// Code and message of what is no answer.
fn refused<T: std::fmt::Debug>(answer: EvaluationResult<T>) -> (EvaluationErrorCode, String) {
    let error = answer.expect_err("an error");
    (error.code, error.message.expect("a message"))
}

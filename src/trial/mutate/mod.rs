//! Changes that no case notices: a flag is changed in one thing at a time, and its cases are run again.

mod clause;
mod condition;
mod layer;

use super::cases::Trials;
use super::meaning::serves_the_same;
use crate::change::{Change, Turn, diff};
use crate::evaluate::{CompileError, CompiledFlag, Segments};
use crate::model::{Flag, Path, Settings, VariantName, one_line};
use layer::layers;

/// What became of a flag's mutants.
#[derive(Debug, Default)]
pub struct Mutation {
    /// How many a case noticed.
    pub killed: usize,
    /// Those that none did.
    pub survivors: Vec<Survivor>,
    /// How many serve the same to everyone, so that there was nothing to notice.
    pub equivalent: usize,
}

/// A change that no case notices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Survivor {
    /// Where it was made.
    pub path: Path,
    /// The environment that says for itself what was changed; `None` for the top level.
    pub environment: Option<String>,
    /// What was changed: `rollout 10% → 11%`.
    pub words: String,
}

/// A flag with one change.
struct Mutant {
    flag: Flag,
    environment: Option<String>,
    path: Path,
    /// The change, where it is told by itself; else it is that between the two flags.
    words: Option<String>,
}

/// Changes a flag in one thing at a time, and runs its cases on each; only those of one environment, where one is named.
///
/// A mutant that is no valid flag is none. Every case of the flag itself has to pass.
///
/// # Errors
/// Where the flag itself is invalid in one of the environments.
pub fn mutate(
    flag: &Flag,
    settings: &Settings,
    segments: &Segments,
    only: Option<&str>,
) -> Result<Mutation, CompileError> {
    Trials::compile(flag, only, segments)?;
    let mut mutation = Mutation::default();
    for mutant in mutants(flag) {
        if !is_valid(&mutant.flag, segments) {
            continue;
        }
        let changes = diff(Some(flag), Some(&mutant.flag));
        if changes.is_empty() || serves_the_same(flag, &mutant.flag, settings, only) {
            mutation.equivalent += 1;
        } else if Trials::compile(&mutant.flag, only, segments).is_ok_and(|trials| trials.pass()) {
            let words = mutant.words.unwrap_or_else(|| words(&changes));
            let words = one_line(&words);
            mutation.survivors.push(Survivor { path: mutant.path, environment: mutant.environment, words });
        } else {
            mutation.killed += 1;
        }
    }
    Ok(mutation)
}

fn words(changes: &[Change]) -> String {
    // What stayed as it was is no change.
    let changes = changes.iter().filter(|change| !matches!(change.what.turn, Turn::Kept(_)));
    changes.map(|change| change.what.to_string()).collect::<Vec<_>>().join(", ")
}

/// Whether it can be evaluated wherever somebody may ask.
fn is_valid(flag: &Flag, segments: &Segments) -> bool {
    let environments = flag.environments.iter().map(|(name, _)| Some(name.as_str()));
    let base_is_whole = !flag.targeting(None).lacks_default();
    let mut asked = environments.chain(base_is_whole.then_some(None));
    asked.all(|environment| CompiledFlag::compile(flag, environment, segments).is_ok())
}

fn mutants(flag: &Flag) -> Vec<Mutant> {
    let mut mutants = layers(flag);
    let next = flag.fallback().and_then(|name| next_variant(flag, name));
    mutants.extend(next.map(|name| Mutant {
        flag: Flag { fallback: Some(name), ..flag.clone() },
        environment: None,
        path: Path::root().key("fallback"),
        words: None,
    }));
    mutants
}

/// The variant after this one, in the order written; the first after the last. `None` where there is no other.
fn next_variant(flag: &Flag, name: &VariantName) -> Option<VariantName> {
    let list = &flag.variants.list;
    let at = list.iter().position(|(known, _)| known == name)?;
    list.get((at + 1) % list.len()).map(|(next, _)| next.clone()).filter(|next| next != name)
}

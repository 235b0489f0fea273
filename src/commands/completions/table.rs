//! Which argument takes which values: what an argument calls its value says what it can be.

use super::scene::Scene;
use super::{attributes, flags, past};
use clap::{Arg, Command, ValueHint};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use std::ffi::OsStr;
use std::sync::Arc;

/// What an argument can be, by the scene and what is typed of it. What does not begin so is left out afterwards.
type Values = fn(&Scene, &str) -> Vec<CompletionCandidate>;

/// The command line with values for its arguments.
pub(super) fn with_values(command: Command, scene: &Arc<Scene>) -> Command {
    let name = command.get_name().to_owned();
    let command = with_values_of(&name, command, scene);
    command.mut_subcommands(|command| with_values(command, scene))
}

fn with_values_of(name: &str, command: Command, scene: &Arc<Scene>) -> Command {
    command.mut_args(|argument| match (values(name, &argument), value_name(&argument)) {
        (Some(values), _) => {
            let scene = Arc::clone(scene);
            argument.add(ArgValueCompleter::new(move |typed: &OsStr| begun(values, &scene, typed)))
        }
        (None, "DIR") => argument.value_hint(ValueHint::DirPath),
        (None, _) => argument,
    })
}

fn values(command: &str, argument: &Arg) -> Option<Values> {
    Some(match (command, argument.get_id().as_str(), value_name(argument)) {
        // A new key is nobody's yet.
        ("new", "key", _) => return None,
        ("new", "folder", _) => flags::folders,
        ("new", "fallback", _) => flags::new_variants,
        ("new", "flag_type", _) => flags::types,
        ("restore", "key", _) => past::removed_keys,
        ("plan" | "analyze", "control", _) => flags::of_flag,
        ("override", "words", _) => flags::pins,
        ("rollout", "rule", _) => flags::rules,
        ("rollout", "percent", _) => flags::ramp,
        ("set", "value", _) => flags::metadata,
        ("promote", "from" | "to", _) => flags::other_environments,
        ("diff", "revisions", _) => past::ranges,
        ("impact", "subject", _) => keys_and_ranges,
        ("impact" | "simulate", "rule", _) => flags::rules,
        ("impact", "rollout", _) => flags::ramp,
        (_, _, "KEY") => flags::keys,
        (_, _, "ENV") => flags::environments,
        (_, _, "OWNER") => flags::owners,
        (_, _, "TAG") => flags::tags,
        (_, _, "REV") => past::revisions,
        (_, _, "NAME=VALUE") => attributes::pairs,
        (_, _, "JSON|@FILE|-") => attributes::files,
        _ => return None,
    })
}

fn keys_and_ranges(scene: &Scene, typed: &str) -> Vec<CompletionCandidate> {
    flags::keys(scene, typed).into_iter().chain(past::ranges(scene, typed)).collect()
}

fn value_name(argument: &Arg) -> &str {
    argument.get_value_names().and_then(|names| names.first()).map_or("", |name| name.as_str())
}

fn begun(values: Values, scene: &Scene, typed: &OsStr) -> Vec<CompletionCandidate> {
    let Some(typed) = typed.to_str() else { return Vec::new() };
    let mut values = values(scene, typed);
    values.retain(|value| value.get_value().to_str().is_some_and(|value| value.starts_with(typed)));
    values
}

/// A candidate, and what is said beside it.
pub(super) fn told(value: impl Into<String>, help: impl Into<String>) -> CompletionCandidate {
    let help = help.into();
    CompletionCandidate::new(value.into()).help((!help.is_empty()).then(|| help.into()))
}

/// Candidates of which nothing more is to be said.
pub(super) fn plain(values: impl IntoIterator<Item = String>) -> Vec<CompletionCandidate> {
    values.into_iter().map(CompletionCandidate::new).collect()
}

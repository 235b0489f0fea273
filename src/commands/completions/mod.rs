//! `ffctl completions`, and the answers that the shells' scripts ask the program for.

mod attributes;
mod flags;
mod past;
mod request;
mod scene;
mod table;
mod words;

use super::Cli;
use crate::report::TextReport;
use clap::{Args, CommandFactory, ValueEnum};
use clap_complete::engine::complete;
use request::Request;
use scene::Scene;
use std::sync::Arc;

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// A shell that has a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Shell {
    /// GNU bash, 3.2 or newer
    Bash,
    /// Z shell
    Zsh,
    /// fish, 3.0 or newer
    Fish,
}

pub(super) fn run(args: &CompletionsArgs) -> TextReport {
    TextReport::new(match args.shell {
        Shell::Bash => include_str!("ffctl.bash"),
        Shell::Zsh => include_str!("ffctl.zsh"),
        Shell::Fish => include_str!("ffctl.fish"),
    })
}

/// What a shell's script asked for, ready to be printed; `None` where it is a person who runs the program.
///
/// Whatever goes wrong, the answer is no candidate: a line that somebody types is no place for a message.
pub fn completions() -> Option<String> {
    let request = Request::read()?;
    let scene = Arc::new(Scene::of(Cli::command(), &request));
    let mut command = table::with_values(Cli::command(), &scene);
    let last = request.words.len().saturating_sub(1);
    let found = complete(&mut command, request.words.clone(), last, scene.here.as_deref());
    Some(request.answer(found.unwrap_or_default()))
}

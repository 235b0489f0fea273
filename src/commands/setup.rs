//! What sets up the tools around the program, and needs no flags directory.

use super::completions;
use crate::report::Report;
use anyhow::Result;
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(super) enum Setup {
    /// Print the script that makes a shell complete keys, environments and variants
    ///
    /// bash: `source <(ffctl completions bash)` in ~/.bashrc. zsh: `source <(ffctl completions zsh)` in ~/.zshrc, below
    /// compinit. fish: `ffctl completions fish | source` in ~/.config/fish/config.fish.
    Completions(completions::CompletionsArgs),
}

impl Setup {
    pub(super) fn run(&self) -> Result<Report> {
        match self {
            Setup::Completions(args) => Ok(Report::Text(completions::run(args))),
        }
    }
}

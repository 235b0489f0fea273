//! What sets up the tools around the program, and needs no flags directory.

use super::{completions, man, schema};
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
    /// Print the manual page, or write the pages of all commands
    ///
    /// To read it: `ffctl man | man -l -`. To install all pages: `ffctl man ~/.local/share/man/man1`.
    Man(man::ManArgs),
    /// Print the JSON Schema of a flag, a segment or the settings, for editors
    ///
    /// Editors complete, check and explain with it what is typed. `ffctl init` writes all three to `.schema/` in the flags
    /// directory. The YAML language server takes them by its setting `yaml.schemas`, or by the first line of a file:
    /// `# yaml-language-server: $schema=PATH`.
    Schema(schema::SchemaArgs),
}

impl Setup {
    pub(super) fn run(&self) -> Result<Report> {
        match self {
            Setup::Completions(args) => Ok(Report::Text(completions::run(args))),
            Setup::Man(args) => man::run(args),
            Setup::Schema(args) => Ok(Report::Text(schema::run(args))),
        }
    }
}

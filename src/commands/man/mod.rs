//! `ffctl man`

mod page;

use super::Cli;
use crate::report::{InitReport, Report, TextReport};
use anyhow::{Context as _, Result};
use clap::{Args, Command, CommandFactory, ValueHint};
use page::page;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// Write ffctl.1 and a page ffctl-COMMAND.1 for each command into this folder [default: print ffctl.1]
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    directory: Option<PathBuf>,
}

pub(super) fn run(args: &ManArgs) -> Result<Report> {
    let mut program = Cli::command().disable_help_subcommand(true);
    program.build();
    match &args.directory {
        None => Ok(Report::Text(TextReport::new(page(program)?))),
        Some(directory) => write(&program, directory).map(Report::Init),
    }
}

/// A command and all below it, as `experiment plan` is below `experiment`.
fn with_subcommands(command: &Command) -> Vec<&Command> {
    let below = command.get_subcommands().filter(|command| !command.is_hide_set());
    std::iter::once(command).chain(below.flat_map(with_subcommands)).collect()
}

/// Writes every page; one of an older version is replaced.
fn write(program: &Command, directory: &Path) -> Result<InitReport> {
    fs::create_dir_all(directory).with_context(|| format!("cannot make the folder {}", directory.display()))?;
    let mut report = InitReport::new(false);
    for command in with_subcommands(program) {
        let file = directory.join(format!("{}.1", command.get_display_name().unwrap_or_else(|| command.get_name())));
        fs::write(&file, page(command.clone())?).with_context(|| format!("cannot write {}", file.display()))?;
        report.made.push(file.display().to_string());
    }
    Ok(report)
}

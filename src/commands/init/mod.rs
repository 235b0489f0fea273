//! `ffctl init`

mod example;
mod files;

use super::editing::{FileText, patch};
use super::shared::refused;
use super::{GlobalArgs, shared};
use crate::report::InitReport;
use crate::store::{create, find_flags_dir};
use anyhow::{Context as _, Result};
use clap::Args;
use files::{Place, wanted};
use std::path::{Path, PathBuf};

/// Makes a flags directory: settings, an example flag, a schema for editors, and a CI workflow in a git repository.
///
/// What is there already is left alone, so it can be run again.
#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// The directory to make [default: the flags directory in use, else `flags` here]
    #[arg(value_name = "DIR")]
    directory: Option<PathBuf>,
    /// Print the patch and write nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(args: &InitArgs, global: &GlobalArgs) -> Result<InitReport> {
    let here = std::env::current_dir().context("cannot tell the current directory")?;
    let place = Place::at(&here, &directory(args, global, &here))?;
    let today = shared::clock(global)?.unwrap_or_else(chrono::Utc::now).date_naive();
    let _lock = place.lock()?;
    let mut report = InitReport::new(args.dry_run);
    for file in wanted(&place, today)? {
        if file.on_disk.symlink_metadata().is_ok() {
            let is_other = std::fs::read_to_string(&file.on_disk).is_ok_and(|text| text != file.text);
            report.left.push(file.shown.clone());
            if is_other && file.is_generated {
                report.notes.push(format!("{} is not as this version writes it; remove it to renew it", file.shown));
            }
            continue;
        }
        if args.dry_run {
            let new = FileText { path: file.in_patch, text: file.text };
            report.patch += &patch(None, Some(&new));
        } else {
            create(&file.on_disk, file.text.as_bytes())?;
        }
        report.made.push(file.shown);
    }
    if place.repository.is_none() {
        report.notes.push("not in a git repository, so there is no CI workflow".to_owned());
    }
    Ok(report)
}

fn directory(args: &InitArgs, global: &GlobalArgs, here: &Path) -> PathBuf {
    let asked_for = args.directory.as_ref().or(global.flags_dir.as_ref()).cloned();
    let in_use = || find_flags_dir(None, here).ok().map(|found| found.shown);
    asked_for.or_else(in_use).unwrap_or_else(|| PathBuf::from("flags"))
}

/// Refuses what is no directory and cannot become one.
fn usable(path: &Path) -> Result<()> {
    match path.metadata() {
        Ok(file) if !file.is_dir() => Err(refused(format!("{} is not a directory", path.display()), None)),
        _ => Ok(()),
    }
}

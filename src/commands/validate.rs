//! `ffctl validate`

use super::Deny;
use super::judging::FindingsFormat;
use super::moment::MomentArgs;
use super::shared::{Session, refused};
use crate::report::{DiagnosticReport, Examined, ValidateReport};
use anyhow::Result;
use clap::Args;
use std::path::{Path, PathBuf};

/// Checks every file of the flags directory and reports all problems of all files at once.
#[derive(Debug, Args)]
pub(super) struct ValidateArgs {
    /// Report on these files and folders only [default: the whole directory]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// What fails the run
    #[arg(long, value_enum, default_value_t = Deny::Error, value_name = "LEVEL")]
    deny: Deny,
    #[command(flatten)]
    format: FindingsFormat,
    #[command(flatten)]
    pub(super) moment: MomentArgs,
}

pub(super) fn run(args: &ValidateArgs, session: &Session) -> Result<ValidateReport> {
    let tree = session.tree()?;
    let mut wanted = Vec::new();
    for path in &args.paths {
        wanted.push(relative(session, path)?);
    }
    let asked_for = |path: &str| wanted.is_empty() || wanted.iter().any(|wanted| Path::new(path).starts_with(wanted));
    let files = tree.problems.iter().filter(|file| asked_for(&file.path));
    let diagnostics: Vec<DiagnosticReport> = session.problems(files);
    let files = tree.paths.iter().filter(|path| asked_for(path));
    let files: Vec<String> = files.map(|path| session.shown(path)).collect();
    let mut report = ValidateReport::new(files.len(), diagnostics, args.deny.into());
    report.places = session.places();
    report.examined =
        files.into_iter().map(|file| Examined { name: report.places.in_repository(&file), file }).collect();
    Ok(report)
}

/// A path from the current directory, from the flags directory's root.
fn relative(session: &Session, path: &Path) -> Result<PathBuf> {
    let root = &session.directory.root;
    let found = path.canonicalize().or_else(|error| root.join(path).canonicalize().map_err(|_| error));
    let found = found.map_err(|error| refused(format!("cannot open {}: {error}", path.display()), None))?;
    match found.strip_prefix(root) {
        Ok(inside) => Ok(inside.to_owned()),
        Err(_) => {
            let message =
                format!("{} is not in the flags directory {}", path.display(), session.directory.shown.display());
            Err(refused(message, None))
        }
    }
}

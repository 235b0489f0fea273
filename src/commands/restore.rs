//! `ffctl restore`

use super::editing::{self, EditArgs, FileText, Plan, Plans};
use super::keys::free_key;
use super::shared::{Session, refused};
use crate::git::{Repository, Version};
use crate::report::EditReport;
use crate::yaml::decode;
use anyhow::Result;
use clap::Args;
use std::path::MAIN_SEPARATOR;

/// Brings back a flag that was removed: its last version in git, in the folder where it was.
#[derive(Debug, Args)]
pub(super) struct RestoreArgs {
    /// The flag's key
    key: String,
    #[command(flatten)]
    edit: EditArgs,
}

pub(super) fn run(args: &RestoreArgs, session: &Session) -> Result<EditReport> {
    editing::run(&args.edit, session, &|| {
        free_key(session, &args.key, None)?;
        let after = last_version(session, &args.key)?;
        Ok(Plans { plans: vec![Plan::creation(after, session)?], ..Plans::default() })
    })
}

fn last_version(session: &Session, key: &str) -> Result<FileText> {
    let root = &session.directory.root;
    let repository = Repository::discover(root)?;
    let names = [format!("{key}.yaml"), format!("{key}.yml")];
    let found = repository.last_version(root, &names, SEGMENTS)?;
    let version = found.ok_or_else(|| {
        let shallow = "the clone is shallow, and what it leaves out may have it: git fetch --unshallow".to_owned();
        let help = repository.is_shallow().then_some(shallow);
        refused(format!("git knows no flag '{key}' that was removed from here"), help)
    })?;
    let path = version.path.strip_prefix(repository.relative(root)?)?.to_string_lossy().replace(MAIN_SEPARATOR, "/");
    let text = text_of(&repository, &version, &path)?;
    Ok(FileText { path, text })
}

/// Files here are no flags, whatever they are called.
const SEGMENTS: &str = "segments";

fn text_of(repository: &Repository, version: &Version, path: &str) -> Result<String> {
    let bytes = repository.checked_out(version)?.ok_or_else(|| {
        let commit = &version.commit[..version.commit.len().min(10)];
        let help = format!("fetch it first: git show {commit}:{}", version.path.display());
        refused(format!("the last version of {path} is not in this partial clone"), Some(help))
    })?;
    match decode(&bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(diagnostic) => Err(refused(format!("the last version of {path} is no flag: {}", diagnostic.message), None)),
    }
}

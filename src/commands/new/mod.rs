//! `ffctl new`

mod owner;
mod questions;
mod text;

use super::editing::{self, EditArgs, FileText, Plan, Plans};
use super::keys::free_key;
use super::set::{expiry, flag_type};
use super::shared::{Session, refused};
use crate::model::FlagType;
use crate::report::EditReport;
use anyhow::Result;
use clap::Args;
use std::path::{Component, Path};

/// Makes a new flag, switched off.
///
/// On a terminal it asks for what is missing. A release or an experiment expires: after `policy.max_age` of the
/// settings, else a release after 90 days and an experiment after 60, unless --expires says when.
#[derive(Debug, Args)]
pub(super) struct NewArgs {
    /// The flag's key, which is its file's name
    key: String,
    /// What it is for
    #[arg(long = "type", value_name = "TYPE", value_parser = a_type)]
    flag_type: Option<FlagType>,
    /// Who answers for it
    #[arg(long)]
    owner: Option<String>,
    /// What it switches, in a line
    #[arg(short, long, value_name = "TEXT")]
    description: Option<String>,
    /// When it expires: YYYY-MM-DD, or days or weeks from today (30d, 2w)
    #[arg(long, value_name = "DATE")]
    expires: Option<String>,
    /// The ticket of the work it belongs to
    #[arg(long)]
    ticket: Option<String>,
    /// A label; can be given several times
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// A URL worth knowing; can be given several times
    #[arg(long = "link", value_name = "URL")]
    links: Vec<String>,
    /// Variants and their values [default: the boolean flag]
    #[arg(long, value_name = "NAME=VALUE,…", value_delimiter = ',', conflicts_with = "from")]
    variants: Vec<String>,
    /// The variant served while nothing else is
    #[arg(long, value_name = "VARIANT", requires = "variants")]
    fallback: Option<String>,
    /// The folder, from the flags directory
    #[arg(long, value_name = "DIR")]
    folder: Option<String>,
    /// Copy the shape of this flag: its type, variants, rules and environments, but no overrides and no tests
    #[arg(long, value_name = "KEY")]
    from: Option<String>,
    #[command(flatten)]
    edit: EditArgs,
}

fn a_type(name: &str) -> Result<FlagType, String> {
    flag_type(name).map_err(|error| error.to_string())
}

pub(super) fn run(args: &NewArgs, session: &Session) -> Result<EditReport> {
    free_key(session, &args.key, None)?;
    let folder = args.folder.as_deref().map(inside).transpose()?.unwrap_or_default();
    let path = format!("{folder}{}.yaml", args.key);
    let source = args.from.as_ref().map(|key| session.flag(key)).transpose()?;
    let (answers, notes) = questions::complete(args, source.as_deref(), &path, session)?;
    let text = text::text(&answers, source.as_deref(), &schema_line(session, &path), session)?;
    editing::run(&args.edit, session, &|| {
        free_key(session, &args.key, None)?;
        let after = FileText { path: path.clone(), text: text.clone() };
        Ok(Plans { plans: vec![Plan::creation(after, session)?], notes: notes.clone(), ..Plans::default() })
    })
}

/// A folder below the flags directory, with a slash behind it.
fn inside(folder: &str) -> Result<String> {
    let mut inside = String::new();
    for part in Path::new(folder).components() {
        match part {
            Component::CurDir => {}
            Component::Normal(name) if !name.to_string_lossy().starts_with('.') => {
                inside += &format!("{}/", name.to_string_lossy());
            }
            _ => {
                let help = "name a folder below the flags directory, such as checkout".to_owned();
                return Err(refused(format!("--folder {folder} is no folder for flags"), Some(help)));
            }
        }
    }
    if inside.starts_with("segments/") {
        return Err(refused("files in `segments` are segments", Some("choose another folder".to_owned())));
    }
    Ok(inside)
}

/// What tells editors where the schema is, where `ffctl init` wrote it.
fn schema_line(session: &Session, path: &str) -> String {
    if !session.directory.root.join(".schema/flag.json").is_file() {
        return String::new();
    }
    format!("# yaml-language-server: $schema={}.schema/flag.json\n", "../".repeat(path.matches('/').count()))
}

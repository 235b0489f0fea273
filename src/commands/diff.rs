//! `ffctl diff`

use super::formats;
use super::revisions::{Side, sides};
use super::shared::{Session, unknown_flag};
use super::timeline::{Followed, Library, State, tell};
use crate::check::FileKind;
use crate::git::Repository;
use crate::report::{DiffReport, Format};
use anyhow::Result;
use clap::Args;
use std::collections::BTreeSet;

/// Says what changes in meaning between two revisions, or a revision and the work tree.
///
/// Without a revision it is HEAD and the work tree, with one that and the work tree. A..B is A and B; A...B is the last
/// commit that both have in common, and B: what a branch changes. What differs in formatting alone is not told.
#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    /// The revisions: none, A, A B, A..B or A...B
    #[arg(value_name = "REV", num_args = 0..=2)]
    revisions: Vec<String>,
    /// Only this flag; may be repeated
    #[arg(short, long = "key", value_name = "KEY")]
    keys: Vec<String>,
    /// End with exit code 1 where something changes
    #[arg(long)]
    exit_code: bool,
    /// How results are printed; markdown is for pull requests, and nothing where nothing changes
    #[arg(long, value_name = "FORMAT", default_value = "table", help_heading = "Global options")]
    #[arg(value_parser = formats(&[Format::Table, Format::Json, Format::Markdown]))]
    format: Format,
}

pub(super) fn run(args: &DiffArgs, session: &Session) -> Result<DiffReport> {
    let root = &session.directory.root;
    let repository = Repository::discover(root)?;
    let (from, to) = sides(&args.revisions, &repository, session)?;
    let (old, new) = (state(&from, &repository, session)?, state(&to, &repository, session)?);
    let mut library = Library::new(repository.blob_reader());
    let mut told = tell(&old.steps_to(&new, &mut library)?);
    args.known_keys([&old, &new])?;
    Followed::new(&args.keys).follow(&mut told);
    let changes = told.iter().map(|told| told.report(&session.directory.shown)).collect();
    Ok(DiffReport::new(from.shown(), to.shown(), changes, args.exit_code))
}

impl DiffArgs {
    fn known_keys(&self, states: [&State; 2]) -> Result<()> {
        let files = states.into_iter().flat_map(State::files).filter(|file| file.kind == FileKind::Flag);
        let known: BTreeSet<String> = files.map(|file| file.stem).collect();
        match self.keys.iter().find(|key| !known.contains(*key)) {
            Some(key) => Err(unknown_flag(key, &known.into_iter().collect::<Vec<_>>()).into()),
            None => Ok(()),
        }
    }
}

fn state(side: &Side, repository: &Repository, session: &Session) -> Result<State> {
    let root = &session.directory.root;
    Ok(match side {
        Side::Commit { id, .. } => State::at(repository, root, Some(id))?,
        Side::Nothing => State::at(repository, root, None)?,
        Side::WorkTree => State::of_work_tree(repository, root)?,
    })
}

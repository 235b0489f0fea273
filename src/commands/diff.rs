//! `ffctl diff`

use super::formats;
use super::moment::at_revision;
use super::shared::{Session, refused, unknown_flag};
use super::timeline::{Followed, Library, State, tell};
use crate::check::FileKind;
use crate::git::Repository;
use crate::report::{DiffReport, DiffSide, Format};
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
    let (from, to) = args.sides(&repository, session)?;
    let (old, new) = (from.state(&repository, session)?, to.state(&repository, session)?);
    let mut library = Library::new(repository.blob_reader());
    let mut told = tell(&old.steps_to(&new, &mut library)?);
    args.known_keys([&old, &new])?;
    Followed::new(&args.keys).follow(&mut told);
    let changes = told.iter().map(|told| told.report(&session.directory.shown)).collect();
    Ok(DiffReport::new(from.shown(), to.shown(), changes, args.exit_code))
}

/// A side of the comparison.
enum Side {
    /// A commit, and what it was called.
    Commit { name: String, id: String },
    /// Before the first commit.
    Nothing,
    /// What is on disk.
    WorkTree,
}

impl DiffArgs {
    fn sides(&self, repository: &Repository, session: &Session) -> Result<(Side, Side)> {
        let commit = |name: &str| Side::commit(if name.is_empty() { "HEAD" } else { name }, session);
        match &self.revisions[..] {
            [] => Ok((repository.head()?.map_or(Ok(Side::Nothing), |_| commit("HEAD"))?, Side::WorkTree)),
            [a, b] => Ok((commit(a)?, commit(b)?)),
            [one, ..] => {
                if let Some((a, b)) = one.split_once("...") {
                    let (a, b) = (commit(a)?, commit(b)?);
                    return Ok((a.in_common(&b, repository)?, b));
                }
                match one.split_once("..") {
                    Some((a, b)) => Ok((commit(a)?, commit(b)?)),
                    None => Ok((commit(one)?, Side::WorkTree)),
                }
            }
        }
    }

    fn known_keys(&self, states: [&State; 2]) -> Result<()> {
        let files = states.into_iter().flat_map(State::files).filter(|file| file.kind == FileKind::Flag);
        let known: BTreeSet<String> = files.map(|file| file.stem).collect();
        match self.keys.iter().find(|key| !known.contains(*key)) {
            Some(key) => Err(unknown_flag(key, &known.into_iter().collect::<Vec<_>>()).into()),
            None => Ok(()),
        }
    }
}

impl Side {
    fn commit(name: &str, session: &Session) -> Result<Side> {
        let id = at_revision(&session.directory.root, name)?.commit;
        Ok(Side::Commit { name: name.to_owned(), id })
    }

    /// What this commit and another have in common.
    fn in_common(self, other: &Side, repository: &Repository) -> Result<Side> {
        let (Side::Commit { name, id }, Side::Commit { name: of, id: other }) = (&self, other) else { return Ok(self) };
        match repository.merge_base(id, other)? {
            Some(id) => Ok(Side::Commit { name: name.clone(), id }),
            None => Err(refused(format!("{name} and {of} have no commit in common"), repository.unshallow())),
        }
    }

    fn state(&self, repository: &Repository, session: &Session) -> Result<State> {
        let root = &session.directory.root;
        Ok(match self {
            Side::Commit { id, .. } => State::at(repository, root, Some(id))?,
            Side::Nothing => State::at(repository, root, None)?,
            Side::WorkTree => State::of_work_tree(repository, root)?,
        })
    }

    fn shown(&self) -> DiffSide {
        let (name, commit) = match self {
            Side::Commit { name, id } => (name.as_str(), Some(id.clone())),
            Side::Nothing => ("nothing", None),
            Side::WorkTree => ("work tree", None),
        };
        DiffSide { name: name.to_owned(), commit }
    }
}

//! What every edit goes through: plan, prove, ask, write, commit.

mod ask;
mod commit;
mod flags;
mod message;
mod patch;
mod plan;
mod policy;

pub(super) use ask::Terminal;
pub(super) use commit::CommitArgs;
pub(super) use flags::{edit_flags, refusal};
pub(super) use patch::patch;
pub(super) use plan::{FileText, Plan};
pub(super) use policy::within_step;

use super::shared::{Session, refused};
use crate::git::UNDER_WAY;
use crate::report::{EditReport, FlagImpact};
use crate::store::DirectoryLock;
use anyhow::{Context as _, Result};
use ask::confirm;
use clap::Args;
use commit::Committer;

/// What every editing command takes.
#[derive(Debug, Args)]
pub(super) struct EditArgs {
    /// Print the patch and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Do not ask before an edit that reaches a protected environment
    #[arg(short, long)]
    pub(super) yes: bool,
    #[command(flatten)]
    pub(super) commit: CommitArgs,
}

impl EditArgs {
    /// Whether anything of an edit is asked for.
    pub(super) fn is_asked_for(&self) -> bool {
        self.dry_run || self.yes || self.commit.is_asked_for()
    }
}

/// Where an edit of the targeting is made.
#[derive(Debug, Args)]
pub(super) struct EnvArgs {
    /// Edit this environment [default: the top level, which environments inherit]
    #[arg(short, long, value_name = "ENV")]
    pub(super) env: Option<String>,
}

/// What is to be done, and what whoever asked should know.
#[derive(Default)]
pub(super) struct Plans {
    pub(super) plans: Vec<Plan>,
    /// Said beside what was done; also where there is nothing to do.
    pub(super) notes: Vec<String>,
    /// What it would do to people, where it is only asked for.
    pub(super) impact: Vec<FlagImpact>,
}

/// Plans an edit. It is asked again if a person was asked meanwhile.
pub(super) type Planner<'p> = dyn Fn() -> Result<Plans> + 'p;

/// Edits files: all are planned before the first is written.
pub(super) fn run(args: &EditArgs, session: &Session, planner: &Planner<'_>) -> Result<EditReport> {
    let committer = Committer::open(&args.commit, session)?;
    if args.dry_run {
        let Plans { plans, notes, impact } = planner()?;
        let mut report = EditReport::new(true, notes);
        report.impact = impact;
        plans.iter().for_each(|plan| plan.report(&mut report, session));
        report.commit = committer.map(|committer| committer.preview(&plans)).transpose()?.flatten();
        return Ok(report);
    }
    let lock = lock(session)?;
    let (lock, Plans { plans, notes, .. }) = asked(args, session, planner, lock)?;
    let mut report = EditReport::new(false, notes);
    let mut written = Vec::new();
    for plan in &plans {
        written.extend(plan.write(session).with_context(|| progress(&report))?);
        plan.report(&mut report, session);
    }
    // Others wait until it is committed: what they write is not part of this commit.
    if let Some(committer) = committer {
        report.commit = committer.commit(&plans, &written, &mut report.notes)?;
    }
    drop(lock);
    Ok(report)
}

fn lock(session: &Session) -> Result<DirectoryLock> {
    if std::env::var_os(UNDER_WAY).is_some() {
        let message = "a hook of a commit that ffctl makes cannot edit flags: they are locked until it is made";
        return Err(refused(message, None));
    }
    DirectoryLock::acquire(&session.directory.root)
}

/// The plans, after a person agreed to them where somebody has to.
fn asked(
    args: &EditArgs,
    session: &Session,
    planner: &Planner<'_>,
    lock: DirectoryLock,
) -> Result<(DirectoryLock, Plans)> {
    let plans = planner()?;
    if args.yes || plans.plans.iter().all(|plan| plan.protected.is_empty()) {
        return Ok((lock, plans));
    }
    // Nobody else should wait for a person's answer; what was asked about must still be so afterwards.
    drop(lock);
    confirm(&plans.plans)?;
    let lock = self::lock(session)?;
    let again = planner()?;
    if again.plans.iter().map(Plan::texts).ne(plans.plans.iter().map(Plan::texts)) {
        return Err(refused("a file changed meanwhile; nothing was written", Some("run it again".to_owned())));
    }
    Ok((lock, again))
}

/// What was written before a failure, for whoever has to know where things stand.
fn progress(report: &EditReport) -> String {
    let mut written: Vec<&str> = report.changes.iter().map(|change| change.key.as_str()).collect();
    written.dedup();
    match written.is_empty() {
        true => "nothing was written".to_owned(),
        false => format!("only {} was written", written.join(", ")),
    }
}

//! `ffctl audit`

mod baseline;
mod code_view;
mod look;
mod usage;

use super::Deny;
use super::judging::FindingsFormat;
use super::moment::MomentArgs;
use super::shared::Session;
use crate::audit::LastChange;
use crate::change::{Change, Field};
use crate::git::{GitError, History};
use crate::report::{AuditReport, Examined};
use crate::store::FlagFile;
use anyhow::Result;
use baseline::BaselineArgs;
use clap::Args;
use code_view::CodeView;
use look::Look;
use rayon::prelude::*;
use std::path::Path;
use usage::{ASKING_PROMETHEUS, UsageArgs};

/// Finds flags that have outlived their purpose, and says what to do about each. `ffctl explain` lists the rules.
///
/// When a flag was last changed is taken from git, and outside a repository from `created`. What cannot be known, as in
/// a shallow clone, is said and is no finding. `policy.rules` of the settings sets levels and switches rules off;
/// `waivers` in a flag's file excuse that flag from a rule for a time.
#[derive(Debug, Args)]
#[command(after_long_help = ASKING_PROMETHEUS)]
pub(super) struct AuditArgs {
    /// What fails the run
    #[arg(long, value_enum, default_value_t = Deny::Warning, value_name = "LEVEL")]
    deny: Deny,
    #[command(flatten)]
    format: FindingsFormat,
    #[command(flatten)]
    baseline: BaselineArgs,
    #[command(flatten)]
    usage: UsageArgs,
    #[command(flatten)]
    pub(super) moment: MomentArgs,
}

pub(super) fn run(args: &AuditArgs, session: &Session) -> Result<AuditReport> {
    let known = args.baseline.read(session)?;
    let told = args.usage.read()?;
    let source = session.source(&|_, _| true)?;
    let tree = session.tree_of(&source)?;
    let (past, code) = rayon::join(|| Past::of(&tree.flags, session), || CodeView::of(&tree, session));
    let usage = told.as_ref().map(|told| &told.usage);
    let look = Look::new(&source, &tree, session, &code, usage);
    let mut report = AuditReport::new(session.today().to_string(), tree.flags.len(), args.deny.into());
    report.places = session.places();
    let examined = |file: &FlagFile| Examined { name: file.flag.key.clone(), file: session.shown(&file.path) };
    report.examined = tree.flags.iter().map(examined).collect();
    report.notes.extend(past.note().into_iter().chain(code.notes().iter().cloned()));
    report.notes.extend(told.iter().flat_map(|told| told.warnings.iter().cloned()));
    report.findings.extend(code.unknown_references(&tree, session));
    let seen = tree.flags.par_iter().map(|file| look.at(file, past.last_change(file, session)));
    for seen in seen.collect::<Vec<_>>() {
        report.findings.extend(seen.findings);
        report.waived.extend(seen.waived);
        report.unknowns.extend(seen.unknowns);
        report.not_asked.extend(seen.not_asked);
    }
    report.findings.sort_by(|a, b| b.level.cmp(&a.level).then_with(|| a.key.cmp(&b.key)));
    report.problems = session.problems(tree.broken());
    match known {
        Some(known) => report.set_aside(known),
        None => args.baseline.write(&mut report, session)?,
    }
    Ok(report)
}

/// What git knows of the flags' past, or why it knows nothing.
struct Past(Result<History, GitError>);

impl Past {
    /// A waiver is no change of what it excuses: a flag that is excused for being stale would be fresh.
    fn of(flags: &[FlagFile], session: &Session) -> Past {
        let counts = |change: &Change| change.what.field != Field::Waivers;
        Past(session.last_changes(flags, &counts))
    }

    fn last_change(&self, file: &FlagFile, session: &Session) -> LastChange {
        match &self.0 {
            Ok(history) => history.last_change(Path::new(&file.path), session.today()),
            Err(error) => error.last_change(),
        }
    }

    fn note(&self) -> Option<String> {
        let error = self.0.as_ref().err()?;
        Some(match error.last_change() {
            LastChange::Created => "not a git repository: the last change of a flag is taken from `created`".to_owned(),
            _ => format!("git has no answer, so what was last changed is not known: {error}"),
        })
    }
}

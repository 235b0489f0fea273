//! `ffctl audit`

use super::Deny;
use super::judging::FindingsFormat;
use super::moment::MomentArgs;
use super::shared::Session;
use crate::audit::{LastChange, Subject, audit};
use crate::git::{GitError, History};
use crate::report::{AuditReport, Examined, FindingReport, UnknownReport};
use crate::store::FlagFile;
use anyhow::Result;
use clap::Args;
use std::path::Path;

/// Finds flags that have outlived their purpose: expired, expiring, stale, too old, or without required metadata.
///
/// When a flag was last changed is taken from git, and outside a repository from `created`. What cannot be known, as in
/// a shallow clone, is said and is no finding.
#[derive(Debug, Args)]
pub(super) struct AuditArgs {
    /// What fails the run
    #[arg(long, value_enum, default_value_t = Deny::Warning, value_name = "LEVEL")]
    deny: Deny,
    #[command(flatten)]
    format: FindingsFormat,
    #[command(flatten)]
    pub(super) moment: MomentArgs,
}

pub(super) fn run(args: &AuditArgs, session: &Session) -> Result<AuditReport> {
    let tree = session.tree()?;
    let today = session.today();
    let past = Past::of(&tree.flags, session);
    let mut report = AuditReport::new(today.to_string(), tree.flags.len(), args.deny.into());
    report.places = session.places();
    report.notes.extend(past.note());
    for file in &tree.flags {
        let flag = &file.flag;
        report.examined.push(Examined { name: flag.key.clone(), file: session.shown(&file.path) });
        let subject = Subject { flag, last_change: past.last_change(file, session) };
        let answers = audit(&subject, &tree.settings, today);
        report.findings.extend(answers.findings.into_iter().map(|finding| FindingReport {
            key: Some(flag.key.clone()),
            owner: Some(flag.owner.clone()),
            environment: None,
            rule: finding.rule,
            level: finding.level,
            message: finding.message,
            help: Some(finding.help),
            file: session.shown(&file.path),
            line: 1,
            column: 1,
        }));
        let unknown = |unknown: crate::audit::Unknown| UnknownReport {
            key: flag.key.clone(),
            rule: unknown.rule,
            message: unknown.message,
        };
        report.unknowns.extend(answers.unknowns.into_iter().map(unknown));
    }
    report.findings.sort_by(|a, b| b.level.cmp(&a.level).then_with(|| a.key.cmp(&b.key)));
    report.problems = session.problems(tree.broken());
    Ok(report)
}

/// What git knows of the flags' past, or why it knows nothing.
struct Past(Result<History, GitError>);

impl Past {
    fn of(flags: &[FlagFile], session: &Session) -> Past {
        Past(session.last_changes(flags.iter().map(|file| file.path.as_str())))
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

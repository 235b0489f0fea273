//! `ffctl check`

mod places;
mod sides;

use super::Deny;
use super::judging::FindingsFormat;
use super::moment::{MomentArgs, at_revision};
use super::shared::{Session, refused};
use crate::change::Subject;
use crate::gate::{Finding, Owners, Proposal, Rollbacks, Version as Side, judge};
use crate::git::{Repository, Trailers, Version};
use crate::model::{CodeOwners, hint};
use crate::report::{CheckReport, DiffSide, FindingReport};
use anyhow::Result;
use clap::Args;
use places::Places;
pub(super) use sides::Compared;
use sides::Moments;

/// Holds a proposed change to the rules.
#[derive(Debug, Args)]
#[command(after_long_help = EXPLAINED)]
pub(super) struct CheckArgs {
    /// What the change is to be merged into: origin/main, in CI fetched with its history (`fetch-depth: 0`)
    #[arg(long, value_name = "REV", allow_hyphen_values = true)]
    against: String,
    /// Users may lose this flag, as a `Rollback:` trailer says: for what is not committed yet; may be repeated
    #[arg(long, value_name = "KEY")]
    rollback: Vec<String>,
    /// What fails the run
    #[arg(long, value_enum, default_value_t = Deny::Error, value_name = "LEVEL")]
    deny: Deny,
    #[command(flatten)]
    format: FindingsFormat,
    #[command(flatten)]
    pub(super) moment: MomentArgs,
}

// The command's own words stand where it is listed, and take the place of these.
const EXPLAINED: &str = "\
What is compared: the last commit that REV and HEAD have in common, as a pull request does, with the work tree or what
--rev names. The settings that count are those of that commit, and so is its CODEOWNERS: a change cannot loosen the gate
that it goes through. The protected environments are looked after; where none is protected all are.

Rules:
  users-lose-feature       users who have a feature would lose it: true of a boolean flag, else any variant but the
                           fallback. 'lose' is certain; 'may lose' depends on who there is
  buckets-reshuffled       another salt or bucket_by: everybody is drawn anew
  variant-still-served     a variant is removed while somebody is served it
  step-too-large           a rollout rises by more than policy.max_step in a protected environment
  protected-without-owner  CODEOWNERS has no owner for a flag that changes a protected environment
  policy-loosened          the settings guard less than before; a warning

A loss that is meant is said in a commit of the change, with a line among the trailers at the end of its message:
  Rollback: KEY            also several with commas between them, `segment NAME`, or `all`

In GitHub Actions, check out with `fetch-depth: 0` and run `ffctl check --against origin/$GITHUB_BASE_REF`.";

pub(super) fn run(args: &CheckArgs, session: &Session) -> Result<CheckReport> {
    let repository = Repository::discover(&session.directory.root)?;
    let moments = args.moments(&repository, session)?;
    let compared = Compared::load(&moments, session)?;
    let trailers = repository.trailers(&moments.base, &moments.head, Rollbacks::TRAILER)?;
    let rollbacks = args.rollbacks(&trailers);
    let code = code_owners(&repository, &moments.base)?;
    let files = compared.files_in_repository(&repository, session)?;
    let owners = code.as_ref().map(|code| Owners { code, files: &files });
    let proposal = Proposal::new(compared.base(), compared.change(), owners, &rollbacks);

    let against = DiffSide { name: args.against.clone(), commit: Some(moments.against.clone()) };
    let mut report = CheckReport::new(against, moments.base.clone(), moments.shown(), args.deny.into());
    report.places = session.places();
    report.commits = trailers.commits;
    report.flags = proposal.flags();
    let levels = |rule: &str, flag_type, own| compared.policy().level(rule, flag_type, own);
    let mut places = Places::of(&compared, &repository, &moments, session)?;
    let findings = judge(&proposal, &levels).into_iter();
    report.findings = findings.map(|found| places.report(found)).collect::<Result<_>>()?;
    report.notes = compared.notes(&moments);
    report.notes.extend(unknown_rollbacks(&rollbacks, &compared));
    if code.is_none() && !compared.protects_nothing() {
        report.notes.push("there is no CODEOWNERS at the base: who has to review is not looked at".to_owned());
    }
    report.problems = session.problems(compared.broken());
    Ok(report)
}

impl CheckArgs {
    fn moments(&self, repository: &Repository, session: &Session) -> Result<Moments> {
        let against = at_revision(&session.directory.root, &self.against).map_err(|_| self.not_fetched())?.commit;
        let head = match &session.moment {
            Some(moment) => moment.commit.clone(),
            None => repository.head()?.ok_or_else(|| refused("there is no commit yet to compare with", None))?,
        };
        let Some(base) = repository.merge_base(&against, &head)? else {
            let message = format!("{} and what is checked have no commit in common here", self.against);
            let help = repository.unshallow().map(|help| format!("{help}, or check out with `fetch-depth: 0`"));
            return Err(refused(message, help));
        };
        let name = session.moment.as_ref().map(|moment| moment.label.trim_end_matches(':').to_owned());
        Ok(Moments { against, base, head, name })
    }

    /// The branch is not here, as after a checkout of one commit.
    fn not_fetched(&self) -> anyhow::Error {
        let fetch = match self.against.split_once('/') {
            Some((remote, branch)) => format!("git fetch {remote} {branch}"),
            None => "git fetch".to_owned(),
        };
        let help = format!("fetch it (`{fetch}`), or check out with its history: `fetch-depth: 0` of actions/checkout");
        refused(format!("'{}' is no revision of this repository", self.against), Some(help))
    }

    fn rollbacks(&self, trailers: &Trailers) -> Rollbacks {
        let mut rollbacks = Rollbacks::default();
        let said = trailers.values.iter().map(|(_, value)| value).chain(&self.rollback);
        said.for_each(|value| rollbacks.allow(value));
        rollbacks
    }
}

/// What CODEOWNERS says at a commit: that of the branch that is merged into decides who has to review.
fn code_owners(repository: &Repository, commit: &str) -> Result<Option<CodeOwners>> {
    for place in CodeOwners::PLACES {
        if let Some(bytes) = repository.bytes_at(&Version { commit: commit.to_owned(), path: place.into() })? {
            return Ok(Some(CodeOwners::parse(&String::from_utf8_lossy(&bytes))));
        }
    }
    Ok(None)
}

/// Names of `Rollback:` trailers that are those of nothing.
fn unknown_rollbacks(rollbacks: &Rollbacks, compared: &Compared) -> Vec<String> {
    let subjects = compared.subjects();
    let keys: Vec<&str> = subjects
        .iter()
        .filter_map(|subject| match subject {
            Subject::Flag(key) => Some(key.as_str()),
            _ => None,
        })
        .collect();
    let unknown = rollbacks.names().filter(|name| !subjects.iter().any(|subject| Rollbacks::is_name_of(name, subject)));
    let note = |name: &str| {
        let hint = hint(name, keys.iter().copied()).map(|hint| format!("; {hint}")).unwrap_or_default();
        format!("`{}: {name}` names no flag{hint}", Rollbacks::TRAILER)
    };
    unknown.map(note).collect()
}

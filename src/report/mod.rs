//! What commands return: the JSON contract, apart from the model, and the exit code.
//!
//! Every document carries `"version": 1`, but for the one-line answers of `eval`, which are OpenFeature's shape.

mod answers;
mod audit;
mod bisect;
mod blame;
mod check;
mod commit;
mod diagnostic;
mod diff;
mod edit;
mod eval;
mod experiment;
mod explain;
mod finding;
mod findings;
mod format;
mod impact;
mod init;
mod list;
mod log;
mod mutation;
mod places;
mod progress;
mod refs;
mod refused;
mod show;
mod simulate;
mod subject_change;
mod suggest;
mod summary;
mod test;
mod text;
mod trace;
mod validate;
mod watch;

pub use answers::{AnswerBlock, AnswerLines, AnswersReport, BadLines, LinesRead};
pub use audit::{AuditReport, BaselineReport, UnknownReport, WaivedReport};
pub use bisect::{AnswerChange, BisectReport};
pub use blame::{BlameReport, Origin, SettingReport};
pub use check::CheckReport;
pub use commit::CommitRef;
pub use diagnostic::{DiagnosticReport, diagnostics_of};
pub use diff::{DiffReport, DiffSide};
pub use edit::{ChangeReport, CommitReport, EditReport};
pub use eval::{EvalReport, QuietAnswer, RuleReport, draw_lacks};
pub use experiment::{
    ComparisonReport, ExperimentReport, MetricReport, PlanReport, PlannedVariant, RecordsReport, SampleRatioReport,
    VariantResult, Version,
};
pub use explain::{ExampleReport, ExplainReport, RuleExplained};
pub use finding::FindingReport;
pub use findings::{AskedRule, Examined, Findings, Found, Region, count};
pub use format::Format;
pub use impact::{
    EnvironmentImpact, FlagImpact, GroupReport, ImpactReport, TransitionCount, TransitionReport, UsersReport,
};
pub use init::InitReport;
pub use list::{FlagRow, ListReport, NamedState, StateReport, WeightReport};
pub use log::{LogCommit, LogDocument, LogEntry, LogReport};
pub use mutation::{MutationReport, SurvivorReport};
pub use places::{Places, plain_path};
pub use progress::{Progress, Step};
pub use refs::{FlagReferences, MentionReport, RefsReport, UnknownReference};
pub use refused::Refused;
pub use show::{LastChangeReport, PlaceReport, ShowReport, ShownOverride, ShownRule, ShownWaiver};
pub use simulate::{RampStep, RatioCount, RatioReport, SimulateReport};
pub use subject_change::SubjectChange;
pub use suggest::{FlagSuggestions, SuggestReport, SuggestedCase};
pub use summary::{
    FlagSummary, GroupCount, OtherGroups, ReasonCount, SummaryReport, VariantCount, VariantShare, percent_of,
};
pub use test::{CaseReport, CoverageReport, FlagCoverage, MissedReport, TestReport};
pub use text::TextReport;
pub use trace::{ClauseStep, ConditionStep, OverrideStep, RuleStep, TraceReport, trace_report};
pub use validate::ValidateReport;
pub use watch::{WatchEvent, WatchReport};

use crate::model::Level;

/// The version of the JSON documents.
pub const VERSION: u32 = 1;

/// What a command found out.
#[derive(Debug)]
pub enum Report {
    /// `validate`
    Validate(ValidateReport),
    /// `eval KEY`
    Eval(Box<EvalReport>),
    /// `eval --all`
    EvalAll(Vec<EvalReport>),
    /// `eval --contexts`
    Answers(AnswersReport),
    /// `eval --contexts --summary`
    Summary(Box<SummaryReport>),
    /// `eval -q`
    Quiet(QuietAnswer),
    /// `list`
    List(ListReport),
    /// `show KEY`
    Show(Box<ShowReport>),
    /// `log`
    Log(LogReport),
    /// `watch`
    Watch(WatchReport),
    /// `blame`
    Blame(BlameReport),
    /// `bisect`
    Bisect(Box<BisectReport>),
    /// `diff`
    Diff(DiffReport),
    /// `audit`
    Audit(AuditReport),
    /// `check`
    Check(CheckReport),
    /// `impact`
    Impact(ImpactReport),
    /// `simulate`
    Simulate(Box<SimulateReport>),
    /// `explain`
    Explain(ExplainReport),
    /// `refs`
    Refs(RefsReport),
    /// `test`
    Test(TestReport),
    /// `test --mutate`
    Mutation(MutationReport),
    /// `test --suggest`
    Suggest(SuggestReport),
    /// `experiment plan`
    Plan(Box<PlanReport>),
    /// `experiment analyze`
    Experiment(Box<ExperimentReport>),
    /// `rollout`, `enable`, `disable` and every other command that edits flags
    Edit(EditReport),
    /// `init`, and `man` into a folder
    Init(InitReport),
    /// `completions`, `man` and `schema`
    Text(TextReport),
}

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// All is well.
    Success = 0,
    /// The answer is no.
    No = 1,
    /// It could not be done.
    Failure = 2,
}

impl Report {
    /// Whether it is printed without any colour, for machines that read along.
    pub fn is_plain(&self) -> bool {
        matches!(self, Report::Answers(_))
    }

    /// How the program ends with this report.
    pub fn exit(&self) -> Exit {
        let no_if = |no: bool| if no { Exit::No } else { Exit::Success };
        let fail_if = |fail: bool| if fail { Exit::Failure } else { Exit::Success };
        match self {
            Report::Validate(report) => no_if(report.diagnostics.iter().any(|found| found.level >= report.deny)),
            Report::Audit(report) => {
                fail_if(!report.problems.is_empty()).max(no_if(report.findings.iter().any(|f| f.level >= report.deny)))
            }
            Report::Check(report) => {
                fail_if(!report.problems.is_empty()).max(no_if(report.findings.iter().any(|f| f.level >= report.deny)))
            }
            Report::Refs(report) => no_if(report.findings.iter().any(|found| found.level >= report.deny)),
            Report::Test(report) => {
                fail_if(!report.problems.is_empty()).max(no_if(report.failed > 0 || report.covers_too_little()))
            }
            Report::Mutation(report) => {
                fail_if(!report.problems.is_empty()).max(no_if(report.survived > 0 || !report.failing.is_empty()))
            }
            Report::Eval(report) => fail_if(report.failed()),
            Report::EvalAll(reports) => fail_if(reports.iter().any(EvalReport::failed)),
            Report::Impact(report) => fail_if(report.has_bad_lines() || !report.problems.is_empty()),
            Report::Simulate(report) => fail_if(report.bad_lines > 0).max(no_if(report.is_suspicious())),
            Report::Answers(report) => fail_if(report.lines.bad.count > 0),
            Report::Summary(report) => fail_if(report.lines.bad.count > 0),
            Report::Quiet(answer) => match answer {
                QuietAnswer::Boolean(true) | QuietAnswer::Value(_) => Exit::Success,
                QuietAnswer::Boolean(false) => Exit::No,
            },
            Report::Diff(report) => no_if(report.exit_code && !report.changes.is_empty()),
            Report::List(report) => fail_if(report.problems.iter().any(|found| found.level == Level::Error)),
            Report::Experiment(report) => no_if(report.sample_ratio.is_mismatch),
            Report::Show(_)
            | Report::Log(_)
            | Report::Watch(_)
            | Report::Blame(_)
            | Report::Bisect(_)
            | Report::Explain(_)
            | Report::Suggest(_)
            | Report::Plan(_)
            | Report::Edit(_)
            | Report::Init(_)
            | Report::Text(_) => Exit::Success,
        }
    }
}

impl Report {
    /// What was found, for the forms that CI reads; `None` of a command that does not judge.
    pub fn findings(&self) -> Option<Findings<'_>> {
        match self {
            Report::Validate(report) => Some(report.into()),
            Report::Audit(report) => Some(report.into()),
            Report::Check(report) => Some(report.into()),
            Report::Refs(report) => Some(report.into()),
            _ => None,
        }
    }
}

/// A level as JSON.
fn level_name<S: serde::Serializer>(level: &Level, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(level.name())
}

//! `ffctl eval`

use super::bulk::{self, BulkArgs, MANY};
use super::context_args::ContextArgs;
use super::moment::MomentArgs;
use super::shared::{Session, known_environment, refused, unknown_flag};
use crate::check::FileKind;
use crate::evaluate::{CompiledFlag, Segments};
use crate::model::{Context, ErrorCode, Flag};
use crate::report::{DiagnosticReport, EvalReport, QuietAnswer, Refused, Report, trace_report};
use crate::store::{FileProblems, FlagFile, Loaded, Lookup};
use anyhow::Result;
use clap::Args;

/// Evaluates a flag for a user: which variant, which value, and why.
///
/// With -q nothing is printed for a boolean flag: the exit code is 0 for true and 1 for false. For other flags the bare
/// value is printed.
#[derive(Debug, Args)]
#[command(after_long_help = MANY)]
pub(super) struct EvalArgs {
    /// The flag's key; with --contexts also several
    #[arg(value_name = "KEY", required_unless_present = "all", conflicts_with = "all")]
    pub(super) keys: Vec<String>,
    /// Evaluate every flag
    #[arg(long)]
    all: bool,
    /// The environment [default: none, the top-level fields hold]
    #[arg(short, long, value_name = "ENV")]
    pub(super) env: Option<String>,
    #[command(flatten)]
    context: ContextArgs,
    /// Show each step: each rule, each condition, the bucket, and what decided
    #[arg(long, conflicts_with_all = ["all", "contexts"])]
    explain: bool,
    #[command(flatten)]
    pub(super) moment: MomentArgs,
    // Last: its heading holds for all that follows.
    #[command(flatten)]
    pub(super) bulk: BulkArgs,
}

pub(super) fn run(args: &EvalArgs, session: &Session, quiet: bool) -> Result<Report> {
    if let Some(path) = &args.bulk.contexts {
        return bulk::run(path, args, session);
    }
    let asked = Asked { environment: args.env.as_deref(), explain: args.explain, session };
    let context = args.context.context();
    let key = match &args.keys[..] {
        [key] => key,
        [] if quiet => return Err(refused("-q takes one flag, not --all", None)),
        [] => return Ok(Report::EvalAll(asked.all(&context?)?)),
        _ => return Err(refused("several flags take --contexts", Some("or --all for every flag".to_owned()))),
    };
    let report = match &context {
        Ok(context) => asked.one(key, context)?,
        Err(error) => asked.failed(key, ErrorCode::InvalidContext, error),
    };
    if !quiet {
        return Ok(Report::Eval(Box::new(report)));
    }
    if report.failed() {
        let message = report.error_details.unwrap_or_default();
        return Err(Refused { message, help: report.help, problems: report.problems }.into());
    }
    Ok(Report::Quiet(match report.value.as_bool() {
        Some(answer) => QuietAnswer::Boolean(answer),
        None => QuietAnswer::Value(report.value),
    }))
}

/// What was asked for, whatever the flag.
struct Asked<'a> {
    environment: Option<&'a str>,
    explain: bool,
    session: &'a Session,
}

impl Asked<'_> {
    fn one(&self, key: &str, context: &Context) -> Result<EvalReport> {
        Ok(match self.session.lookup(key)? {
            Lookup::Unknown(keys) => self.failed(key, ErrorCode::FlagNotFound, &unknown_flag(key, &keys).into()),
            Lookup::Invalid(files) => self.invalid(key, &files),
            Lookup::Found(loaded) => {
                let Loaded { file, settings, segments, .. } = *loaded;
                let known = self.environment.map_or(Ok(()), |name| known_environment(&settings, name));
                match known {
                    Err(refused) => self.failed(key, ErrorCode::General, &refused.into()),
                    Ok(()) => self.answer(&file.flag, &Segments::compile(&segments), context),
                }
            }
        })
    }

    fn all(&self, context: &Context) -> Result<Vec<EvalReport>> {
        let tree = self.session.tree()?;
        if let Some(name) = self.environment.filter(|_| tree.broken_settings().next().is_none()) {
            known_environment(&tree.settings, name)?;
        }
        let segments = Segments::compile(&tree.segments);
        let answers = tree.flags.iter().map(|FlagFile { flag, .. }| match tree.in_the_way_of(flag) {
            files if files.is_empty() => self.answer(flag, &segments, context),
            files => self.invalid(&flag.key, files),
        });
        let flags = tree.broken().filter(|file| file.kind == Some(FileKind::Flag));
        let broken = flags.map(|file| self.invalid(&file.stem, [file]));
        let mut reports: Vec<EvalReport> = answers.chain(broken).collect();
        reports.sort_by(|a, b| a.key.cmp(&b.key));
        Ok(reports)
    }

    fn answer(&self, flag: &Flag, segments: &Segments, context: &Context) -> EvalReport {
        let compiled = match CompiledFlag::compile(flag, self.environment, segments) {
            Ok(compiled) => compiled,
            Err(error) => return self.failed(&flag.key, ErrorCode::ParseError, &anyhow::anyhow!("{error}")),
        };
        let report = if self.explain {
            let (evaluation, trace) = compiled.explain(context);
            let report = EvalReport::new(&flag.key, self.environment, &evaluation);
            EvalReport { trace: Some(trace_report(trace)), ..report }
        } else {
            EvalReport::new(&flag.key, self.environment, &compiled.evaluate(context))
        };
        report.lacking(flag.bucket_by())
    }

    fn failed(&self, key: &str, code: ErrorCode, error: &anyhow::Error) -> EvalReport {
        let help = error.downcast_ref::<Refused>().and_then(|refused| refused.help.clone());
        EvalReport { help, ..EvalReport::error(key, self.environment, code, format!("{error:#}")) }
    }

    fn invalid<'p>(&self, key: &str, files: impl IntoIterator<Item = &'p FileProblems>) -> EvalReport {
        let problems = self.session.problems(files);
        let details = problems.first().map_or_else(|| "the flag is invalid".to_owned(), in_a_line);
        EvalReport { problems, ..EvalReport::error(key, self.environment, ErrorCode::ParseError, details) }
    }
}

fn in_a_line(problem: &DiagnosticReport) -> String {
    format!("{}:{}:{}: {} ({})", problem.file, problem.line, problem.column, problem.message, problem.rule)
}

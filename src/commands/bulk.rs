//! `ffctl eval --contexts`: flags for many contexts.

use super::eval::EvalArgs;
use super::shared::{Session, known_environment, refused};
use crate::bulk::{Answering, Blocks, Counting, Input, Meter, Subject, Tally, in_order, summary};
use crate::contexts::{ContextReader, Form, Syntax};
use crate::evaluate::{CompiledFlag, Segments};
use crate::model::Attribute;
use crate::report::{AnswersReport, BadLines, LinesRead, Progress, Refused, Report, SummaryReport};
use crate::store::Loaded;
use anyhow::{Context as _, Result};
use clap::{Args, ValueEnum};
use std::sync::Arc;

/// What the options for many contexts do together.
pub(super) const MANY: &str = "\
With --contexts each context has its answer as a line of JSON, in the order of the contexts and while they are read; of \
several flags, each in turn. The input may be of any length. In CSV a header names the attributes (company.plan is a \
name), a cell is a text, and an empty one is a missing attribute. Blank lines are passed over.

A line that is no context (not a JSON object, not as many cells as the header, longer than 16 MiB) is told of on \
standard error and counted; its answer has the error code INVALID_CONTEXT, so that answers and lines stay side by side, \
and the exit code is 2 in the end. A context without the id that a draw needs has an answer, the fallback with the \
error code TARGETING_KEY_MISSING, and is no bad line.";

/// Many contexts.
#[derive(Debug, Args)]
#[command(next_help_heading = "Many contexts")]
pub(super) struct BulkArgs {
    /// Evaluate for each context of a file, or of standard input (-): NDJSON or CSV, packed by gzip or not
    #[arg(long, value_name = "FILE|-", conflicts_with_all = ["user", "attributes", "context"])]
    pub(super) contexts: Option<String>,
    /// What is in the file [default: by its ending, .ndjson, .jsonl or .csv, also before .gz; else ndjson]
    #[arg(long, value_enum, value_name = "FORM", requires = "contexts")]
    input_format: Option<InputFormat>,
    /// End at the first line that is no context
    #[arg(long, requires = "contexts")]
    strict: bool,
    /// Print how many get each variant, and why, in the place of the answers
    #[arg(long, requires = "contexts")]
    summary: bool,
    /// Count also by the values of this attribute; beyond 10,000 values, new ones are counted together
    #[arg(long, value_name = "ATTR", requires = "summary")]
    group_by: Option<String>,
    /// How many groups to show, the largest first
    #[arg(long, value_name = "NUMBER", default_value_t = 10, requires = "group_by")]
    top: usize,
}

/// The forms of input.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum InputFormat {
    /// A JSON object a line
    Ndjson,
    /// A table with a header
    Csv,
}

pub(super) fn run(path: &str, args: &EvalArgs, session: &Session) -> Result<Report> {
    let subjects = subjects(args, session)?;
    let input = Input::open(path)?;
    let told = Told::begin(&input.meter, session);
    let shown = if path == "-" { "standard input" } else { path };
    let (syntax, blocks) = Blocks::of(input.source, args.bulk.form(path)).with_context(|| cannot_read(shown))?;
    let lines = LinesRead { input: shown.to_owned(), lines: 0, bad: BadLines::default(), strict: args.bulk.strict };
    let job = Job { args, subjects, syntax, blocks, lines, told };
    match args.bulk.summary {
        true => job.summary().map(|report| Report::Summary(Box::new(report))),
        false => Ok(Report::Answers(job.answers())),
    }
}

pub(super) fn cannot_read(input: &str) -> String {
    format!("cannot read {input}")
}

/// Flags that are known to answer, and an input that is open.
struct Job<'a> {
    args: &'a EvalArgs,
    subjects: Vec<Subject>,
    syntax: Syntax,
    blocks: Blocks,
    lines: LinesRead,
    told: Told,
}

impl Job<'_> {
    fn answers(self) -> AnswersReport {
        let Job { args, subjects, syntax, blocks, lines, mut told } = self;
        let reader = reader(syntax, &subjects, None);
        let answering = Answering { subjects, environment: args.env.clone(), reader, strict: args.bulk.strict };
        let answers = in_order(blocks, move |block| answering.answer(&block));
        let input = lines.input.clone();
        let blocks = Box::new(answers.map(move |block| {
            told.tell();
            block.with_context(|| cannot_read(&input))
        }));
        AnswersReport { blocks, lines }
    }

    fn summary(self) -> Result<SummaryReport> {
        let Job { args, subjects, syntax, blocks, lines, mut told } = self;
        let bulk = &args.bulk;
        let group_by = bulk.group_by.as_deref().map(Attribute::new);
        let reader = reader(syntax, &subjects, group_by.as_ref());
        let counting = Arc::new(Counting { subjects, reader, group_by, strict: bulk.strict });
        let worker = Arc::clone(&counting);
        let mut tally = Tally::default();
        for counted in in_order(blocks, move |block| worker.count(&block)) {
            told.tell();
            tally.add(counted.with_context(|| cannot_read(&lines.input))?);
            if let Some(refused) = lines.refused(&tally.bad) {
                return Err(refused.into());
            }
        }
        let flags = summary(&counting.subjects, &tally, bulk.group_by.is_some().then_some(bulk.top));
        let lines = LinesRead { lines: tally.lines, bad: tally.bad, ..lines };
        Ok(SummaryReport::new(args.env.clone(), bulk.group_by.clone(), flags, lines))
    }
}

/// Tells whoever waits how much was read.
pub(super) struct Told {
    progress: Arc<Progress>,
    meter: Meter,
    megabytes: usize,
}

impl Told {
    pub(super) fn begin(meter: &Meter, session: &Session) -> Told {
        session.progress.begin("reading contexts", "megabyte", meter.size.map(megabytes));
        Told { progress: Arc::clone(&session.progress), meter: meter.clone(), megabytes: 0 }
    }

    pub(super) fn tell(&mut self) {
        let read = megabytes(self.meter.read());
        self.progress.advance(read - self.megabytes);
        self.megabytes = read;
    }
}

fn megabytes(bytes: u64) -> usize {
    usize::try_from(bytes / 1_000_000).unwrap_or(usize::MAX)
}

/// Keeps what the flags ask for, and what contexts are grouped by.
fn reader(syntax: Syntax, subjects: &[Subject], group_by: Option<&Attribute>) -> ContextReader {
    let asked = subjects.iter().flat_map(|subject| subject.flag.attributes());
    ContextReader::new(syntax, asked.chain(group_by.into_iter().flat_map(Attribute::sources)))
}

/// The flags asked for. One that cannot be evaluated is refused before anything is read.
fn subjects(args: &EvalArgs, session: &Session) -> Result<Vec<Subject>> {
    let environment = args.env.as_deref();
    if args.keys.is_empty() {
        let tree = session.tree()?;
        if let Some(name) = environment {
            session.known_environment(&tree, name)?;
        }
        let problems = session.problems(tree.broken());
        if !problems.is_empty() {
            return Err(Refused { message: "not every flag is valid".to_owned(), help: None, problems }.into());
        }
        let segments = Segments::compile(&tree.segments);
        let mut flags: Vec<_> = tree.flags.iter().map(|file| &file.flag).collect();
        flags.sort_by(|a, b| a.key.cmp(&b.key));
        return flags.into_iter().map(|flag| subject(flag, environment, &segments)).collect();
    }
    let of_key = |key: &String| {
        let Loaded { file, settings, segments, .. } = *session.flag(key)?;
        known_environment(&settings, environment)?;
        subject(&file.flag, environment, &Segments::compile(&segments))
    };
    args.keys.iter().map(of_key).collect()
}

pub(super) fn subject(flag: &crate::model::Flag, environment: Option<&str>, segments: &Segments) -> Result<Subject> {
    let compiled = CompiledFlag::compile(flag, environment, segments)
        .map_err(|error| refused(format!("the flag '{}' cannot be evaluated: {error}", flag.key), None))?;
    Ok(Subject {
        key: flag.key.clone(),
        variants: flag.variants.list.clone(),
        bucket_by: flag.bucket_by().to_owned(),
        flag: compiled,
    })
}

impl BulkArgs {
    fn form(&self, path: &str) -> Form {
        InputFormat::form(self.input_format, path)
    }
}

impl InputFormat {
    /// What is asked for, else what the ending says.
    pub(super) fn form(asked: Option<InputFormat>, path: &str) -> Form {
        match asked {
            Some(InputFormat::Ndjson) => Form::Ndjson,
            Some(InputFormat::Csv) => Form::Csv,
            None => Form::of_name(path).unwrap_or(Form::Ndjson),
        }
    }
}

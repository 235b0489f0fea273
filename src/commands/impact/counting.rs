//! Who moves, counted over contexts.

use super::super::bulk::{InputFormat, Told, cannot_read};
use super::super::shared::{Session, refused};
use crate::bulk::{BeforeAfter, Blocks, Input, Moved, Moves, Moving, in_order};
use crate::contexts::ContextReader;
use crate::evaluate::{CompiledFlag, Segments};
use crate::model::{Attribute, Flag};
use crate::report::{BadLines, ImpactReport, LinesRead, TransitionCount, percent_of};
use anyhow::{Context as _, Result};
use clap::Args;
use std::sync::Arc;

/// Contexts to count.
#[derive(Debug, Args)]
#[command(next_help_heading = "Contexts")]
pub(in super::super) struct ContextsArgs {
    /// Count who moves among the contexts of a file, or of standard input (-): NDJSON or CSV, packed by gzip or not
    #[arg(long, value_name = "FILE|-")]
    pub(in super::super) contexts: Option<String>,
    /// What is in the file [default: by its ending, .ndjson, .jsonl or .csv, also before .gz; else ndjson]
    #[arg(long, value_enum, value_name = "FORM", requires = "contexts")]
    pub(in super::super) input_format: Option<InputFormat>,
    /// End at the first line that is no context
    #[arg(long, requires = "contexts")]
    pub(in super::super) strict: bool,
}

/// A flag before and after, each with the segments of its time.
pub(super) struct Compared<'c> {
    pub(super) before: Option<(&'c Flag, &'c Segments)>,
    pub(super) after: Option<(&'c Flag, &'c Segments)>,
}

/// Counts for each flag of the report, in each of its environments, who moves.
pub(super) fn count(
    args: &ContextsArgs,
    compared: &[Compared<'_>],
    report: &mut ImpactReport,
    session: &Session,
) -> Result<()> {
    let Some(path) = &args.contexts else { return Ok(()) };
    let mut pairs = Vec::new();
    for (flag, compared) in report.flags.iter().zip(compared) {
        for impact in &flag.environments {
            let environment = impact.environment.as_deref();
            let compile = |side: Option<(&Flag, &Segments)>| {
                side.map(|(flag, segments)| compiled(flag, environment, segments)).transpose()
            };
            pairs.push(BeforeAfter { before: compile(compared.before)?, after: compile(compared.after)? });
        }
    }
    let (moves, lines) = count_all(args, path, pairs, session)?;
    let contexts = moves.lines - moves.bad.count;
    let environments = report.flags.iter_mut().flat_map(|flag| &mut flag.environments);
    for (nth, impact) in environments.enumerate() {
        let mut counted = moves.counted.get(nth).cloned().unwrap_or_default();
        counted.sort_by(|a, b| b.moves.cmp(&a.moves).then(b.count.cmp(&a.count)));
        impact.counts = Some(counted.into_iter().map(|moved| transition(moved, contexts)).collect());
    }
    (report.contexts, report.bad_lines) = (Some(contexts), Some(moves.bad.count));
    report.lines = Some(LinesRead { lines: moves.lines, bad: moves.bad, ..lines });
    Ok(())
}

/// Reads all contexts once, for all pairs.
pub(in super::super) fn count_all(
    args: &ContextsArgs,
    path: &str,
    pairs: Vec<BeforeAfter>,
    session: &Session,
) -> Result<(Moves, LinesRead)> {
    let input = Input::open(path)?;
    let mut told = Told::begin(&input.meter, session);
    let shown = if path == "-" { "standard input" } else { path };
    let form = InputFormat::form(args.input_format, path);
    let (syntax, blocks) = Blocks::of(input.source, form).with_context(|| cannot_read(shown))?;
    let user_id = Attribute::new("user_id");
    let flags = pairs.iter().flat_map(|pair| pair.before.iter().chain(&pair.after));
    let asked: Vec<&str> = flags.flat_map(CompiledFlag::attributes).chain(user_id.sources()).collect();
    let reader = ContextReader::new(syntax, asked);
    let moving = Arc::new(Moving { pairs, reader, strict: args.strict, user_id });
    let lines = LinesRead { input: shown.to_owned(), lines: 0, bad: BadLines::default(), strict: args.strict };
    let mut moves = Moves::default();
    for counted in in_order(blocks, move |block| moving.count(&block)) {
        told.tell();
        moves.add(counted.with_context(|| cannot_read(shown))?);
        if let Some(refused) = lines.refused(&moves.bad) {
            return Err(refused.into());
        }
    }
    Ok((moves, lines))
}

fn compiled(flag: &Flag, environment: Option<&str>, segments: &Segments) -> Result<CompiledFlag> {
    CompiledFlag::compile(flag, environment, segments)
        .map_err(|error| refused(format!("the flag '{}' cannot be evaluated: {error}", flag.key), None))
}

fn transition(moved: Moved, contexts: u64) -> TransitionCount {
    let Moved { from, to, moves, count, examples } = moved;
    let name = |variant: Option<crate::model::VariantName>| variant.map(|name| name.to_string());
    let share = percent_of(count, contexts);
    TransitionCount { from: name(from), to: name(to), moves, count, share, examples }
}

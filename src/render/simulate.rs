//! `simulate` for people: numbers and bars.

use super::summary::{answers_of, contexts, heading, numbers, percent, with_bars};
use super::wrap::wrapped;
use super::{DIM, GREEN, RED, Style, Styled, YELLOW, answers, document, grouped};
use crate::change::RuleTitle;
use crate::report::{RampStep, RatioReport, SimulateReport};
use std::io::{self, Write};

pub(super) fn render(
    report: &SimulateReport,
    style: &Style,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<()> {
    answers::each(&report.lines, 0, style, err)?;
    answers::count(&report.lines, style, err)?;
    if style.is_json() {
        return document(report, out);
    }
    heading(&report.key, report.environment.as_deref(), out)?;
    if let Some(flag) = &report.answers {
        answers_of(flag, style, out)?;
    }
    report.ratios.iter().try_for_each(|found| ratio(found, style, out))?;
    if let Some(steps) = &report.ramp {
        ramp(steps, style, out)?;
    }
    if style.quiet {
        return Ok(());
    }
    report.notes.iter().try_for_each(|note| writeln!(err, "{}: {note}", Styled(YELLOW.bold(), "note")))?;
    writeln!(out, "{}", Styled(DIM, format!("{}: {}", contexts(report.contexts), report.population)))
}

/// `outside any rule: as configured (chi-squared 0.42, p = 0.517)`
fn ratio(found: &RatioReport, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let title = |index: usize, name: &Option<String>| match name {
        Some(name) => RuleTitle::Named(name.clone()),
        None => RuleTitle::Numbered(index + 1),
    };
    let place = found.rule.as_ref().map_or("default".to_owned(), |rule| title(rule.index, &rule.name).to_string());
    let verdict = match (found.reliable, found.mismatch) {
        (false, _) => (YELLOW, "too few were drawn to tell"),
        (true, false) => (GREEN, "drawn as configured"),
        (true, true) => (RED, "sample ratio mismatch"),
    };
    let test = match found.statistic {
        f64::MAX => "a variant without a share was drawn".to_owned(),
        statistic => format!("chi-squared {statistic:.2}, {} df, p = {:.3}", found.degrees, found.p_value),
    };
    let parts = [(anstyle::Style::new(), place), (verdict.0, verdict.1.to_owned()), (DIM, test)];
    writeln!(out, "{}", wrapped(&parts, 0, style.width))?;
    for variant in found.variants.iter().filter(|_| found.mismatch) {
        let (name, counted, configured) = (&variant.variant, percent(variant.counted), percent(variant.configured));
        writeln!(out, "  {name}: {counted} counted, {configured} configured")?;
    }
    Ok(())
}

fn ramp(steps: &[RampStep], style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut table = numbers(style, &["WHEN", "ROLLOUT", "GET IT", "SHARE", "GAIN", "LOSE"]);
    for (nth, step) in steps.iter().enumerate() {
        let when = match (&step.date, nth) {
            (Some(date), _) => date.clone(),
            (None, 0) => "now".to_owned(),
            (None, nth) => format!("step {nth}"),
        };
        let rollout = format!("{}%", step.rollout);
        let (gain, lose) = (grouped(step.gain), grouped(step.lose));
        table.add_row([when, rollout, grouped(step.count), percent(step.share), gain, lose]);
    }
    with_bars(&table, steps.iter().map(|step| step.share), style, out)?;
    let losers: u64 = steps.iter().map(|step| step.lose).sum();
    match losers {
        0 => {
            let why = "whoever gets it at a step gets it at every later one";
            let parts = [(GREEN, "nobody loses it".to_owned()), (anstyle::Style::new(), why.to_owned())];
            writeln!(out, "\n{}", wrapped(&parts, 0, style.width))
        }
        losers => writeln!(out, "\n{}", Styled(RED, format!("{} lose it on the way", grouped(losers)))),
    }
}

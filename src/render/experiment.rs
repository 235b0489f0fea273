//! `experiment plan` and `experiment analyze` for people.

use super::wrap::wrapped;
use super::{BOLD, CYAN, DIM, GREEN, RED, Style, Styled, YELLOW, count, table};
use crate::experiment::Metric;
use crate::experiment::words::{level, number, p_value, percent};
use crate::report::{ExperimentReport, MetricReport, PlanReport, RecordsReport, VariantResult};
use crate::statistics::Interval;
use anstyle::Style as Colour;
use std::io::{self, Write};

pub(super) fn plan(report: &PlanReport, style: &Style, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<()> {
    heading(&report.key, report.environment.as_deref(), &aim(report), style, out)?;
    let rows = report.variants.iter().map(|variant| {
        let role = if variant.variant == report.control { "control" } else { "" };
        vec![variant.variant.clone(), percent(variant.share), variant.users.to_string(), role.to_owned()]
    });
    tabulate(&["VARIANT", "SHARE", "USERS", ""], rows.collect(), style, out)?;
    let total = count(report.total as usize, "user");
    let admitted = (report.admitted < 1.0).then(|| format!("{} of all take part", percent(report.admitted)));
    let days = report.traffic.zip(report.days).map(|(traffic, days)| {
        let until = report.until.as_ref().map(|until| format!(", until {until}")).unwrap_or_default();
        format!("{} at {traffic} a day{until}", count(days as usize, "day"))
    });
    let parts: Vec<_> = [Some(total), admitted, days].into_iter().flatten().map(|part| (BOLD, part)).collect();
    writeln!(out, "{}", wrapped(&parts, 0, style.width))?;
    if style.quiet {
        return Ok(());
    }
    if report.variants.len() > 2 {
        let alpha = level(report.alpha_per_comparison);
        writeln!(err, "each of {} comparisons is made at {alpha} (Bonferroni)", report.variants.len() - 1)?;
    }
    notes(&report.notes, style, err)
}

/// `conversion 10.00% → 11.00% (+10.00%), found 80% of the time at the level 5%`
fn aim(report: &PlanReport) -> String {
    let show = |value| if report.deviation.is_some() { number(value) } else { percent(value) };
    let change = match report.baseline {
        Some(baseline) => format!("{} → {}", show(baseline), show(baseline + report.difference)),
        None => format!("a difference of {}", number(report.difference)),
    };
    let relative = report.relative_difference.map(|of| format!(" ({:+.1}%)", of * 100.0)).unwrap_or_default();
    let deviation = report.deviation.map(|sd| format!(", standard deviation {}", number(sd))).unwrap_or_default();
    let (power, alpha) = (level(report.power), level(report.alpha));
    format!("{} {change}{relative}{deviation}, found {power} of the time at the level {alpha}", report.metric)
}

pub(super) fn analysis(
    report: &ExperimentReport,
    style: &Style,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<()> {
    for (nth, metric) in report.metrics.iter().enumerate() {
        if nth > 0 {
            writeln!(out)?;
        }
        let title = format!("{}, {}", metric.metric, metric.test);
        heading(&report.key, report.environment.as_deref(), &title, style, out)?;
        of_metric(metric, style, out)?;
    }
    let ratio = &report.sample_ratio;
    if ratio.is_mismatch {
        say("error", RED, &ratio.message, style, err)?;
    }
    if let Some(why) = &report.too_early {
        say("warning", YELLOW, why, style, err)?;
    }
    if style.quiet { Ok(()) } else { beside(report, style, err) }
}

fn of_metric(metric: &MetricReport, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let kind = if metric.metric == Metric::Value.name() { Metric::Value } else { Metric::Conversion };
    let estimated = if kind == Metric::Value { "MEAN" } else { "RATE" };
    let against = if kind == Metric::Value { "DIFFERENCE" } else { "POINTS" };
    let rows = metric.variants.iter().map(|variant| row(variant, kind)).collect();
    tabulate(&["VARIANT", "USERS", "CONVERTED", estimated, against, "P", "CORRECTED"], rows, style, out)?;
    for variant in &metric.variants {
        let Some(comparison) = &variant.comparison else { continue };
        let colour = match comparison.verdict {
            "significant" => GREEN,
            "mismatch" => RED,
            _ => YELLOW,
        };
        let words = [(BOLD, variant.variant.clone()), (colour, comparison.message.clone())];
        writeln!(out, "{}", wrapped(&words, 0, style.width))?;
    }
    Ok(())
}

fn row(variant: &VariantResult, kind: Metric) -> Vec<String> {
    let estimates =
        |interval: &Interval| format!("[{}, {}]", kind.estimate(interval.low), kind.estimate(interval.high));
    let differences =
        |interval: &Interval| format!("[{}, {}]", kind.difference(interval.low), kind.difference(interval.high));
    let with = |value: Option<String>, interval: Option<String>| {
        [value, interval].into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    let estimate = with(variant.estimate.map(|of| kind.estimate(of)), variant.interval.as_ref().map(estimates));
    let (mut difference, mut p, mut corrected) = ("control".to_owned(), String::new(), String::new());
    if let Some(comparison) = &variant.comparison {
        let interval = comparison.interval.as_ref().map(differences);
        difference = with(comparison.difference.map(|of| kind.difference(of)), interval);
        p = comparison.p_value.map(p_value).unwrap_or_default();
        corrected = comparison.corrected_p_value.map(p_value).unwrap_or_default();
    }
    let (users, converted) = (variant.users.to_string(), variant.converted.to_string());
    let cells = [variant.variant.clone(), users, converted, estimate, difference, p, corrected];
    cells.into_iter().map(|cell| if cell.is_empty() { "-".to_owned() } else { cell }).collect()
}

/// What was met in the files.
fn beside(report: &ExperimentReport, style: &Style, err: &mut dyn Write) -> io::Result<()> {
    notes(&report.notes, style, err)?;
    let ratio = (!report.sample_ratio.is_mismatch).then(|| report.sample_ratio.message.clone());
    let parts: Vec<_> = ratio.into_iter().chain(records(&report.records)).map(|part| (DIM, part)).collect();
    writeln!(err, "{}", wrapped(&parts, 0, style.width))
}

/// `10042 users`, and what of the files does not count; what is not there is not told.
fn records(records: &RecordsReport) -> Vec<String> {
    let of = |number: u64, noun: &str, rest: &str| {
        (number > 0).then(|| format!("{} {rest}", count(number as usize, noun)).trim_end().to_owned())
    };
    let users = count(records.users as usize, "user");
    let told = [
        of(records.in_several_variants, "user", "in several variants, left out"),
        of(records.repeated_exposures, "repeated exposure", ""),
        of(records.repeated_conversions, "repeated conversion", ""),
        of(records.before_exposure, "conversion", "before the exposure, not counted"),
        of(records.of_unknown_users, "conversion", "of users never exposed"),
        of(records.of_excluded_users, "conversion", "of users left out"),
    ];
    [users].into_iter().chain(told.into_iter().flatten()).collect()
}

fn heading(key: &str, environment: Option<&str>, what: &str, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let place = environment.map(|name| (CYAN, name.to_owned()));
    let parts: Vec<_> =
        [(BOLD, key.to_owned())].into_iter().chain(place).chain([(Colour::new(), what.to_owned())]).collect();
    writeln!(out, "{}", wrapped(&parts, 0, style.width))
}

/// A table, or on a narrow terminal a paragraph a row that names what each cell is.
fn tabulate(headings: &[&str], rows: Vec<Vec<String>>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut table = table::table(style, headings);
    rows.iter().for_each(|row| _ = table.add_row(row));
    if table::fits(&table, style) {
        return writeln!(out, "{}", table::text(&table));
    }
    for row in rows {
        let cells = headings.iter().zip(&row).skip(1).filter(|(_, cell)| !matches!(cell.as_str(), "" | "-"));
        let told = cells.map(|(heading, cell)| (Colour::new(), format!("{} {cell}", heading.to_lowercase())));
        let parts: Vec<_> = [(BOLD, row[0].clone())].into_iter().chain(told).collect();
        writeln!(out, "{}", wrapped(&parts, 0, style.width))?;
    }
    Ok(())
}

fn notes(notes: &[String], style: &Style, err: &mut dyn Write) -> io::Result<()> {
    notes.iter().try_for_each(|note| say("note", YELLOW, note, style, err))
}

fn say(word: &str, colour: Colour, text: &str, style: &Style, err: &mut dyn Write) -> io::Result<()> {
    let line = wrapped(&[(Colour::new(), format!("{word}: {text}"))], 0, style.width);
    writeln!(err, "{}{}", Styled(colour.bold(), word), line.strip_prefix(word).unwrap_or(&line))
}

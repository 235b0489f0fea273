//! `show` for people.

use super::{BOLD, DIM, Style, Styled, count};
use crate::report::{PlaceReport, ShowReport};
use std::io::{self, Write};

pub(super) fn render(report: &ShowReport, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    let row = &report.row;
    writeln!(out, "{}  {}", Styled(BOLD, &row.key), report.description)?;
    writeln!(out)?;
    for (label, value) in metadata(report) {
        writeln!(out, "  {}  {value}", Styled(DIM, format!("{label:<11}")))?;
    }
    for place in &report.targeting {
        writeln!(out)?;
        render_place(place, out)?;
    }
    Ok(())
}

fn metadata(report: &ShowReport) -> Vec<(&'static str, String)> {
    let row = &report.row;
    let expires = match (&row.expires, row.expires_in_days) {
        (Some(date), Some(days)) if days > 0 => Some(format!("{date}, {}", away(days))),
        (Some(date), _) => Some(format!("{date}, expired")),
        (None, _) => None,
    };
    let variants = report.variants.iter().map(|(name, value)| match value.as_bool() {
        Some(boolean) if boolean.to_string() == *name => name.clone(),
        _ => format!("{name} = {value}"),
    });
    let last_change = match (&report.last_change, &report.last_change_unknown) {
        (Some(change), _) => match &change.commit {
            Some(commit) => format!("{}, {commit}", change.words),
            None => change.words.clone(),
        },
        (None, Some(why)) => format!("not known: {}", why.lines().next().unwrap_or_default()),
        (None, None) => "not known".to_owned(),
    };
    let list = |items: &[String]| (!items.is_empty()).then(|| items.join(", "));
    let waivers = report.waivers.iter().map(|waiver| format!("{} until {}", waiver.rule, waiver.until));
    let waivers: Vec<String> = waivers.collect();
    let lines = [
        ("type", Some(row.flag_type.to_owned())),
        ("stage", Some(row.stage.to_owned())),
        ("owner", Some(row.owner.clone())),
        ("ticket", report.ticket.clone()),
        ("tags", list(&row.tags)),
        ("links", list(&report.links)),
        ("waivers", list(&waivers)),
        ("created", Some(format!("{}, {}", row.created, away(-row.age_days)))),
        ("expires", expires),
        ("variants", Some(variants.collect::<Vec<_>>().join(", "))),
        ("fallback", Some(report.fallback.clone())),
        ("bucketed by", Some(format!("{}, salt {}", report.bucket_by, report.salt))),
        ("tests", Some(report.tests.to_string())),
        ("last change", Some(last_change)),
        ("file", Some(row.file.clone())),
    ];
    lines.into_iter().filter_map(|(label, value)| Some((label, value?))).collect()
}

/// `today`, `in 12 days`, `1 day ago`
fn away(days: i64) -> String {
    let span = count(days.unsigned_abs() as usize, "day");
    match days {
        0 => "today".to_owned(),
        1.. => format!("in {span}"),
        _ => format!("{span} ago"),
    }
}

fn render_place(place: &PlaceReport, out: &mut dyn Write) -> io::Result<()> {
    let mut names: Vec<&str> = place.environments.iter().map(String::as_str).collect();
    if place.top_level {
        names.push("no environment");
    }
    writeln!(out, "{}  {}", Styled(BOLD, names.join(", ")), place.state)?;
    if !place.state.enabled {
        return Ok(());
    }
    for entry in &place.overrides {
        writeln!(out, "  always {}: {}", entry.variant, entry.ids.join(", "))?;
    }
    for (i, rule) in place.rules.iter().enumerate() {
        let name = rule.name.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
        writeln!(out, "  {}{name}", Styled(DIM, format!("rule {}", i + 1)))?;
        writeln!(out, "    if {}", rule.condition)?;
        writeln!(out, "    → {}", rule.clause)?;
    }
    match &place.default {
        Some(default) => writeln!(out, "  {} → {default}", Styled(DIM, "everyone else")),
        None => Ok(()),
    }
}

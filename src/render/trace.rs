//! Why a flag answered what it did: each step, and the one line that decided.

use super::{BOLD, DIM, GREEN, RED, Styled};
use crate::report::{ClauseStep, ConditionStep, EvalReport, OverrideStep, RuleStep, TraceReport};
use std::io::{self, Write};

pub(super) fn render(trace: &TraceReport, report: &EvalReport, out: &mut dyn Write) -> io::Result<()> {
    if !trace.enabled {
        return writeln!(out, "  {} disabled: everyone gets the fallback\n{}", mark(false), decided(trace, report));
    }
    writeln!(out, "  {} enabled", mark(true))?;
    if let Some(overrides) = &trace.overrides {
        override_line(overrides, out)?;
    }
    for rule in &trace.rules {
        rule_lines(rule, out)?;
    }
    if trace.rules_left > 0 {
        writeln!(out, "  {}", Styled(DIM, format!("· {} not looked at", rules(trace.rules_left))))?;
    }
    if let Some(clause) = &trace.clause {
        clause_lines(clause, out)?;
    }
    writeln!(out, "{}", decided(trace, report))
}

fn mark(held: bool) -> String {
    if held { Styled(GREEN, "✓").to_string() } else { Styled(RED, "✗").to_string() }
}

fn rules(count: usize) -> String {
    format!("{count} later rule{}", if count == 1 { "" } else { "s" })
}

fn override_line(overrides: &OverrideStep, out: &mut dyn Write) -> io::Result<()> {
    match (&overrides.id, &overrides.variant) {
        _ if overrides.listed == 0 => Ok(()),
        (Some(id), Some(variant)) => writeln!(out, "  {} overrides: {id} always gets {variant}", mark(true)),
        (Some(id), None) => {
            writeln!(out, "  {} overrides: {id} is none of the {} listed", mark(false), overrides.listed)
        }
        (None, _) => writeln!(out, "  {} overrides: the context has no user_id", mark(false)),
    }
}

fn rule_lines(rule: &RuleStep, out: &mut dyn Write) -> io::Result<()> {
    let name = rule.name.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
    let title = Styled(BOLD, format!("rule {}{name}", rule.index + 1));
    writeln!(out, "  {} {title}", mark(rule.condition.held))?;
    condition_lines(&rule.condition, 3, out)
}

fn condition_lines(step: &ConditionStep, depth: usize, out: &mut dyn Write) -> io::Result<()> {
    let indent = "  ".repeat(depth);
    let actual = match (&step.attribute, &step.actual) {
        (Some(attribute), Some(actual)) if actual.is_null() => format!("  ({attribute} is missing)"),
        (Some(_), Some(actual)) => format!("  (it is {})", shortened(&actual.to_string())),
        _ if step.listed => "  (listed in its users)".to_owned(),
        _ => String::new(),
    };
    writeln!(out, "{indent}{} {}{}", mark(step.held), step.asks, Styled(DIM, actual))?;
    step.inner.iter().try_for_each(|inner| condition_lines(inner, depth + 1, out))?;
    if step.left > 0 {
        let left = format!("· {} more not looked at", step.left);
        writeln!(out, "{indent}  {}", Styled(DIM, left))?;
    }
    Ok(())
}

/// A long value is cut: the line is about what was compared.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn clause_lines(clause: &ClauseStep, out: &mut dyn Write) -> io::Result<()> {
    let whose = match clause.rule {
        Some(index) => format!("clause of rule {}", index + 1),
        None => "default clause".to_owned(),
    };
    writeln!(out, "  {} {}", mark(clause.admitted), Styled(BOLD, whose))?;
    if let Some(missing) = &clause.missing {
        return writeln!(
            out,
            "      {} rollout {}%: the context has no {missing} to draw for",
            mark(false),
            clause.rollout
        );
    }
    let Some(draw) = &clause.draw else {
        return writeln!(out, "      {} rollout {}%", mark(clause.admitted), clause.rollout);
    };
    let relation = if clause.admitted { "<" } else { "≥" };
    let hashed = format!("  (MD5 of \"{}:{}\", {} {})", draw.salt, draw.id, draw.bucket_by, draw.id);
    writeln!(
        out,
        "      {} rollout {}%: bucket {} {relation} {}{}",
        mark(clause.admitted),
        clause.rollout,
        draw.bucket,
        clause.rollout,
        Styled(DIM, hashed)
    )?;
    match &clause.share {
        Some(share) => writeln!(
            out,
            "      {} split: draw {} is in {} to {}, {}",
            mark(true),
            draw.split_draw,
            share.start,
            share.end,
            share.variant
        ),
        None => Ok(()),
    }
}

/// `→ true: the rollout of rule 2 admits u-1`
fn decided(trace: &TraceReport, report: &EvalReport) -> String {
    let variant = report.variant.as_deref().unwrap_or_default();
    let clause = trace.clause.as_ref();
    let whose = match clause.and_then(|clause| clause.rule) {
        Some(index) => match trace.rules.iter().find(|rule| rule.index == index).and_then(|rule| rule.name.as_ref()) {
            Some(name) => format!("rule {} '{name}'", index + 1),
            None => format!("rule {}", index + 1),
        },
        None => "the default clause".to_owned(),
    };
    let rollout = clause.map(|clause| clause.rollout).unwrap_or_default();
    let why = match trace.decision {
        "disabled" => "the flag is disabled, which serves the fallback".to_owned(),
        "override" => "an override pins this user".to_owned(),
        "split" => format!("the split of {whose} drew it"),
        "not-admitted" => format!("{whose} admits {rollout}%, and not this one: the fallback"),
        "missing-id" => format!("{whose} needs an id to draw for: the fallback"),
        _ if rollout < 100.0 => format!("{whose} admits {rollout}%, and this one among them"),
        _ => format!("{whose} serves it to everyone it is for"),
    };
    format!("\n  → {}  {why}", Styled(BOLD, variant))
}

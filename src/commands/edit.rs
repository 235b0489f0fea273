//! What every edit goes through: read, plan, ask, prove, write.

use super::shared::{Session, known_environment, refused};
use crate::change::{Change, FlagEdit};
use crate::check::{Scope, check_flag};
use crate::model::{Flag, Level, Percent, Settings};
use crate::report::{ChangeReport, EditReport, Refused, diagnostics_of};
use crate::store::{DirectoryLock, Loaded, replace};
use crate::yaml::{decode, edit, flag_key_order, read_flag};
use anyhow::{Context as _, Result};
use clap::Args;
use std::collections::BTreeSet;
use std::io::{BufRead, IsTerminal, Write};

/// What every editing command takes.
#[derive(Debug, Args)]
pub(super) struct EditArgs {
    /// Edit this environment [default: the top level, which environments inherit]
    #[arg(short, long, value_name = "ENV")]
    pub(super) env: Option<String>,
    /// Print the patch and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Do not ask before an edit that reaches a protected environment
    #[arg(short, long)]
    yes: bool,
}

/// Plans the edit of one flag. It is asked again if the file changed while a person was asked.
pub(super) type Planner<'p> = dyn Fn(&Loaded) -> Result<FlagEdit> + 'p;

/// An edit that is proven and not yet written.
struct Plan {
    loaded: Box<Loaded>,
    changes: Vec<Change>,
    notes: Vec<String>,
    /// Protected environments whose targeting it changes.
    protected: Vec<String>,
    text: String,
}

/// Edits these flags, all or none of them planned before the first is written.
pub(super) fn run(args: &EditArgs, keys: &[String], planner: &Planner<'_>, session: &Session) -> Result<EditReport> {
    let mut report = EditReport::new(args.dry_run);
    if args.dry_run {
        for plan in plan_all(args, keys, planner, session, &mut report)? {
            add(&mut report, &plan, session);
        }
        return Ok(report);
    }
    let mut lock = DirectoryLock::acquire(&session.directory.root)?;
    let mut plans = plan_all(args, keys, planner, session, &mut report)?;
    if !args.yes && plans.iter().any(|plan| !plan.protected.is_empty()) {
        // Nobody else should wait for a person's answer; what was asked about must still be so afterwards.
        drop(lock);
        confirm(&plans)?;
        lock = DirectoryLock::acquire(&session.directory.root)?;
        let mut fresh = EditReport::new(false);
        let again = plan_all(args, keys, planner, session, &mut fresh)?;
        if !again.iter().map(|plan| &plan.loaded.text).eq(plans.iter().map(|plan| &plan.loaded.text)) {
            return Err(refused("a file changed meanwhile; nothing was written", Some("run it again".to_owned())));
        }
        plans = again;
    }
    for plan in &plans {
        let written = replace(&session.on_disk(&plan.loaded.file.path), plan.text.as_bytes());
        written.with_context(|| progress(&report))?;
        add(&mut report, plan, session);
    }
    drop(lock);
    Ok(report)
}

/// What was written before a failure, for whoever has to know where things stand.
fn progress(report: &EditReport) -> String {
    let written: Vec<&str> = report.changes.iter().map(|change| change.key.as_str()).collect();
    match written.is_empty() {
        true => "nothing was written".to_owned(),
        false => format!("only {} was written", written.join(", ")),
    }
}

/// Plans every edit; those that change nothing are noted and left out.
fn plan_all(
    args: &EditArgs,
    keys: &[String],
    planner: &Planner<'_>,
    session: &Session,
    report: &mut EditReport,
) -> Result<Vec<Plan>> {
    let mut plans = Vec::new();
    for key in keys.iter().collect::<BTreeSet<_>>() {
        let loaded = session.flag(key)?;
        if let Some(name) = &args.env {
            known_environment(&loaded.settings, name)?;
        }
        let flag_edit = planner(&loaded)?;
        let changes = flag_edit.changes(&loaded.file.flag);
        if changes.is_empty() {
            report.notes.push(format!("{key}: it is so already; nothing was written"));
        } else {
            plans.push(plan(loaded, &flag_edit, changes, session)?);
        }
    }
    Ok(plans)
}

fn plan(loaded: Box<Loaded>, flag_edit: &FlagEdit, changes: Vec<Change>, session: &Session) -> Result<Plan> {
    let flag = &loaded.file.flag;
    let shown = session.shown(&loaded.file.path);
    let text = edit(&loaded.text, &[flag_edit.text_edit()], flag_key_order)
        .map_err(|refusal| refused(format!("{shown}:{}: {}", refusal.line, refusal.message), refusal.help))?;
    let after = flag_edit.apply(flag);
    prove(&loaded, &after, &text, &shown)?;
    let notes = unreached(flag, flag_edit);
    let protected = reached_protected(&loaded.settings, flag, &after);
    Ok(Plan { changes, notes, protected, text, loaded })
}

/// The text must mean the flag with that one change made, and break no rule.
fn prove(loaded: &Loaded, after: &Flag, text: &str, shown: &str) -> Result<()> {
    let reading = read_flag(&after.key, text);
    let segment_names: BTreeSet<String> = loaded.segments.keys().cloned().collect();
    let scope = Scope { settings: Some(&loaded.settings), segment_names: &segment_names, segments: &loaded.segments };
    let mut diagnostics = reading.diagnostics;
    diagnostics.extend(decode(text.as_bytes()).err());
    diagnostics.extend(reading.value.iter().flat_map(|flag| check_flag(flag, scope, Level::Error)));
    diagnostics.retain(|diagnostic| diagnostic.level == Level::Error);
    if !diagnostics.is_empty() {
        let problems = diagnostics_of(shown, text, &diagnostics);
        let message = format!("the edit would make '{}' invalid; nothing was written", after.key);
        return Err(Refused { message, help: None, problems }.into());
    }
    if reading.value.as_ref() != Some(after) {
        let message = format!("{shown}: this edit would change more than it says; nothing was written");
        return Err(refused(message, Some("edit the file by hand".to_owned())));
    }
    Ok(())
}

fn unreached(flag: &Flag, edit: &FlagEdit) -> Vec<String> {
    let field = edit.field().name();
    let note = |name: &&str| {
        let state = match (edit, flag.targeting(Some(name)).enabled) {
            (FlagEdit::Enabled { to: false, .. }, true) => "is still on",
            (FlagEdit::Enabled { to: true, .. }, false) => "is still off",
            _ => "is as it was",
        };
        format!("{}: {name} has its own `{field}` and {state}; add --env {name} to edit it", flag.key)
    };
    edit.unreached(flag).iter().map(note).collect()
}

fn reached_protected(settings: &Settings, before: &Flag, after: &Flag) -> Vec<String> {
    let changed = |name: &&String| before.targeting(Some(name)) != after.targeting(Some(name));
    settings.protected.iter().filter(changed).cloned().collect()
}

fn confirm(plans: &[Plan]) -> Result<()> {
    let names: BTreeSet<&str> = plans.iter().flat_map(|plan| &plan.protected).map(String::as_str).collect();
    let names = names.into_iter().collect::<Vec<_>>().join(", ");
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        let message = format!("this edit reaches {names} (protected), and there is no terminal to ask on");
        return Err(refused(message, Some("pass --yes to do it without being asked".to_owned())));
    }
    let mut terminal = std::io::stderr().lock();
    for plan in plans {
        for change in &plan.changes {
            writeln!(terminal, "{}  {}", plan.loaded.file.flag.key, words(change))?;
        }
    }
    write!(terminal, "This reaches {names} (protected). Go on? [y/N] ")?;
    terminal.flush()?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    if matches!(answer.trim().to_lowercase().as_str(), "y" | "yes") {
        Ok(())
    } else {
        Err(refused("nothing was written", None))
    }
}

fn words(change: &Change) -> String {
    format!("{}  {}", change.environment.as_deref().unwrap_or("top level"), change.what)
}

fn add(report: &mut EditReport, plan: &Plan, session: &Session) {
    let file = session.shown(&plan.loaded.file.path);
    let in_patch = session.path_in_repository(&session.on_disk(&plan.loaded.file.path)).unwrap_or_else(|| file.clone());
    report.patch.push_str(&patch(&in_patch, &plan.loaded.text, &plan.text));
    let key = &plan.loaded.file.flag.key;
    report.changes.extend(plan.changes.iter().map(|change| ChangeReport::new(key, &file, change)));
    report.notes.extend(plan.notes.iter().cloned());
}

/// A unified diff that `git apply` and `patch` take.
fn patch(file: &str, before: &str, after: &str) -> String {
    similar::TextDiff::from_lines(before, after)
        .unified_diff()
        .context_radius(3)
        .header(&format!("a/{file}"), &format!("b/{file}"))
        .to_string()
}

/// Holds a rise to the settings' `max_step` in protected environments.
pub(super) fn within_step(settings: &Settings, flag: &Flag, edit: &FlagEdit) -> Result<()> {
    let after = edit.apply(flag);
    let share = |flag: &Flag, name: &str| share_of(flag, name, edit);
    for name in &settings.protected {
        let (from, to) = (share(flag, name), share(&after, name));
        let rise = to.thousandths().saturating_sub(from.thousandths());
        if rise > settings.policy.max_step.thousandths() {
            let message = format!(
                "{from}% → {to}% in {name} is a larger step than `policy.max_step` ({}%)",
                settings.policy.max_step
            );
            return Err(refused(message, Some("take a smaller step, or pass --force".to_owned())));
        }
    }
    Ok(())
}

/// The share that the edited clause admits in an environment.
fn share_of(flag: &Flag, environment: &str, edit: &FlagEdit) -> Percent {
    let targeting = flag.targeting(Some(environment));
    let clause = match edit {
        FlagEdit::Rollout { rule: Some(index), .. } => targeting.rules.get(*index).map(|rule| rule.clause.clone()),
        _ => Some(targeting.clause),
    };
    clause.and_then(|clause| clause.rollout).unwrap_or(Percent::FULL)
}

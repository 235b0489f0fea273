//! Edits of flags in their files.

use super::super::impact::impact_of_edit;
use super::super::shared::{Session, refused};
use super::{EditArgs, FileText, Plan, Plans, run};
use crate::change::{Change, EditError, Field, FlagEdit, diff};
use crate::model::Flag;
use crate::report::EditReport;
use crate::store::Loaded;
use crate::yaml::{edit, flag_key_order};
use anyhow::Result;
use std::collections::BTreeSet;

/// Edits these flags, each as `planner` says.
pub(in super::super) fn edit_flags(
    args: &EditArgs,
    session: &Session,
    keys: &[String],
    planner: &dyn Fn(&Loaded) -> Result<FlagEdit>,
) -> Result<EditReport> {
    run(args, session, &|| {
        let mut plans = Plans::default();
        for key in keys.iter().collect::<BTreeSet<_>>() {
            let loaded = session.flag(key)?;
            let flag_edit = planner(&loaded)?;
            if diff(Some(&loaded.file.flag), Some(&flag_edit.after)).is_empty() {
                plans.notes.push(format!("{key}: it is so already; nothing was written"));
                continue;
            }
            let plan = plan(&loaded, &flag_edit, session)?;
            plans.notes.extend(unreached(&loaded.file.flag, &flag_edit.after, &plan.changes));
            if args.dry_run {
                plans.impact.push(impact_of_edit(&loaded, &flag_edit.after, None));
            }
            plans.plans.push(plan);
        }
        Ok(plans)
    })
}

/// An edit of a flag's text, proven: it means the flag with that edit and no other change.
pub(in super::super) fn plan(loaded: &Loaded, flag_edit: &FlagEdit, session: &Session) -> Result<Plan> {
    let path = &loaded.file.path;
    let shown = session.shown(path);
    let text = edit(&loaded.text, &flag_edit.text, flag_key_order)
        .map_err(|refusal| refused(format!("{shown}:{}: {}", refusal.line, refusal.message), refusal.help))?;
    let after = &flag_edit.after;
    let path = path.strip_suffix(&file_name(path, &loaded.file.flag.key)).map(|folder| folder.to_owned());
    let path = path.map_or(loaded.file.path.clone(), |folder| folder + &file_name(&loaded.file.path, &after.key));
    let plan = Plan::replacement(Some(loaded), FileText::of(loaded), FileText { path, text }, session)?;
    if plan.flag.as_ref() != Some(after) {
        let message = format!("{shown}: this edit would change more than it says; nothing was written");
        return Err(refused(message, Some("edit the file by hand".to_owned())));
    }
    Ok(plan)
}

/// A flag's file name with the ending of this path.
fn file_name(path: &str, key: &str) -> String {
    let ending = path.rsplit_once('.').map_or("yaml", |(_, ending)| ending);
    format!("{key}.{ending}")
}

/// A note for each environment that has a value of its own for what a top-level edit sets: it is not reached.
fn unreached(before: &Flag, after: &Flag, changes: &[Change]) -> Vec<String> {
    let mut notes = Vec::new();
    for change in changes.iter().filter(|change| change.environment.is_none()) {
        for (name, _) in &before.environments {
            if change.reaches(name, Some(before), Some(after)) {
                continue;
            }
            let field = change.what.setting();
            let state = match (field, after.base.enabled, after.targeting(Some(name)).enabled) {
                (Field::Enabled, Some(false), true) => "is still on",
                (Field::Enabled, Some(true), false) => "is still off",
                _ => "is as it was",
            };
            let (key, field) = (&before.key, field.name());
            let note = format!("{key}: {name} has its own `{field}` and {state}; add --env {name} to edit it");
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
    }
    notes
}

/// The refusal of an edit that a flag has no place for.
pub(in super::super) fn refusal(error: EditError, loaded: &Loaded, session: &Session) -> anyhow::Error {
    let message = match error.line {
        Some(line) => format!("{}:{line}: {}", session.shown(&loaded.file.path), error.message),
        None => error.message,
    };
    refused(message, error.help)
}

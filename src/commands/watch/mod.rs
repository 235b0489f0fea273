//! `ffctl watch`

mod standing;

use super::shared::{Session, clock};
use super::test::{FAILED_CASE, failures};
use super::{GlobalArgs, formats};
use crate::live::{FollowOptions, Lookout, Noticed};
use crate::model::Level;
use crate::report::{DiagnosticReport, Format, WatchEvent, WatchReport};
use crate::store::Snapshot;
use anyhow::{Context as _, Result};
use chrono::{DateTime, Local, SecondsFormat, Utc};
use clap::Args;
use standing::{Standing, without};
use std::sync::Arc;

/// Checks the files as they are saved, and tells what each save changes in meaning: who edits flags sees at once what
/// an edit does, and what is wrong with it.
///
/// What is wrong is shown when it is new, and told once more when it is solved. A file that is invalid changes nothing
/// until it is mended; then it is told what changed since it was valid last. It goes on until Ctrl-C.
#[derive(Debug, Args)]
pub(super) struct WatchArgs {
    /// Run the flags' own tests too; a case that fails is an error
    #[arg(long)]
    test: bool,
    /// How results are printed; ndjson is an event a line, for editors and scripts
    #[arg(long, value_name = "FORMAT", default_value = "table", help_heading = "Global options")]
    #[arg(value_parser = formats(&[Format::Table, Format::Ndjson]))]
    format: Format,
}

pub(super) fn run(args: &WatchArgs, global: &GlobalArgs, session: Session) -> Result<WatchReport> {
    let lookout = Lookout::new(&session.directory.shown, FollowOptions::default());
    let directory = session.directory.shown.display().to_string();
    let note = lookout.note();
    let watch = Watch { clock: clock(global)?, with_tests: args.test, session, lookout, standing: None };
    Ok(WatchReport { directory, note, events: Box::new(watch) })
}

/// The events, as they come.
struct Watch {
    /// The time that stands in for the clock's.
    clock: Option<DateTime<Utc>>,
    with_tests: bool,
    session: Session,
    lookout: Lookout,
    /// How things stood at the last event.
    standing: Option<Standing>,
}

impl Iterator for Watch {
    type Item = Result<WatchEvent>;

    fn next(&mut self) -> Option<Result<WatchEvent>> {
        while self.lookout.wait() != Noticed::Stopped {
            if let Some(event) = self.look().transpose() {
                return Some(event);
            }
        }
        None
    }
}

impl Watch {
    /// What there is to tell of the files as they are now; `None` where they are as they were.
    fn look(&mut self) -> Result<Option<WatchEvent>> {
        let files = match self.read() {
            Ok(files) => files,
            Err(error) => return Ok(self.unreadable(format!("{error:#}"))),
        };
        let before = self.standing.take().unwrap_or_default();
        let saved: Vec<String> =
            files.differing(&before.files).into_iter().map(|path| self.session.shown(path)).collect();
        if saved.is_empty() && before.problem.is_none() && before.is_told {
            self.look_again_where_in_doubt(&before);
            self.standing = Some(before);
            return Ok(None);
        }
        let mut event = self.event(!before.is_told);
        let mut now = Standing::new(files, &before)?;
        now.found = self.found(&now, &before)?;
        if before.is_told {
            event.saved = saved;
            event.changes = now.changes_since(&before, &self.session.directory.shown);
        }
        now.tell(&before, &mut event);
        self.look_again_where_in_doubt(&now);
        self.standing = Some(now);
        Ok(Some(event))
    }

    /// What is wrong. Where an error hides what was found before, it still is.
    fn found(&self, now: &Standing, before: &Standing) -> Result<Vec<DiagnosticReport>> {
        let mut found = self.session.problems(&now.tree.problems);
        if self.with_tests {
            found.extend(failures(now.tree.clone(), now.source(), &self.session)?);
        }
        let unjudged: Vec<String> = now.unjudged().map(|path| self.session.shown(path)).collect();
        let is_hidden = |report: &DiagnosticReport| {
            (report.level == Level::Warning || report.rule == FAILED_CASE) && unjudged.contains(&report.file)
        };
        found.extend(without(&before.found, &found).into_iter().filter(is_hidden));
        Ok(found)
    }

    /// What hinders a file from being read may pass without a trace.
    fn look_again_where_in_doubt(&mut self, standing: &Standing) {
        if standing.tree.broken().next().is_some() {
            self.lookout.look_again();
        }
    }

    fn read(&self) -> Result<Arc<Snapshot>> {
        let shown = &self.session.directory.shown;
        let root = shown.canonicalize().with_context(|| format!("cannot open the flags directory {}", shown.display()));
        let files = Snapshot::of_directory(&root?)?;
        if files.differing(&Snapshot::default()).is_empty() {
            anyhow::bail!("there is no flag file (.yaml or .yml) in {}", shown.display());
        }
        Ok(Arc::new(files))
    }

    /// Nothing can be read, which is told once; what could be read before stays to compare with.
    fn unreadable(&mut self, problem: String) -> Option<WatchEvent> {
        self.lookout.look_again();
        let mut standing = self.standing.take().unwrap_or_default();
        let is_told = standing.problem.as_ref() == Some(&problem);
        let mut event = self.event(!standing.is_told);
        event.problem = Some(problem.clone());
        standing.problem = Some(problem);
        self.standing = Some(standing);
        (!is_told).then_some(event)
    }

    fn event(&self, is_start: bool) -> WatchEvent {
        let now = self.clock.unwrap_or_else(Utc::now);
        let time_of_day = match self.clock {
            Some(clock) => clock.format("%H:%M:%S"),
            None => now.with_timezone(&Local).format("%H:%M:%S"),
        };
        let event = if is_start { "start" } else { "save" };
        WatchEvent::new(event, now.to_rfc3339_opts(SecondsFormat::Secs, true), time_of_day.to_string())
    }
}

//! The file of known findings.

use super::super::shared::{Session, refused};
use crate::audit::Baseline;
use crate::report::{AuditReport, BaselineReport, Refused};
use crate::store::{DirectoryLock, put, read_text};
use anyhow::Result;
use clap::Args;
use std::path::PathBuf;

/// Beside the flags, so that it goes where they go; a dot file is never read as a flag.
const USUAL_NAME: &str = ".audit-baseline.json";

#[derive(Debug, Args)]
pub(super) struct BaselineArgs {
    /// Fail only on findings that are not in this file [default file: .audit-baseline.json in the flags directory]
    #[arg(long, value_name = "FILE", num_args = 0..=1, conflicts_with = "write_baseline")]
    baseline: Option<Option<PathBuf>>,
    /// Write what is found to this file, and do not fail: the findings that a team starts from
    #[arg(long, value_name = "FILE", num_args = 0..=1)]
    write_baseline: Option<Option<PathBuf>>,
}

/// A baseline, and the file it is in as the user would name it.
pub(super) struct Known {
    file: String,
    baseline: Baseline,
}

impl BaselineArgs {
    /// The baseline that was asked for.
    pub(super) fn read(&self, session: &Session) -> Result<Option<Known>> {
        let Some(asked) = &self.baseline else { return Ok(None) };
        let (path, file) = place(asked.as_ref(), session);
        let anew = Some("`ffctl audit --write-baseline` makes one of what is found now".to_owned());
        if path.symlink_metadata().is_err() {
            return Err(refused(format!("there is no baseline {file}"), anew));
        }
        let text = read_text(&path).map_err(|problem| problem.message);
        match text.and_then(|text| Baseline::parse(&text)) {
            Ok(baseline) => Ok(Some(Known { file, baseline })),
            Err(why) => Err(refused(format!("{file} is no baseline: {why}"), anew)),
        }
    }

    /// Writes the baseline, where that was asked for: what was found is known from then on.
    pub(super) fn write(&self, report: &mut AuditReport, session: &Session) -> Result<()> {
        let Some(asked) = &self.write_baseline else { return Ok(()) };
        if !report.problems.is_empty() {
            let message = "no baseline is written: what is wrong with the broken files is not known".to_owned();
            return Err(Refused { message, help: None, problems: std::mem::take(&mut report.problems) }.into());
        }
        let (path, file) = place(asked.as_ref(), session);
        let known = std::mem::take(&mut report.findings);
        let baseline = Baseline(known.iter().map(|finding| finding.entry()).collect());
        let text = baseline.text();
        if read_text(&path).ok().as_ref() != Some(&text) {
            // What an edit was killed at is cleaned up on the way, and no edit may be under way then.
            let _lock = DirectoryLock::acquire(&session.directory.root)?;
            put(&path, text.as_bytes())?;
        }
        report.baseline = Some(BaselineReport { file, written: true, known, mended: Vec::new() });
        Ok(())
    }
}

fn place(asked: Option<&PathBuf>, session: &Session) -> (PathBuf, String) {
    match asked {
        Some(file) => (file.clone(), file.display().to_string()),
        None => {
            let shown = session.directory.shown.join(USUAL_NAME);
            (session.directory.root.join(USUAL_NAME), shown.display().to_string())
        }
    }
}

impl AuditReport {
    /// Sets aside the findings that are known. An entry whose question could not be answered, or was
    /// not asked, is not taken for mended.
    pub(super) fn set_aside(&mut self, Known { file, baseline: Baseline(entries) }: Known) {
        let (known, new): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.findings).into_iter().partition(|finding| entries.contains(&finding.entry()));
        self.findings = new;
        let mut mended = entries;
        for finding in &known {
            mended.remove(&finding.entry());
        }
        mended.retain(|entry| {
            !self.not_asked.contains(entry.rule.as_str())
                && !self
                    .unknowns
                    .iter()
                    .any(|unknown| entry.key.as_ref() == Some(&unknown.key) && entry.rule == unknown.rule)
        });
        self.baseline = Some(BaselineReport { file, written: false, known, mended: mended.into_iter().collect() });
    }
}

//! What the cases reach.

use super::super::shared::Session;
use super::chosen::Chosen;
use crate::report::{FlagCoverage, MissedReport};
use crate::store::FlagFile;
use crate::trial::{Outcome, Part, Side, Target, coverage};

pub(super) fn covered(
    file: &FlagFile,
    outcomes: &[Outcome<'_>],
    chosen: &Chosen<'_>,
    session: &Session,
) -> FlagCoverage {
    let targets = coverage(&file.flag, &chosen.tree.settings, outcomes, chosen.environment);
    let missed: Vec<&Target> = targets.iter().filter(|target| !target.reached).collect();
    let lines = chosen.places(file, missed.iter().map(|target| &target.path));
    let mut reports: Vec<MissedReport> =
        missed.iter().zip(lines).map(|(target, span)| missed_report(target, span.line)).collect();
    reports.sort_by_key(|missed| missed.line);
    FlagCoverage {
        key: file.flag.key.clone(),
        file: session.shown(&file.path),
        parts: targets.len(),
        reached: targets.len() - missed.len(),
        missed: reports,
    }
}

fn missed_report(target: &Target, line: usize) -> MissedReport {
    MissedReport {
        kind: match target.part {
            Part::Place(_) => "place",
            Part::Rule(..) => "rule",
            Part::Default => "default",
            Part::Variant(_) => "variant",
        },
        environment: target.environment.clone(),
        side: target.side.map(|side| match side {
            Side::Admitted => "admitted",
            Side::LeftOut => "left-out",
        }),
        words: target.to_string(),
        line,
    }
}

//! What a command that judges found, in the one shape that the forms for CI are made from.

use super::{
    AuditReport, CheckReport, DiagnosticReport, FindingReport, FlagReferences, Places, RefsReport, ValidateReport,
};
use crate::audit;
use crate::check;
use crate::gate;
use crate::model::Level;
use std::collections::BTreeSet;

/// What was asked, of what, and what was found.
#[derive(Clone, Debug)]
pub struct Findings<'r> {
    /// The command.
    pub command: &'static str,
    /// What was looked at, in a few words: `21 files`.
    pub looked_at: String,
    /// Each thing that was looked at; empty where they are not to be told apart.
    pub examined: Vec<Examined>,
    /// The rules that were asked, and those that anything found names.
    pub rules: Vec<AskedRule<'r>>,
    /// What was found, in the order of the command.
    pub found: Vec<Found<'r>>,
    /// What could not be known, a line each.
    pub notes: Vec<String>,
    /// Whether everything could be looked at.
    pub is_complete: bool,
    /// What fails the run.
    pub deny: Level,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examined {
    /// A flag's key, or a file.
    pub name: String,
    /// The file that it is in, as the user would name it.
    pub file: String,
}

/// A rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AskedRule<'r> {
    /// In kebab case.
    pub name: &'r str,
    /// The level of its findings, unless the settings say otherwise.
    pub level: Level,
    /// What it asks for or finds, in a line.
    pub about: &'r str,
}

/// One thing that was found.
#[derive(Clone, Debug)]
pub struct Found<'r> {
    /// The rule's name.
    pub rule: &'r str,
    /// How bad it is.
    pub level: Level,
    /// The flag, where it is known to be about one.
    pub key: Option<&'r str>,
    /// The environment, where it is about one.
    pub environment: Option<&'r str>,
    /// What is so.
    pub message: &'r str,
    /// What to do about it.
    pub help: Option<&'r str>,
    /// The file, from the top of the repository.
    pub file: String,
    /// Where in the file; `None` where it is about the file as a whole.
    pub region: Option<Region>,
    /// The way to it in the file, `environments.production.rollout`, where that is known.
    pub path: Option<&'r str>,
}

/// A place in a file: lines and columns from 1, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// The line it begins on.
    pub line: usize,
    /// The column of its first character.
    pub column: usize,
    /// The line it ends on and the column after its last character, where they are known.
    pub end: Option<(usize, usize)>,
}

impl Findings<'_> {
    /// How many there are at a level.
    pub fn count(&self, level: Level) -> usize {
        self.found.iter().filter(|found| found.level == level).count()
    }

    /// The errors, then the warnings, each in the order of the command.
    pub fn worst_first(&self) -> impl Iterator<Item = &Found<'_>> {
        let of = |level| self.found.iter().filter(move |found| found.level == level);
        of(Level::Error).chain(of(Level::Warning))
    }
}

impl<'r> Found<'r> {
    /// A finding.
    pub fn finding(finding: &'r FindingReport, places: &Places) -> Found<'r> {
        let is_about_a_place = (finding.line, finding.column) != (1, 1);
        let region = Region { line: finding.line, column: finding.column, end: None };
        Found {
            rule: finding.rule,
            level: finding.level,
            key: finding.key.as_deref(),
            environment: finding.environment.as_deref(),
            message: &finding.message,
            help: finding.help.as_deref(),
            file: places.in_repository(&finding.file),
            region: is_about_a_place.then_some(region),
            path: None,
        }
    }

    /// A problem of a file.
    pub fn problem(problem: &'r DiagnosticReport, places: &Places) -> Found<'r> {
        let end = Some((problem.end_line, problem.end_column));
        let region = Region { line: problem.line, column: problem.column, end };
        Found {
            rule: &problem.rule,
            level: problem.level,
            key: None,
            environment: None,
            message: &problem.message,
            help: problem.help.as_deref(),
            file: places.in_repository(&problem.file),
            region: problem.source.is_some().then_some(region),
            path: problem.path.as_deref(),
        }
    }
}

impl<'r> From<&'r ValidateReport> for Findings<'r> {
    fn from(report: &'r ValidateReport) -> Findings<'r> {
        Findings {
            command: "validate",
            looked_at: count(report.files, "file"),
            examined: examined(&report.examined, &report.places),
            rules: rules_of_files().collect(),
            found: found(&report.diagnostics, &[], &report.places),
            notes: Vec::new(),
            is_complete: true,
            deny: report.deny,
        }
    }
}

impl<'r> From<&'r AuditReport> for Findings<'r> {
    fn from(report: &'r AuditReport) -> Findings<'r> {
        let unknowns = report.unknowns.iter();
        let unknowns = unknowns.map(|unknown| format!("{}: {} ({})", unknown.key, unknown.message, unknown.rule));
        let own = audit::RULES.iter().map(|rule| AskedRule { name: rule.name, level: rule.level, about: rule.about });
        Findings {
            command: "audit",
            looked_at: format!("{} on {}", count(report.flags, "flag"), report.today),
            examined: examined(&report.examined, &report.places),
            rules: with_rules_of_problems(own.collect(), &report.problems),
            found: found(&report.problems, &report.findings, &report.places),
            notes: report.notes.iter().cloned().chain(unknowns).collect(),
            is_complete: report.problems.is_empty(),
            deny: report.deny,
        }
    }
}

impl<'r> From<&'r CheckReport> for Findings<'r> {
    fn from(report: &'r CheckReport) -> Findings<'r> {
        let own = gate::RULES.iter().map(|rule| AskedRule { name: rule.name, level: rule.level, about: rule.about });
        Findings {
            command: "check",
            looked_at: format!("{} in {}", count(report.flags, "changed flag"), count(report.commits, "commit")),
            examined: Vec::new(),
            rules: with_rules_of_problems(own.collect(), &report.problems),
            found: found(&report.problems, &report.findings, &report.places),
            notes: report.notes.clone(),
            is_complete: report.problems.is_empty(),
            deny: report.deny,
        }
    }
}

impl<'r> From<&'r RefsReport> for Findings<'r> {
    fn from(report: &'r RefsReport) -> Findings<'r> {
        let own = [audit::UNREFERENCED, audit::UNKNOWN_REFERENCE];
        let flag = |flag: &FlagReferences| Examined { name: flag.key.clone(), file: flag.file.clone() };
        Findings {
            command: "refs",
            looked_at: format!("{} in {}", count(report.flags.len(), "flag"), count(report.files, "file")),
            examined: examined(&report.flags.iter().map(flag).collect::<Vec<_>>(), &report.places),
            rules: own.map(|rule| AskedRule { name: rule.name, level: rule.level, about: rule.about }).to_vec(),
            found: found(&[], &report.findings, &report.places),
            notes: report.notes.clone(),
            is_complete: true,
            deny: report.deny,
        }
    }
}

/// The problems of the files that are in a command's way, then what it found.
fn found<'r>(problems: &'r [DiagnosticReport], findings: &'r [FindingReport], places: &Places) -> Vec<Found<'r>> {
    let problems = problems.iter().map(|problem| Found::problem(problem, places));
    problems.chain(findings.iter().map(|finding| Found::finding(finding, places))).collect()
}

/// The rules of `validate`.
fn rules_of_files<'r>() -> impl Iterator<Item = AskedRule<'r>> {
    check::rules().into_iter().map(|rule| AskedRule { name: rule.name, level: rule.level, about: rule.about })
}

/// A command's own rules, and those of `validate` that the files in its way break.
fn with_rules_of_problems<'r>(own: Vec<AskedRule<'r>>, problems: &[DiagnosticReport]) -> Vec<AskedRule<'r>> {
    let broken: BTreeSet<&str> = problems.iter().map(|problem| problem.rule.as_str()).collect();
    own.into_iter().chain(rules_of_files().filter(|rule| broken.contains(rule.name))).collect()
}

fn examined(examined: &[Examined], places: &Places) -> Vec<Examined> {
    let in_repository = |one: &Examined| Examined { name: one.name.clone(), file: places.in_repository(&one.file) };
    examined.iter().map(in_repository).collect()
}

/// `1 flag`, `2 flags`
pub fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

//! What a flag, a segment or the settings must hold beyond their shape: the rules of `ffctl validate`.
//!
//! One file a rule, or a few that are one question. `CHECKS` is the registry; the shape's own rules are
//! [`READ_RULES`], and [`rules`] lists both.

mod certain_condition;
mod condition_too_deep;
mod conflicting_override;
mod examples;
mod expires_before_created;
mod impossible_condition;
mod missing_default;
mod missing_expires;
mod missing_fallback;
mod missing_serve;
mod mixed_variant_types;
mod operands;
mod places;
mod segment_cycle;
mod serve_and_split;
mod settings;
mod split_sum;
mod tree;
mod unknown_attribute;
mod unknown_environment;
mod unknown_reason;
mod unknown_rule;
mod unknown_segment;
mod unknown_variant;
mod unreachable_rule;
mod unserved_variant;
mod words;

use crate::logic::Logic;
use crate::model::{Diagnostic, Flag, Level, Segment, Settings};
use crate::yaml::READ_RULES;
use std::collections::{BTreeMap, BTreeSet};

pub use examples::{Example, example};
pub use settings::check_settings;
pub use tree::{FileKind, NamedFile, check_names};

/// What a check may look at beside the file itself.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// The settings of the directory; `None` where they cannot be read, and what depends on them is not asked.
    pub settings: Option<&'a Settings>,
    /// Every segment that there is a file for.
    pub segment_names: &'a BTreeSet<String>,
    /// The segments that were read: all, or those that matter to the file.
    pub segments: &'a BTreeMap<String, Segment>,
    /// Those whose file has an error in its shape: what they ask for is not known for certain.
    pub doubtful: &'a BTreeSet<String>,
}

impl<'a> Scope<'a> {
    /// What can be proven about conditions here.
    fn logic(self) -> Logic<'a> {
        Logic::new(self.segments).doubting(self.doubtful)
    }
}

/// A rule's name, level and what it asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// In kebab case.
    pub name: &'static str,
    /// How bad breaking it is.
    pub level: Level,
    /// What it asks for, in a line.
    pub about: &'static str,
}

/// One question, and the rules that its answers name.
struct Check {
    rules: &'static [Rule],
    run: Run,
}

enum Run {
    Flag(fn(&Flag, Scope<'_>) -> Vec<Diagnostic>),
    Segment(fn(&Segment, Scope<'_>) -> Vec<Diagnostic>),
    Both(fn(Subject<'_>, Scope<'_>) -> Vec<Diagnostic>),
}

/// A file with conditions in it.
#[derive(Clone, Copy)]
enum Subject<'a> {
    Flag(&'a Flag),
    Segment(&'a Segment),
}

const CHECKS: &[Check] = &[
    Check { rules: mixed_variant_types::RULES, run: Run::Flag(mixed_variant_types::check) },
    Check { rules: missing_fallback::RULES, run: Run::Flag(missing_fallback::check) },
    Check { rules: missing_default::RULES, run: Run::Flag(missing_default::check) },
    Check { rules: missing_serve::RULES, run: Run::Flag(missing_serve::check) },
    Check { rules: serve_and_split::RULES, run: Run::Flag(serve_and_split::check) },
    Check { rules: split_sum::RULES, run: Run::Flag(split_sum::check) },
    Check { rules: unknown_variant::RULES, run: Run::Flag(unknown_variant::check) },
    Check { rules: unknown_environment::RULES, run: Run::Flag(unknown_environment::check) },
    Check { rules: unknown_reason::RULES, run: Run::Flag(unknown_reason::check) },
    Check { rules: unknown_rule::RULES, run: Run::Flag(unknown_rule::check) },
    Check { rules: expires_before_created::RULES, run: Run::Flag(expires_before_created::check) },
    Check { rules: missing_expires::RULES, run: Run::Flag(missing_expires::check) },
    Check { rules: conflicting_override::RULES, run: Run::Flag(conflicting_override::check) },
    Check { rules: operands::RULES, run: Run::Both(operands::check) },
    Check { rules: unknown_segment::RULES, run: Run::Both(unknown_segment::check) },
    Check { rules: unknown_attribute::RULES, run: Run::Both(unknown_attribute::check) },
    Check { rules: segment_cycle::RULES, run: Run::Segment(segment_cycle::check) },
    Check { rules: condition_too_deep::RULES, run: Run::Both(condition_too_deep::check) },
    Check { rules: unreachable_rule::RULES, run: Run::Flag(unreachable_rule::check) },
    Check { rules: impossible_condition::RULES, run: Run::Both(impossible_condition::check) },
    Check { rules: certain_condition::RULES, run: Run::Both(certain_condition::check) },
    Check { rules: unserved_variant::RULES, run: Run::Flag(unserved_variant::check) },
];

/// Every rule of `validate`, in the order of the documentation.
pub fn rules() -> Vec<Rule> {
    let read = READ_RULES.iter().map(|&(name, about)| Rule { name, level: Level::Error, about });
    let checked = CHECKS.iter().flat_map(|check| check.rules).copied();
    read.chain(tree::RULES.iter().copied()).chain(settings::RULES.iter().copied()).chain(checked).collect()
}

/// What is wrong with a flag; with `Level::Error`, only what makes it unusable.
pub fn check_flag(flag: &Flag, scope: Scope<'_>, least: Level) -> Vec<Diagnostic> {
    run(least, |run| match run {
        Run::Flag(check) => check(flag, scope),
        Run::Both(check) => check(Subject::Flag(flag), scope),
        Run::Segment(_) => Vec::new(),
    })
}

/// What is wrong with a segment.
pub fn check_segment(segment: &Segment, scope: Scope<'_>, least: Level) -> Vec<Diagnostic> {
    run(least, |run| match run {
        Run::Segment(check) => check(segment, scope),
        Run::Both(check) => check(Subject::Segment(segment), scope),
        Run::Flag(_) => Vec::new(),
    })
}

fn run(least: Level, ask: impl Fn(&Run) -> Vec<Diagnostic>) -> Vec<Diagnostic> {
    let matters = |check: &&Check| check.rules.iter().any(|rule| rule.level >= least);
    CHECKS.iter().filter(matters).flat_map(|check| ask(&check.run)).collect()
}

//! Blocks of contexts to counts.

use super::subject::Subject;
use crate::contexts::{Block, ContextReader};
use crate::evaluate::{Evaluation, Outcomes};
use crate::model::{Attribute, Context, ErrorCode, Reason, VariantName};
use crate::report::BadLines;
use indexmap::IndexMap;
use serde_json::Value;
use std::borrow::Cow;
use std::ops::ControlFlow;

/// The most groups that are told apart; the first that come are.
const MOST_GROUPS: usize = 10_000;

/// The longest name of a group, in characters.
const LONGEST_NAME: usize = 100;

/// Counts the answers.
#[derive(Debug)]
pub struct Counting {
    /// The flags.
    pub subjects: Vec<Subject>,
    /// Reads the contexts.
    pub reader: ContextReader,
    /// The attribute by whose values contexts are grouped.
    pub group_by: Option<Attribute>,
    /// Whether the first bad line ends it.
    pub strict: bool,
}

/// How often each answer was given.
#[derive(Debug, Default)]
pub struct Tally {
    /// Lines, without the blank ones.
    pub lines: u64,
    /// The lines that are no context.
    pub bad: BadLines,
    /// By flag.
    pub(super) outcomes: Vec<IndexMap<Outcome, u64>>,
    /// For each group, the contexts of each variant of each flag.
    pub(super) groups: IndexMap<Group, Vec<u64>>,
}

/// All that an answer says but for its bucket.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Outcome {
    pub(super) variant: VariantName,
    pub(super) reason: Reason,
    pub(super) rule: Option<(usize, Option<String>)>,
    pub(super) error: Option<ErrorCode>,
}

/// What contexts are grouped by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Group {
    /// The attribute's text.
    Of(String),
    /// The attribute is missing.
    Missing,
    /// Whatever came when there were too many.
    Rest,
}

/// One outcome while it is counted.
struct Counted {
    outcome: Outcome,
    count: u64,
    /// The variant's place among all variants of all flags.
    column: usize,
}

impl Counting {
    /// The counts of a block.
    pub fn count(&self, block: &Block) -> Tally {
        let mut tally = Tally::default();
        let mut outcomes: Vec<Outcomes<'_, Counted>> = self.subjects.iter().map(|_| Outcomes::default()).collect();
        let mut columns = Vec::new();
        let _ = self.reader.read(block, |context| {
            tally.lines += 1;
            match context {
                Ok(context) => {
                    columns.clear();
                    self.evaluate(context, &mut outcomes, &mut columns);
                    if let Some(attribute) = &self.group_by {
                        let counts = tally.group(context.lookup(attribute), self.columns());
                        columns.iter().for_each(|&column| counts[column] += 1);
                    }
                }
                Err(bad) => tally.bad.push(bad),
            }
            if self.strict && tally.bad.count > 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        let counted =
            |outcomes: Outcomes<'_, Counted>| outcomes.into_kept().map(|kept| (kept.outcome, kept.count)).collect();
        tally.outcomes = outcomes.into_iter().map(counted).collect();
        tally
    }

    /// Counts the answers for a context, and names the columns of their variants.
    fn evaluate<'a>(&'a self, context: &Context, outcomes: &mut [Outcomes<'a, Counted>], columns: &mut Vec<usize>) {
        let mut first = 0;
        for (subject, outcomes) in self.subjects.iter().zip(outcomes) {
            let answer = subject.flag.evaluate(context);
            let counted = outcomes.of(&answer, || Counted {
                outcome: Outcome::of(&answer),
                count: 0,
                column: first + subject.variants.iter().position(|(name, _)| name == answer.variant).unwrap_or(0),
            });
            counted.count += 1;
            columns.push(counted.column);
            first += subject.variants.len();
        }
    }

    /// How many variants there are in all.
    fn columns(&self) -> usize {
        self.subjects.iter().map(|subject| subject.variants.len()).sum()
    }
}

impl Group {
    /// The attribute's text; `None` where it is missing.
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Group::Of(name) => Some(name),
            Group::Missing | Group::Rest => None,
        }
    }
}

impl Outcome {
    fn of(answer: &Evaluation<'_>) -> Outcome {
        Outcome {
            variant: answer.variant.clone(),
            reason: answer.reason,
            rule: answer.rule.map(|rule| (rule.index, rule.name.map(str::to_owned))),
            error: answer.error,
        }
    }
}

impl Tally {
    /// How many a draw gave each variant of a flag, in one of its rules or in its default clause.
    pub fn drawn(&self, flag: usize, rule: Option<usize>) -> impl Iterator<Item = (&VariantName, u64)> {
        let outcomes = self.outcomes.get(flag).into_iter().flatten();
        let is_drawn = move |outcome: &Outcome| {
            outcome.reason == Reason::Split && outcome.rule.as_ref().map(|(index, _)| *index) == rule
        };
        outcomes.filter(move |(outcome, _)| is_drawn(outcome)).map(|(outcome, count)| (&outcome.variant, *count))
    }

    fn group(&mut self, value: Option<&Value>, columns: usize) -> &mut Vec<u64> {
        let group = match value {
            Some(value) => Group::Of(name_of(value)),
            None => Group::Missing,
        };
        self.groups.entry(group).or_insert_with(|| vec![0; columns])
    }

    /// Adds what was counted in the block behind.
    pub fn add(&mut self, behind: Tally) {
        self.lines += behind.lines;
        self.bad.extend(behind.bad);
        self.outcomes.resize_with(behind.outcomes.len(), IndexMap::new);
        for (known, more) in self.outcomes.iter_mut().zip(behind.outcomes) {
            more.into_iter().for_each(|(outcome, count)| *known.entry(outcome).or_default() += count);
        }
        for (group, counts) in behind.groups {
            let is_full = self.groups.len() >= MOST_GROUPS && !self.groups.contains_key(&group);
            let is_one_too_many = is_full && matches!(group, Group::Of(_));
            let known = self.groups.entry(if is_one_too_many { Group::Rest } else { group }).or_default();
            known.resize(counts.len(), 0);
            known.iter_mut().zip(counts).for_each(|(known, count)| *known += count);
        }
    }
}

/// A value's text, cut where it is endless.
fn name_of(value: &Value) -> String {
    let text = match value {
        Value::String(text) => Cow::Borrowed(text.as_str()),
        other => Cow::Owned(other.to_string()),
    };
    match text.char_indices().nth(LONGEST_NAME) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into_owned(),
    }
}

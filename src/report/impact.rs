//! What `impact` returns.

use super::{DiagnosticReport, DiffSide, LinesRead, VERSION};
use crate::impact::{Group, Impact, Named, Transition, Whom};
use serde::Serialize;

/// What a change does to people.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImpactReport {
    version: u32,
    /// Before; null for an edit that is not made.
    pub from: Option<DiffSide>,
    /// After; null for an edit that is not made.
    pub to: Option<DiffSide>,
    /// Flags whose targeting changes, or that of a segment they name, by key.
    pub flags: Vec<FlagImpact>,
    /// How many contexts were counted; null without any.
    pub contexts: Option<u64>,
    /// How many lines are no contexts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bad_lines: Option<u64>,
    /// What whoever reads it should know.
    pub notes: Vec<String>,
    /// Files that are broken and were not compared.
    pub problems: Vec<DiagnosticReport>,
    /// What was read.
    #[serde(skip)]
    pub lines: Option<LinesRead>,
}

/// What a change of one flag does.
#[derive(Debug, Serialize)]
pub struct FlagImpact {
    /// The flag; by its new key.
    pub key: String,
    /// What changes, in words.
    pub changes: Vec<String>,
    /// By environment.
    pub environments: Vec<EnvironmentImpact>,
}

/// What it does in one environment.
#[derive(Clone, Debug, Serialize)]
pub struct EnvironmentImpact {
    /// The environment; null for none.
    pub environment: Option<String>,
    /// Whether anybody may get something else.
    pub moves: bool,
    /// What becomes of people, a sentence each.
    pub words: Vec<String>,
    /// Those who were of one audience and are of one: exact shares of each.
    pub groups: Vec<GroupReport>,
    /// Users that overrides or segments name, where they get something else.
    pub users: Vec<UsersReport>,
    /// What the contexts count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts: Option<Vec<TransitionCount>>,
}

/// An audience before and after.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupReport {
    /// Who they were: `everyone`, `default`, or `rule 'employees'`.
    pub before: String,
    /// Who they are.
    pub after: String,
    /// What becomes of them; shares of the group in percent.
    pub transitions: Vec<TransitionReport>,
    /// What may become of those without an id to draw for, where that is something else.
    pub without_id: Vec<TransitionReport>,
    /// Both sides draw, and not alike.
    pub drawn_anew: bool,
}

/// From one variant to another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TransitionReport {
    /// Before; null where there was no flag.
    pub from: Option<String>,
    /// After; null where there is none any longer.
    pub to: Option<String>,
    /// Whether it is something else.
    pub moves: bool,
    /// In percent; null of those without an id.
    pub share: Option<f64>,
}

/// Users by their ids.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UsersReport {
    /// Their ids.
    pub ids: Vec<String>,
    /// Before.
    pub from: Option<String>,
    /// After.
    pub to: Option<String>,
    /// Whether that is certain; else it depends on their attributes.
    pub certain: bool,
}

/// How many contexts went from one variant to another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TransitionCount {
    /// Before.
    pub from: Option<String>,
    /// After.
    pub to: Option<String>,
    /// Whether it is something else.
    pub moves: bool,
    /// How many.
    pub count: u64,
    /// In percent of the contexts, to three decimals.
    pub share: f64,
    /// Ids of some who move.
    pub examples: Vec<String>,
}

impl ImpactReport {
    /// What becomes of these flags.
    pub fn new(sides: Option<(DiffSide, DiffSide)>, flags: Vec<FlagImpact>) -> ImpactReport {
        let (from, to) = sides.unzip();
        let (contexts, bad_lines, lines) = (None, None, None);
        let (notes, problems) = (Vec::new(), Vec::new());
        ImpactReport { version: VERSION, from, to, flags, contexts, bad_lines, notes, problems, lines }
    }

    /// Whether lines were read that are no contexts.
    pub fn has_bad_lines(&self) -> bool {
        self.bad_lines.is_some_and(|bad| bad > 0)
    }
}

impl FlagImpact {
    /// The environments in which the same becomes of people, told together; those where nobody moves are left out.
    pub fn told(&self) -> Vec<(Vec<&str>, &EnvironmentImpact)> {
        let mut told: Vec<(Vec<&str>, &EnvironmentImpact)> = Vec::new();
        for impact in self.environments.iter().filter(|impact| impact.moves || impact.counts_moves()) {
            let name = impact.environment.as_deref().unwrap_or("no environment");
            match told.iter_mut().find(|(_, known)| known.words == impact.words && known.counts == impact.counts) {
                Some((names, _)) => names.push(name),
                None => told.push((vec![name], impact)),
            }
        }
        told
    }

    /// Whether anybody gets something else.
    pub fn moves(&self) -> bool {
        self.environments.iter().any(|impact| impact.moves)
    }
}

impl EnvironmentImpact {
    /// The impact in an environment.
    pub fn new(environment: Option<&str>, impact: &Impact) -> EnvironmentImpact {
        EnvironmentImpact {
            environment: environment.map(str::to_owned),
            moves: impact.moves(),
            words: impact.sentences(),
            groups: impact.groups.iter().map(group).collect(),
            users: impact.users.iter().map(users).collect(),
            counts: None,
        }
    }

    fn counts_moves(&self) -> bool {
        self.counts.iter().flatten().any(|counted| counted.moves)
    }
}

fn group(group: &Group) -> GroupReport {
    GroupReport {
        before: name(&group.before),
        after: name(&group.after),
        transitions: group.transitions.iter().map(|found| transition(found, Some(found.share.percent()))).collect(),
        without_id: group.without_id.iter().map(|found| transition(found, None)).collect(),
        drawn_anew: group.is_drawn_anew,
    }
}

fn transition(transition: &Transition, share: Option<f64>) -> TransitionReport {
    let Transition { from, to, moves, .. } = transition.clone();
    TransitionReport { from, to, moves, share }
}

fn users(named: &Named) -> UsersReport {
    let Named { ids, from, to, is_certain } = named.clone();
    UsersReport { ids, from, to, certain: is_certain }
}

fn name(whom: &Whom) -> String {
    match whom {
        Whom::Everyone | Whom::Users(_) => "everyone".to_owned(),
        Whom::OfRule(title) => title.to_string(),
        Whom::OfNoRule { .. } => "default".to_owned(),
    }
}

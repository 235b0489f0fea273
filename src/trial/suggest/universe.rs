//! The rules as formulas over a few attributes with a few values each: small enough to be searched.

use super::samples::{id, samples};
use crate::evaluate::{CompileError, CompiledCondition, Segments};
use crate::model::{AttributeType, Comparison, Condition, Context, Operator, Rule, Segment, Settings};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What a flag's rules may name.
#[derive(Clone, Copy)]
pub(super) struct Directory<'d> {
    pub(super) segments: &'d BTreeMap<String, Segment>,
    pub(super) compiled: &'d Segments,
    pub(super) settings: &'d Settings,
}

/// What the rules ask, with the values that are worth trying.
pub(super) struct Universe {
    /// The condition of each rule, in order.
    pub(super) rules: Vec<Formula>,
    pub(super) leaves: Vec<Leaf>,
    pub(super) attributes: Vec<AttributeValues>,
}

/// A condition without its segments' names: their conditions stand in their place.
#[derive(Debug)]
pub(super) enum Formula {
    All(Vec<Formula>),
    Any(Vec<Formula>),
    Not(Box<Formula>),
    /// A comparison, by its place in the list of leaves.
    Leaf(usize),
}

/// A comparison of one attribute.
pub(super) struct Leaf {
    /// The attribute, by its place in the list.
    pub(super) attribute: usize,
    /// What it asks, in words.
    pub(super) asks: String,
    /// Whether it is the opposite of another operator, so that who lacks the attribute may surprise.
    pub(super) is_negative: bool,
    /// Whether it names a few values, each of which is worth a case.
    pub(super) is_short_list: bool,
    /// Whether it holds, for each value of its attribute.
    pub(super) holds: Vec<bool>,
    /// The values that were made for it, the nearest to its boundary first.
    pub(super) own: Vec<usize>,
}

/// An attribute and the values worth trying.
pub(super) struct AttributeValues {
    pub(super) name: String,
    /// `None` is to leave it out; always the first.
    pub(super) values: Vec<Option<Value>>,
    /// The value where nothing asks for another: that of an id, and of all else none.
    pub(super) usual: usize,
}

/// For each attribute the value chosen, by its place in the list; `None` where nothing asked for it yet.
pub(super) type Choice = Vec<Option<usize>>;

impl Universe {
    /// The conditions of these rules; `id` is the attribute that every context has, and its value.
    pub(super) fn of(rules: &[Rule], directory: Directory<'_>, id: (&str, &str)) -> Result<Universe, CompileError> {
        let mut universe = Universe { rules: Vec::new(), leaves: Vec::new(), attributes: Vec::new() };
        let mut builder = Builder { universe: &mut universe, directory, id, questions: Vec::new() };
        let rules: Result<Vec<Formula>, CompileError> =
            rules.iter().map(|rule| builder.formula(&rule.condition)).collect();
        let questions = builder.questions;
        universe.rules = rules?;
        universe.ask(&questions);
        Ok(universe)
    }

    /// Whether each comparison holds for each value of its attribute: evaluation says.
    fn ask(&mut self, questions: &[CompiledCondition]) {
        for (leaf, question) in self.leaves.iter_mut().zip(questions) {
            let attribute = &self.attributes[leaf.attribute];
            let context = |value: &Option<Value>| {
                let pair = value.as_ref().map(|value| (attribute.name.clone(), value.clone()));
                Context::new(pair.into_iter().collect::<Map<_, _>>())
            };
            leaf.holds = attribute.values.iter().map(|value| question.holds(&context(value))).collect();
        }
    }

    pub(super) fn nothing_chosen(&self) -> Choice {
        vec![None; self.attributes.len()]
    }

    /// The attributes of a choice.
    pub(super) fn chosen<'u>(&'u self, choice: &'u Choice) -> impl Iterator<Item = (&'u str, &'u Value)> {
        let values = self.attributes.iter().zip(choice);
        values.filter_map(|(attribute, chosen)| {
            let value = attribute.values[chosen.unwrap_or(attribute.usual)].as_ref()?;
            Some((attribute.name.as_str(), value))
        })
    }
}

/// The most members of a list that are tried one by one.
const FEW: usize = 5;

struct Builder<'b> {
    universe: &'b mut Universe,
    directory: Directory<'b>,
    id: (&'b str, &'b str),
    questions: Vec<CompiledCondition>,
}

impl Builder<'_> {
    fn formula(&mut self, condition: &Condition) -> Result<Formula, CompileError> {
        Ok(match condition {
            Condition::All(list) => Formula::All(self.formulas(list)?),
            Condition::Any(list) => Formula::Any(self.formulas(list)?),
            Condition::Not(inner) => Formula::Not(Box::new(self.formula(inner)?)),
            Condition::Segment(name) => self.segment(name)?,
            Condition::Attribute { attribute, operator, value } => self.leaf(attribute, *operator, value, condition)?,
        })
    }

    fn formulas(&mut self, list: &[Condition]) -> Result<Vec<Formula>, CompileError> {
        list.iter().map(|condition| self.formula(condition)).collect()
    }

    /// Its condition, or being one of its users.
    fn segment(&mut self, name: &str) -> Result<Formula, CompileError> {
        let Some(segment) = self.directory.segments.get(name) else { return Ok(Formula::Any(Vec::new())) };
        let condition = segment.condition.as_ref().map(|condition| self.formula(condition)).transpose()?;
        let mut ways: Vec<Formula> = condition.into_iter().collect();
        if !segment.users.is_empty() {
            let value = Comparison::List(segment.users.iter().map(|user| id(user)).collect());
            let attribute = "user_id".to_owned();
            let listed = Condition::Attribute { attribute, operator: Operator::In, value: value.clone() };
            ways.push(self.leaf("user_id", Operator::In, &value, &listed)?);
        }
        Ok(if ways.len() == 1 { ways.remove(0) } else { Formula::Any(ways) })
    }

    fn leaf(
        &mut self,
        name: &str,
        operator: Operator,
        value: &Comparison,
        condition: &Condition,
    ) -> Result<Formula, CompileError> {
        self.questions.push(CompiledCondition::compile(condition, self.directory.compiled)?);
        let declared: Option<AttributeType> = self.directory.settings.attribute_type(name);
        let attribute = self.attribute(name);
        let values = &mut self.universe.attributes[attribute].values;
        let own = samples(operator, value, declared).into_iter().map(|sample| {
            let sample = Some(sample);
            values.iter().position(|known| *known == sample).unwrap_or_else(|| {
                values.push(sample);
                values.len() - 1
            })
        });
        let own: Vec<usize> = own.collect();
        // Among ids the usual one is as good as any that a comparison does not name.
        let usual = Some(self.universe.attributes[attribute].usual).filter(|usual| *usual != 0);
        let own = usual.into_iter().chain(own).collect();
        let is_negative = matches!(operator, Operator::NotEquals | Operator::NotIn | Operator::NotContains);
        let is_short_list = matches!(value, Comparison::List(list) if (2..=FEW).contains(&list.len()));
        let asks = condition.to_string();
        self.universe.leaves.push(Leaf { attribute, asks, is_negative, is_short_list, holds: Vec::new(), own });
        Ok(Formula::Leaf(self.universe.leaves.len() - 1))
    }

    fn attribute(&mut self, name: &str) -> usize {
        let attributes = &mut self.universe.attributes;
        attributes.iter().position(|known| known.name == name).unwrap_or_else(|| {
            let id = (name == self.id.0).then(|| Some(Value::from(self.id.1)));
            let values: Vec<Option<Value>> = std::iter::once(None).chain(id).collect();
            attributes.push(AttributeValues { name: name.to_owned(), usual: values.len() - 1, values });
            attributes.len() - 1
        })
    }
}

//! Mutants of a condition: another operator, another value, a yes for a no.

use super::super::neighbours::{neighbours, numbers};
use crate::model::{Comparison, Condition, Operator, Path, Scalar, ScalarKind, beginning};

/// A condition with one change.
pub(super) struct Changed {
    /// Where, from the condition.
    pub(super) path: Path,
    pub(super) condition: Condition,
    /// The change, in words: of the one comparison, since the whole condition may be long.
    pub(super) words: String,
}

impl Changed {
    fn new(path: Path, condition: Condition, words: String) -> Changed {
        Changed { path, condition, words }
    }

    /// The same, seen from the condition around it.
    fn within(self, path: Path, wrap: impl Fn(Condition) -> Condition) -> Changed {
        Changed { path: path.join(self.path), condition: wrap(self.condition), words: self.words }
    }
}

/// Every mutant of a condition.
pub(super) fn conditions(condition: &Condition) -> Vec<Changed> {
    match condition {
        Condition::Attribute { attribute, operator, value } => comparisons(attribute, *operator, value),
        Condition::Segment(name) => {
            let words = format!("segment {name} → not segment {name}");
            vec![Changed::new(Path::root(), negated(condition), words)]
        }
        Condition::Not(inner) => {
            let words = format!("not {} → without `not`", beginning(&inner.to_string()));
            let mut mutants = vec![Changed::new(Path::root().key("not"), inner.as_ref().clone(), words)];
            let inside = conditions(inner).into_iter().filter(|mutant| mutant.condition != negated(inner));
            mutants.extend(inside.map(|mutant| mutant.within(Path::root().key("not"), |inner| negated(&inner))));
            mutants
        }
        Condition::All(list) => group(("all", "any"), list, Condition::All, Condition::Any),
        Condition::Any(list) => group(("any", "all"), list, Condition::Any, Condition::All),
    }
}

type Wrap = fn(Vec<Condition>) -> Condition;

fn group((field, opposite): (&str, &str), list: &[Condition], same: Wrap, other: Wrap) -> Vec<Changed> {
    let mut mutants = Vec::new();
    if list.len() > 1 {
        let words = format!("{field} of {} → {opposite}", list.len());
        mutants.push(Changed::new(Path::root().key(field), other(list.to_vec()), words));
    }
    for (index, condition) in list.iter().enumerate() {
        let replaced = |mutant| {
            let mut list = list.to_vec();
            list[index] = mutant;
            same(list)
        };
        let inside = conditions(condition).into_iter();
        mutants.extend(inside.map(|mutant| mutant.within(Path::root().key(field).index(index), replaced)));
    }
    mutants
}

fn negated(condition: &Condition) -> Condition {
    Condition::Not(Box::new(condition.clone()))
}

fn comparisons(attribute: &str, operator: Operator, value: &Comparison) -> Vec<Changed> {
    let condition = |operator, value: &Comparison| Condition::Attribute {
        attribute: attribute.to_owned(),
        operator,
        value: value.clone(),
    };
    let shown = beginning(&value.to_string());
    let others = operators(operator);
    let mut mutants: Vec<Changed> = Vec::new();
    for other in others {
        let words = format!("{attribute} {operator} {shown} → {other} {shown}");
        mutants.push(Changed::new(Path::root().key("operator"), condition(*other, value), words));
    }
    if others.is_empty() && operator != Operator::Exists {
        let words = format!("{attribute} {operator} {shown} → not {operator} {shown}");
        mutants.push(Changed::new(Path::root(), negated(&condition(operator, value)), words));
    }
    for (other, change) in values(operator, value) {
        let words = format!("{attribute} {operator} {change}");
        mutants.push(Changed::new(Path::root().key("value"), condition(operator, &other), words));
    }
    mutants
}

/// The neighbour of an operator, and its opposite; none where only `not` is the opposite.
fn operators(operator: Operator) -> &'static [Operator] {
    use Operator::*;
    match operator {
        Equals => &[NotEquals],
        NotEquals => &[Equals],
        In => &[NotIn],
        NotIn => &[In],
        Contains => &[NotContains],
        NotContains => &[Contains],
        GreaterThan => &[AtLeast, AtMost],
        AtLeast => &[GreaterThan, LessThan],
        LessThan => &[AtMost, AtLeast],
        AtMost => &[LessThan, GreaterThan],
        Before => &[After],
        After => &[Before],
        SemverEquals => &[SemverAtLeast, SemverAtMost],
        SemverGreaterThan => &[SemverAtLeast, SemverAtMost],
        SemverAtLeast => &[SemverGreaterThan, SemverLessThan],
        SemverLessThan => &[SemverAtMost, SemverAtLeast],
        SemverAtMost => &[SemverLessThan, SemverGreaterThan],
        StartsWith | EndsWith | Matches | Exists => &[],
    }
}

/// Other values, with the change in words: the neighbours of what is ordered, a list without one of its members, an
/// altered text.
fn values(operator: Operator, value: &Comparison) -> Vec<(Comparison, String)> {
    let told = |other: Comparison| {
        let words = format!("{} → {}", beginning(&value.to_string()), beginning(&other.to_string()));
        (other, words)
    };
    match value {
        Comparison::Scalar(scalar) => {
            altered(operator, scalar).into_iter().flatten().map(|other| told(Comparison::Scalar(other))).collect()
        }
        Comparison::List(list) if list.len() == 1 => {
            let members = altered(operator, &list[0]).into_iter().flatten();
            members.map(|member| told(Comparison::List(vec![member]))).collect()
        }
        Comparison::List(list) => {
            let without = |at: usize| {
                let others = list.iter().enumerate().filter(|(other, _)| *other != at);
                let others = Comparison::List(others.map(|(_, scalar)| scalar.clone()).collect());
                let member = Comparison::Scalar(list[at].clone()).to_string();
                (others, format!("{} without {}", beginning(&value.to_string()), beginning(&member)))
            };
            (0..list.len()).filter(|at| !is_covered(operator, list, *at)).map(without).collect()
        }
    }
}

/// Whether a text begins or ends with another one of its list: then it asks for nothing of its own.
fn is_covered(operator: Operator, list: &[Scalar], at: usize) -> bool {
    let text = list[at].text.as_str();
    let covers = |other: &str| match operator {
        Operator::StartsWith => text.starts_with(other),
        Operator::EndsWith => text.ends_with(other),
        _ => false,
    };
    list.iter().enumerate().any(|(other, scalar)| other != at && covers(&scalar.text))
}

fn altered(operator: Operator, scalar: &Scalar) -> [Option<Scalar>; 2] {
    if let Some((below, above)) = neighbours(operator, scalar) {
        return [Some(below), Some(above)];
    }
    match scalar.kind {
        ScalarKind::Boolean => {
            let turned = !scalar.text.eq_ignore_ascii_case("true");
            [Some(Scalar { text: turned.to_string(), kind: ScalarKind::Boolean }), None]
        }
        ScalarKind::Number => numbers(&scalar.text).map_or([None, None], |(below, above)| [Some(below), Some(above)]),
        ScalarKind::Text => [Some(Scalar::text(format!("{}x", scalar.text))), None],
    }
}

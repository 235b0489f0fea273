//! What can be proven about conditions from their structure alone. Nothing is claimed that is not certain.

use crate::model::{Comparison, Condition, Operator};

/// Whether a condition holds for every context.
pub(super) fn always(condition: &Condition) -> bool {
    match condition {
        Condition::All(list) => list.iter().all(always),
        Condition::Any(list) => list.iter().any(always) || has_opposites(list),
        Condition::Not(inner) => never(inner),
        Condition::Attribute { .. } | Condition::Segment(_) => false,
    }
}

/// Whether a condition holds for no context.
pub(super) fn never(condition: &Condition) -> bool {
    match condition {
        Condition::All(list) => list.iter().any(never) || has_opposites(list),
        Condition::Any(list) => list.iter().all(never),
        Condition::Not(inner) => always(inner),
        Condition::Attribute { operator: Operator::In, value: Comparison::List(list), .. } => list.is_empty(),
        Condition::Attribute { .. } | Condition::Segment(_) => false,
    }
}

/// Whether wherever `a` holds, `b` holds too.
pub(super) fn implies(a: &Condition, b: &Condition) -> bool {
    if a == b || always(b) || never(a) {
        return true;
    }
    match (a, b) {
        (Condition::Any(list), _) => list.iter().all(|a| implies(a, b)),
        (_, Condition::All(list)) => list.iter().all(|b| implies(a, b)),
        (Condition::All(list), _) if list.iter().any(|a| implies(a, b)) => true,
        (_, Condition::Any(list)) => list.iter().any(|b| implies(a, b)),
        (Condition::Not(a), Condition::Not(b)) => implies(b, a),
        _ => false,
    }
}

/// Two of them are each other's exact opposite.
fn has_opposites(list: &[Condition]) -> bool {
    list.iter().enumerate().any(|(i, a)| list[i + 1..].iter().any(|b| opposite(a, b)))
}

fn opposite(a: &Condition, b: &Condition) -> bool {
    let exists = |condition: &Condition| match condition {
        Condition::Attribute { attribute, operator: Operator::Exists, value: Comparison::Scalar(scalar) } => {
            Some((attribute.clone(), scalar.text.eq_ignore_ascii_case("true")))
        }
        _ => None,
    };
    match (a, b) {
        (Condition::Not(inner), other) | (other, Condition::Not(inner)) if inner.as_ref() == other => true,
        _ => match (exists(a), exists(b)) {
            (Some((a, there)), Some((b, not_there))) => a == b && there != not_there,
            _ => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Scalar, ScalarKind};

    fn is(attribute: &str) -> Condition {
        Condition::Segment(attribute.to_owned())
    }

    fn not(condition: Condition) -> Condition {
        Condition::Not(Box::new(condition))
    }

    fn exists(there: bool) -> Condition {
        let scalar = Scalar { text: there.to_string(), kind: ScalarKind::Boolean };
        Condition::Attribute { attribute: "plan".into(), operator: Operator::Exists, value: Comparison::Scalar(scalar) }
    }

    #[test]
    fn only_what_is_certain_is_claimed() {
        assert!(always(&Condition::Any(vec![is("a"), not(is("a"))])));
        assert!(always(&Condition::Any(vec![exists(true), exists(false)])));
        assert!(never(&Condition::All(vec![is("b"), is("a"), not(is("a"))])));
        assert!(!always(&Condition::Any(vec![is("a"), not(is("b"))])));
        assert!(!always(&exists(true)) && !never(&exists(true)));
    }

    #[test]
    fn a_narrower_condition_implies_a_wider_one_and_not_the_reverse() {
        let (a, b) = (is("a"), is("b"));
        let both = Condition::All(vec![a.clone(), b.clone()]);
        let either = Condition::Any(vec![a.clone(), b.clone()]);
        for (narrow, wide) in [(&both, &a), (&a, &either), (&both, &either)] {
            assert!(implies(narrow, wide));
            assert!(!implies(wide, narrow));
            assert!(implies(&not(wide.clone()), &not(narrow.clone())));
        }
    }
}

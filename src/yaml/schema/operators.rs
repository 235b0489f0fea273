//! What each operator takes as its value.

use super::{INSTANT, list_of, scalar};
use crate::model::{Operator, ValueType};
use serde_json::{Value, json};

/// A version: `v` or nothing, up to three numbers, a pre-release, build metadata.
const VERSION: &str = r"^[vV]?\d+(\.\d+){0,2}(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$";

/// For each kind of value, what the operators that take it ask of `value`.
pub(super) fn values() -> Value {
    let mut kinds: Vec<(ValueType, Vec<&str>)> = Vec::new();
    for operator in Operator::ALL {
        match kinds.iter_mut().find(|(kind, _)| *kind == operator.value_type()) {
            Some((_, names)) => names.push(operator.name()),
            None => kinds.push((operator.value_type(), vec![operator.name()])),
        }
    }
    let asked = kinds.iter().map(|(kind, names)| {
        json!({
            "if": {"properties": {"operator": {"enum": names}}, "required": ["operator"]},
            "then": {"properties": {"value": of(*kind)}},
        })
    });
    asked.collect()
}

fn of(kind: ValueType) -> Value {
    let text = json!({"type": "string"});
    match kind {
        ValueType::Scalar => scalar(),
        ValueType::ScalarList => list_of(scalar()),
        ValueType::Texts => json!({"type": ["string", "array"], "items": text}),
        ValueType::Pattern => text,
        ValueType::Number => json!({"type": "number"}),
        ValueType::Boolean => json!({"type": "boolean"}),
        ValueType::Instant => json!({"type": "string", "pattern": INSTANT}),
        // Without quotes, 2.1 is a number to an editor, and a version to the format.
        ValueType::Version => json!({"type": ["string", "number"], "pattern": VERSION}),
    }
}

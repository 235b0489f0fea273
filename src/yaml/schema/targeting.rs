//! Conditions and rules, which refer to each other.

use super::{filled_text, list_of, map_of, object, one_of, percent, reference, scalar};
use crate::model::Operator;
use serde_json::{Map, Value, json};

pub(super) fn definitions() -> Map<String, Value> {
    [("condition".to_owned(), condition()), ("rule".to_owned(), rule())].into_iter().collect()
}

/// The fields that stand at the top level, in environments, and in part in rules.
pub(super) fn fields() -> Vec<(&'static str, Value, &'static str)> {
    let ids = list_of(json!({"type": ["string", "number", "boolean"]}));
    let mut fields = vec![
        ("enabled", json!({"type": "boolean"}), "The switch. A flag that is off serves its fallback to everyone."),
        ("overrides", map_of(ids), "Variant to the ids that always get it."),
        ("rules", list_of(reference("rule")), "The first rule whose condition holds decides."),
    ];
    fields.extend(clause());
    fields
}

fn clause() -> [(&'static str, Value, &'static str); 3] {
    [
        ("rollout", percent(), "The percentage admitted, with at most three decimals; 100 by default."),
        ("serve", scalar(), "The variant that all who are admitted get; `true` by default on a boolean flag."),
        ("split", map_of(percent()), "The variants that the admitted are divided among, with weights that sum to 100."),
    ]
}

fn rule() -> Value {
    let mut fields = vec![
        ("name", filled_text(), "What people call the rule."),
        ("if", reference("condition"), "Who the rule is for."),
    ];
    fields.extend(clause());
    Value::Object(object(&["if"], &fields))
}

fn condition() -> Value {
    let operators = one_of(Operator::ALL.iter().map(|operator| operator.name()));
    let value = json!({"anyOf": [scalar(), list_of(scalar())]});
    let comparison = object(
        &["attribute", "operator", "value"],
        &[
            ("attribute", filled_text(), "The attribute's name, or a path into objects: company.plan."),
            ("operator", operators, "How it is compared."),
            ("value", value, "What it is compared with."),
        ],
    );
    let some = json!({"type": "array", "minItems": 1, "items": reference("condition")});
    let single = |name: &'static str, schema: Value, about| object(&[name], &[(name, schema, about)]);
    json!({"oneOf": [
        comparison,
        single("all", some.clone(), "Holds where all of these hold."),
        single("any", some, "Holds where one of these holds."),
        single("not", reference("condition"), "Holds where this does not."),
        single("segment", filled_text(), "Holds for the members of this segment."),
    ]})
}

//! Conditions and rules, which refer to each other.

use super::{between, filled_text, like, list_of, map_of, object, one_of, operators, percent, reference, scalar};
use crate::model::Operator;
use serde_json::{Map, Value, json};

pub(super) fn definitions() -> Map<String, Value> {
    [("condition".to_owned(), condition()), ("rule".to_owned(), rule())].into_iter().collect()
}

/// The fields that stand at the top level, in environments, and in part in rules.
pub(super) fn fields() -> Vec<(&'static str, Value, &'static str)> {
    let overrides = like(map_of(list_of(scalar())), [json!({"true": ["user-123"]})]);
    let mut fields = vec![
        ("enabled", json!({"type": "boolean"}), "The switch. A flag that is off serves its `fallback` to everyone."),
        ("overrides", overrides, "Variant to the user ids that always get it, whatever the rules say."),
        (
            "rules",
            list_of(reference("rule")),
            "Audiences and what they get. The first rule whose `if` holds decides, and no later one is asked, also for \
             users outside of its `rollout`.",
        ),
    ];
    fields.extend(clause());
    fields
}

fn clause() -> [(&'static str, Value, &'static str); 3] {
    [
        (
            "rollout",
            like(percent(), [json!(25), json!(0.5)]),
            "The percentage that is admitted: 0 to 100 with at most three decimals, 100 if left out. The others get the \
             `fallback`. A higher one keeps everybody who is in.",
        ),
        (
            "serve",
            scalar(),
            "The variant that everyone admitted gets. On a boolean flag it is `true` if left out; with `variants`, this or \
             `split` is required.",
        ),
        (
            "split",
            like(map_of(percent()), [json!({"blue": 50, "green": 50})]),
            "The variants that the admitted are divided among, each with its weight; the weights sum to 100.",
        ),
    ]
}

fn rule() -> Value {
    let mut fields = vec![
        ("name", like(filled_text(), [json!("employees")]), "What people, reports and `--rule NAME` call the rule."),
        ("if", reference("condition"), "Whom the rule is for: one condition, in which others can stand."),
    ];
    fields.extend(clause());
    let mut rule = object(&["if"], &fields);
    rule.insert("allOf".to_owned(), json!([between::one_serving()]));
    Value::Object(rule)
}

fn condition() -> Value {
    let some = json!({"type": "array", "minItems": 1, "items": reference("condition")});
    let single = |name: &'static str, schema: Value, about| object(&[name], &[(name, schema, about)]);
    json!({"oneOf": [
        comparison(),
        single("all", some.clone(), "Holds where all of these conditions hold."),
        single("any", some, "Holds where at least one of these conditions holds."),
        single("not", reference("condition"), "Holds where this condition does not, also where an attribute is not there."),
        single("segment", filled_text(), "Holds for the members of this segment, `segments/NAME.yaml`."),
    ]})
}

fn comparison() -> Map<String, Value> {
    let operators = one_of(Operator::ALL.iter().map(|operator| (operator.name(), operator.about())));
    let attribute = like(filled_text(), [json!("plan"), json!("company.plan")]);
    let value = json!({"anyOf": [scalar(), list_of(scalar())]});
    let fields = [
        ("attribute", attribute, "The attribute's name in the context, or a path into its objects: `company.plan`."),
        (
            "operator",
            operators,
            "How the attribute is compared. Where it is not there, no comparison holds; see `exists`.",
        ),
        (
            "value",
            value,
            "What it is compared with: a list for `in` and `not_in`, a list or a text for `starts_with` and `ends_with`, one \
             value for the others.",
        ),
    ];
    let mut comparison = object(&["attribute", "operator", "value"], &fields);
    comparison.insert("allOf".to_owned(), operators::values());
    comparison
}

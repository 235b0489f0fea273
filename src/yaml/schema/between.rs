//! What the fields of one flag ask of each other.

use crate::model::FlagType;
use serde_json::{Value, json};

/// Held by a flag as a whole.
pub(super) fn of_a_flag() -> Value {
    json!([must_expire(), with_variants(), without_variants(), without_default(), one_serving()])
}

/// `serve` and `split` exclude each other, wherever they stand.
pub(super) fn one_serving() -> Value {
    json!({"not": {"required": ["serve", "split"]}})
}

fn must_expire() -> Value {
    let types: Vec<&str> = FlagType::ALL.iter().filter(|kind| kind.must_expire()).map(|kind| kind.name()).collect();
    json!({"if": {"properties": {"type": {"enum": types}}, "required": ["type"]}, "then": {"required": ["expires"]}})
}

/// With variants of its own, a flag has to say which one each clause serves.
fn with_variants() -> Value {
    let serves = json!({"anyOf": [{"required": ["serve"]}, {"required": ["split"]}]});
    let rules = json!({"properties": {"rules": {"items": serves}}});
    let environments = json!({"properties": {"environments": {"additionalProperties": rules}}});
    json!({
        "if": {"required": ["variants"]},
        "then": {"required": ["fallback"], "allOf": [serves, rules, environments]},
    })
}

/// Without, its variants are `true` and `false`, wherever one is named.
fn without_variants() -> Value {
    let name = json!({"enum": [true, false, "true", "false"]});
    let names = json!({"propertyNames": {"enum": ["true", "false"]}});
    let clause = json!({"serve": name, "split": names});
    let targeting =
        json!({"serve": name, "split": names, "overrides": names, "rules": {"items": {"properties": clause}}});
    let mut fields = targeting.clone();
    fields["fallback"] = name.clone();
    fields["environments"] = json!({"additionalProperties": {"properties": targeting}});
    fields["tests"] = json!({"items": {"properties": {"expect": name}}});
    json!({"if": {"not": {"required": ["variants"]}}, "then": {"properties": fields}})
}

/// Whoever writes rules or overrides has to say what the others get, unless it is inherited.
fn without_default() -> Value {
    let says = json!({"anyOf": [{"required": ["rollout"]}, {"required": ["serve"]}, {"required": ["split"]}]});
    let singles_out = json!({"anyOf": [
        {"required": ["rules"], "properties": {"rules": {"minItems": 1}}},
        {"required": ["overrides"], "properties": {"overrides": {"minProperties": 1}}},
    ]});
    let default = json!({"if": singles_out, "then": says});
    let environments = json!({"properties": {"environments": {"additionalProperties": default}}});
    json!({"if": {"not": says}, "then": {"allOf": [default, environments]}})
}

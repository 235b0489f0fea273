//! The settings.

use super::{duration, list_of, map_of, object, one_of, percent, text};
use crate::model::{AttributeType, FlagType, Policy, RuleLevel};
use serde_json::{Map, Value, json};

pub(super) fn schema() -> Map<String, Value> {
    let names = json!({"type": "array", "items": text(), "uniqueItems": true});
    let types = one_of(AttributeType::ALL.iter().map(|kind| kind.name()));
    let fields = [
        ("environments", names.clone(), "The environments that flags may name."),
        ("protected", names, "Those whose edits ask for confirmation, or take --yes."),
        ("ramp", list_of(percent()), "The rising steps of `ffctl rollout KEY --next`."),
        ("attributes", map_of(types), "The context's vocabulary, name to type; another attribute is an error."),
        ("policy", Value::Object(policy()), "Limits of edits and audits."),
        ("code", Value::Object(code()), "Where code mentions flags."),
        ("commit", json!({"type": "boolean"}), "Edits are committed without --commit; --no-commit leaves one."),
    ];
    object(&[], &fields)
}

fn policy() -> Map<String, Value> {
    let types = || FlagType::ALL.iter().map(|flag_type| flag_type.name());
    let max_age = mapping(types(), &duration());
    let level = one_of(RuleLevel::LEVELS.iter().copied());
    let of_rule = json!({"anyOf": [level, mapping(types(), &level)]});
    let rules = mapping(Policy::RULES.iter().copied(), &of_rule);
    let fields = [
        ("max_step", percent(), "The largest rise of a rollout in one edit of a protected environment, in points."),
        ("expiring_within", duration(), "The audit warns this long before `expires`."),
        ("stale_after", duration(), "Fully on or fully off and unchanged this long, a flag is stale."),
        ("ramp_stuck_after", duration(), "Between 0 and 100 percent and unchanged this long, a release is stuck."),
        ("max_age", max_age, "How long a flag of a type may live; no limit for a type that is left out."),
        ("require", list_of(one_of(Policy::METADATA.iter().copied())), "Metadata that every flag must have."),
        ("owners", list_of(text()), "Who may own flags, beside the owners of CODEOWNERS."),
        ("rules", rules, "Rule to level: off, warning or error; or to a level for each type of flag."),
    ];
    object(&[], &fields)
}

/// A mapping from any of these names to values of one kind.
fn mapping(names: impl Iterator<Item = &'static str>, value: &Value) -> Value {
    let properties = names.map(|name| (name.to_owned(), value.clone()));
    json!({"type": "object", "additionalProperties": false, "properties": Map::from_iter(properties)})
}

fn code() -> Map<String, Value> {
    let fields = [
        ("paths", list_of(text()), "Folders to look in, from the repository's root."),
        ("exclude", list_of(text()), "Globs to leave out."),
    ];
    object(&[], &fields)
}

//! The settings.

use super::{duration, list_of, map_of, object, one_of, percent, text};
use crate::model::{Alias, AttributeType, FlagType, Policy};
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
    let by_type = FlagType::ALL.iter().map(|flag_type| (flag_type.name().to_owned(), duration()));
    let max_age = json!({"type": "object", "additionalProperties": false, "properties": Map::from_iter(by_type)});
    let fields = [
        ("max_step", percent(), "The largest rise of a rollout in one edit of a protected environment, in points."),
        ("expiring_within", duration(), "The audit warns this long before `expires`."),
        ("stale_after", duration(), "Fully on or fully off and unchanged this long, a flag is stale."),
        ("max_age", max_age, "How long a flag of a type may live; no limit for a type that is left out."),
        ("require", list_of(one_of(Policy::METADATA.iter().copied())), "Metadata that every flag must have."),
    ];
    object(&[], &fields)
}

fn code() -> Map<String, Value> {
    let aliases = one_of(Alias::ALL.iter().map(|alias| alias.name()));
    let pattern = json!({"type": "string", "pattern": "\\{key\\}"});
    let fields = [
        ("paths", list_of(text()), "Folders to look in, from the repository's root."),
        ("exclude", list_of(text()), "Globs to leave out."),
        ("aliases", list_of(aliases), "Other ways in which code writes a key, as identifiers."),
        ("patterns", list_of(pattern), "How code asks for a flag, with {key} where its key stands."),
    ];
    object(&[], &fields)
}

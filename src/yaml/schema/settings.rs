//! The settings.

use super::{duration, like, list_of, map_of, object, one_of, percent, text};
use crate::model::{Alias, AttributeType, FlagType, Policy, RuleLevel};
use serde_json::{Map, Value, json};

pub(super) fn schema() -> Map<String, Value> {
    let names = json!({"type": "array", "items": text(), "uniqueItems": true});
    let types = one_of(AttributeType::ALL.iter().map(|kind| (kind.name(), holds(*kind))));
    let ramp = json!({"type": "array", "items": percent(), "uniqueItems": true});
    let fields = [
        (
            "environments",
            like(names.clone(), [json!(["development", "staging", "production"])]),
            "The environments that flags may name; without any, no flag may name one.",
        ),
        ("protected", names, "Environments whose edits ask for confirmation, or take `--yes`."),
        (
            "ramp",
            like(ramp, [json!([1, 10, 25, 50, 100])]),
            "The rising steps of `ffctl rollout KEY --next`; 1, 10, 25, 50, 100 if left out.",
        ),
        (
            "attributes",
            like(map_of(types), [json!({"plan": "string", "company.seats": "number"})]),
            "The context's vocabulary, name to type. Where it is there, a condition that names another attribute is an \
             error; `user_id` is always known.",
        ),
        ("policy", Value::Object(policy()), "Limits of edits, and what the audit looks for."),
        ("code", Value::Object(code()), "Where the code is that mentions flags."),
        ("commit", json!({"type": "boolean"}), "Edits are committed without `--commit`; `--no-commit` leaves one."),
    ];
    object(&[], &fields)
}

fn holds(kind: AttributeType) -> &'static str {
    match kind {
        AttributeType::String => "Text.",
        AttributeType::Number => "A number, or text that reads as one.",
        AttributeType::Boolean => "`true` or `false`.",
        AttributeType::Date => "A date, YYYY-MM-DD, or an RFC 3339 time.",
        AttributeType::Version => "A version, as in Semantic Versioning.",
        AttributeType::List => "A list of scalars.",
    }
}

fn policy() -> Map<String, Value> {
    let types = || FlagType::ALL.iter().map(|kind| kind.name());
    let told = [
        "Its findings are not reported.",
        "Its findings fail runs that deny warnings.",
        "Its findings fail every run that denies errors.",
    ];
    let level = one_of(RuleLevel::LEVELS.iter().copied().zip(told));
    let of_rule = json!({"anyOf": [level, mapping(types(), &level, "What they count as on flags of this type.")]});
    let rules = like(
        mapping(Policy::RULES.iter().copied(), &of_rule, "What the findings of this rule count as."),
        [json!({"stale": "error", "overage": "off"})],
    );
    let max_age = mapping(types(), &duration(), "How long a flag of this type may live.");
    let fields = [
        ("max_step", percent(), "The largest rise of a rollout in one edit of a protected environment, in points."),
        ("expiring_within", duration(), "The audit warns this long before a flag `expires`; 14d if left out."),
        (
            "stale_after",
            duration(),
            "A flag is stale that is fully on or fully off and unchanged this long; 30d if left out.",
        ),
        (
            "ramp_stuck_after",
            duration(),
            "A release between 0 and 100 percent and unchanged this long is stuck; 30d if left out.",
        ),
        (
            "unused_after",
            duration(),
            "A flag is unused that nobody evaluated for this long, as `ffctl audit --usage` sees it; 30d if left out.",
        ),
        ("max_age", max_age, "How long a flag of a type may live; no limit for a type that is left out."),
        ("require", list_of(json!({"enum": Policy::METADATA})), "Metadata that every flag must have."),
        ("owners", list_of(text()), "Who may own flags, beside the owners of CODEOWNERS."),
        ("rules", rules, "Rule to level: off, warning or error; or to a level for each type of flag."),
    ];
    object(&[], &fields)
}

/// A mapping from any of these names to values of one kind, with what each says of itself.
fn mapping(names: impl Iterator<Item = &'static str>, value: &Value, about: &'static str) -> Value {
    Value::Object(object(&[], &names.map(|name| (name, value.clone(), about)).collect::<Vec<_>>()))
}

fn code() -> Map<String, Value> {
    let told = ["new_checkout", "newCheckout", "NewCheckout", "NEW_CHECKOUT", "new.checkout"];
    let told = told.map(|name| format!("`new-checkout` as `{name}`."));
    let aliases = one_of(Alias::ALL.iter().map(|alias| alias.name()).zip(told.iter().map(String::as_str)));
    let pattern = json!({"type": "string", "pattern": "\\{key\\}"});
    let fields = [
        ("paths", list_of(text()), "Folders to look in, from the repository's root."),
        ("exclude", list_of(text()), "Globs to leave out."),
        ("aliases", list_of(aliases), "Other ways in which code writes a key, as identifiers."),
        ("patterns", list_of(pattern), "How code asks for a flag, with {key} where its key stands."),
    ];
    object(&[], &fields)
}

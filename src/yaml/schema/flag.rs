//! A flag.

use super::targeting;
use super::{date, filled_text, list_of, map_of, object, one_of, scalar, text};
use crate::model::{FlagType, Policy, Reason, Waiver};
use serde_json::{Map, Value, json};

pub(super) fn schema() -> Map<String, Value> {
    let required = ["description", "owner", "type", "created", "enabled"];
    let mut fields = metadata();
    fields.extend(variants());
    fields.extend(targeting::fields());
    let environment = Value::Object(object(&[], &targeting::fields()));
    fields.extend([
        ("environments", map_of(environment), "What an environment names replaces the top-level field, whole."),
        ("tests", list_of(test_case()), "Cases that the flag has to answer so."),
    ]);
    let mut schema = object(&required, &fields);
    schema.insert("if".to_owned(), json!({"properties": {"type": one_of(must_expire())}, "required": ["type"]}));
    schema.insert("then".to_owned(), json!({"required": ["expires"]}));
    schema.insert("dependencies".to_owned(), json!({"variants": ["fallback"]}));
    schema
}

fn must_expire() -> impl Iterator<Item = &'static str> {
    FlagType::ALL.iter().filter(|flag_type| flag_type.must_expire()).map(|flag_type| flag_type.name())
}

fn metadata() -> Vec<(&'static str, Value, &'static str)> {
    let types = one_of(FlagType::ALL.iter().map(|flag_type| flag_type.name()));
    let link = json!({"type": "string", "pattern": "^https?://"});
    vec![
        ("description", filled_text(), "What the flag switches, in a line."),
        ("owner", filled_text(), "Who answers for it."),
        ("type", types, "What it is for; releases and experiments have to expire."),
        ("created", date(), "The day it was made (UTC)."),
        ("expires", date(), "From this day on (UTC) the flag is expired."),
        ("ticket", text(), "The ticket of the work it belongs to."),
        ("tags", list_of(text()), "Free labels."),
        ("links", list_of(link), "URLs worth knowing."),
        (
            "waivers",
            list_of(waiver()),
            "The rules of the audit that the flag is excused from, for a reason and a time.",
        ),
    ]
}

fn waiver() -> Value {
    let excusable = Policy::RULES.iter().copied().filter(|rule| !Waiver::OWN_RULES.contains(rule));
    let fields = [
        ("rule", one_of(excusable), "The rule's name."),
        ("until", date(), "The first day (UTC) on which the waiver no longer holds."),
        ("reason", filled_text(), "Why the rule does not matter here for now."),
    ];
    Value::Object(object(&["rule", "until", "reason"], &fields))
}

fn variants() -> Vec<(&'static str, Value, &'static str)> {
    let value = json!({"type": ["boolean", "string", "number", "object"]});
    let variants = json!({"type": "object", "minProperties": 1, "additionalProperties": value});
    vec![
        ("variants", variants, "Variant to value, all of one type. Left out: the boolean flag, `true` and `false`."),
        ("fallback", scalar(), "The variant served where nothing else is."),
        ("bucket_by", filled_text(), "The attribute hashed for rollouts and splits; `user_id` by default."),
        ("salt", text(), "The text hashed with it; the flag's key by default."),
    ]
}

fn test_case() -> Value {
    let reasons = one_of(Reason::ANSWERS.iter().map(|reason| reason.name()));
    let fields = [
        ("name", text(), "What it shows."),
        ("environment", text(), "Where; without one, the top-level fields hold."),
        ("at", text(), "When: a date or an RFC 3339 time; without one, now."),
        ("context", json!({"type": "object"}), "The attributes of who asks."),
        ("expect", scalar(), "The variant that must be served."),
        ("reason", reasons, "The reason that must be given, where it matters."),
    ];
    Value::Object(object(&["context", "expect"], &fields))
}

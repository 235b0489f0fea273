//! A flag.

use super::targeting;
use super::{INSTANT, between, date, filled_text, like, list_of, map_of, object, one_of, scalar, text};
use crate::model::{FlagType, Reason, Waiver};
use serde_json::{Map, Value, json};

pub(super) fn schema() -> Map<String, Value> {
    let required = ["description", "owner", "type", "created", "enabled"];
    let mut fields = metadata();
    fields.extend(variants());
    fields.extend(targeting::fields());
    let mut environment = object(&[], &targeting::fields());
    environment.extend([("allOf".to_owned(), json!([between::one_serving()]))]);
    fields.extend([
        (
            "environments",
            map_of(Value::Object(environment)),
            "Environment to what is different there. A field that is named replaces the top-level field of that name, \
             whole; the others are inherited. `serve` or `split` here drops either of the two that is inherited.",
        ),
        ("tests", list_of(test_case()), "Cases with the answer that the flag has to give to them."),
    ]);
    let mut schema = object(&required, &fields);
    schema.insert("allOf".to_owned(), between::of_a_flag());
    schema
}

fn metadata() -> Vec<(&'static str, Value, &'static str)> {
    let types = one_of(FlagType::ALL.iter().map(|flag_type| (flag_type.name(), purpose(*flag_type))));
    let link = json!({"type": "string", "pattern": "^https?://"});
    let tags = like(list_of(text()), [json!(["checkout", "web"])]);
    let links = like(list_of(link), [json!(["https://wiki.example.com/new-checkout"])]);
    vec![
        ("description", like(filled_text(), [json!("One-page checkout")]), "What the flag switches, in a line."),
        ("owner", like(filled_text(), [json!("payments-team")]), "The team or person who answers for it."),
        ("type", types, "What the flag is for. It decides whether `expires` is required and what the audit asks."),
        ("created", like(date(), [json!("2026-11-01")]), "The day it was made: YYYY-MM-DD, UTC."),
        (
            "expires",
            like(date(), [json!("2027-02-01")]),
            "From this day on (UTC) the flag is expired, and the audit says so; it answers as before. A `release` and an \
             `experiment` have to expire.",
        ),
        ("ticket", like(text(), [json!("PAY-1234")]), "The ticket of the work it belongs to."),
        ("tags", tags, "Labels to filter by, as in `ffctl list --tag web`."),
        ("links", links, "Pages worth knowing: http or https URLs."),
        (
            "waivers",
            list_of(waiver()),
            "The rules of the audit that the flag is excused from, for a reason and a time.",
        ),
    ]
}

fn waiver() -> Value {
    let told: Vec<String> = Waiver::rules().map(|rule| format!("What it finds: `ffctl explain {rule}`.")).collect();
    let rule = one_of(Waiver::rules().zip(&told).map(|(rule, told)| (rule, told.as_str())));
    let reason = like(filled_text(), [json!("the tax team measures it until January")]);
    let fields = [
        ("rule", rule, "The rule's name; `ffctl explain` lists them."),
        ("until", like(date(), [json!("2027-01-31")]), "The first day (UTC) on which the waiver no longer holds."),
        ("reason", reason, "Why the rule does not matter here for now."),
    ];
    Value::Object(object(&["rule", "until", "reason"], &fields))
}

fn purpose(flag_type: FlagType) -> &'static str {
    match flag_type {
        FlagType::Release => "Ships a change step by step, and is removed when everybody has it. Has to expire.",
        FlagType::Experiment => "Compares variants until one has won. Has to expire.",
        FlagType::Ops => "Tunes a running system.",
        FlagType::KillSwitch => "Stands ready to switch something off.",
        FlagType::Permission => "Says who may use what.",
    }
}

fn variants() -> Vec<(&'static str, Value, &'static str)> {
    let of_one_type =
        ["boolean", "string", "number", "object"].map(|name| json!({"additionalProperties": {"type": name}}));
    let variants = json!({"type": "object", "minProperties": 1, "anyOf": of_one_type});
    let variants = like(variants, [json!({"blue": "blue-button", "green": "green-button"})]);
    vec![
        (
            "variants",
            variants,
            "Variant to the value that applications read: all booleans, all texts, all numbers or all mappings. Left out, \
             the flag is boolean: `true` and `false`.",
        ),
        (
            "fallback",
            scalar(),
            "The variant served while the flag is off, to who is outside of a rollout, and where nothing else decides. \
             Required with `variants`; else it is `false`.",
        ),
        (
            "bucket_by",
            like(filled_text(), [json!("company_id")]),
            "The attribute that is hashed for rollouts and splits: `user_id` unless it says another.",
        ),
        (
            "salt",
            text(),
            "The text that is hashed with it, the flag's key if left out. Flags that share a salt share their buckets; \
             another salt shuffles all users.",
        ),
    ]
}

fn test_case() -> Value {
    let reasons = one_of(Reason::ANSWERS.iter().map(|reason| (reason.name(), because(*reason))));
    let at = json!({"type": "string", "pattern": INSTANT});
    let context = like(json!({"type": "object"}), [json!({"user_id": "u-1", "plan": "premium"})]);
    let fields = [
        ("name", text(), "What the case shows, in a line."),
        ("environment", text(), "Where it is asked; without one, the top-level fields hold."),
        ("at", at, "When it is asked: a date or an RFC 3339 time; without one, now."),
        ("context", context, "The attributes of who asks; `user_id` among them where a draw decides."),
        ("expect", scalar(), "The variant that must be served."),
        ("reason", reasons, "The reason that must be given, where it matters."),
    ];
    Value::Object(object(&["context", "expect"], &fields))
}

fn because(reason: Reason) -> &'static str {
    match reason {
        Reason::Disabled => "The flag is off.",
        Reason::TargetingMatch => "An override or a rule served without a draw.",
        Reason::Split => "A draw decided: a rollout between 0 and 100, or a split.",
        Reason::Static => "The flag has no rules, no overrides and no draw.",
        Reason::Default => "No override and no rule held, and the default served without a draw.",
        Reason::Error => "No answer could be given.",
    }
}

//! Targeting keys, and custom fields of every kind.

use crate::program::flag;
use crate::{client_of, refused, user};
use open_feature::{
    EvaluationContext, EvaluationContextFieldValue as Field, EvaluationErrorCode, EvaluationReason, StructValue, Value,
};
use serde_json::json;
use std::collections::HashMap;
use std::sync::Arc;
use time::{Duration, OffsetDateTime, UtcOffset};

/// A boolean flag that is on where the condition holds.
fn on_if(condition: &str) -> String {
    flag(&format!("rules:\n  - if: {condition}\nrollout: 0"))
}

async fn holds(condition: &str, context: &EvaluationContext) -> bool {
    let client = client_of(&[("f.yaml", on_if(condition))]).await;
    client.get_bool_value("f", Some(context), None).await.expect("an answer")
}

fn with(name: &str, field: impl Into<Field>) -> EvaluationContext {
    EvaluationContext::default().with_custom_field(name, field)
}

#[tokio::test]
async fn the_targeting_key_stands_for_a_missing_user_id() {
    let client = client_of(&[("f.yaml", flag("overrides: {true: [u-1], false: [u-2]}\nrollout: 50"))]).await;
    let ask = async |context: EvaluationContext| {
        let details = client.get_bool_details("f", Some(&context), None).await.expect("an answer");
        (details.value, details.reason.expect("a reason"))
    };
    assert_eq!(ask(user("u-1")).await, (true, EvaluationReason::TargetingMatch));
    assert_eq!(ask(with("user_id", "u-1")).await, (true, EvaluationReason::TargetingMatch));
    assert_eq!(ask(user("u-1").with_custom_field("user_id", "u-2")).await, (false, EvaluationReason::TargetingMatch));
    assert!(!ask(user("u-2").with_custom_field("targetingKey", "u-1")).await.0, "the field of that name");
    assert_eq!(ask(user("u-3")).await.1, EvaluationReason::Split);
    assert_eq!(ask(with("user_id", 7)).await.1, EvaluationReason::Split, "an integer is an id");
}

#[tokio::test]
async fn a_draw_without_its_key_is_an_error_that_says_what_is_missing() {
    let device = flag("bucket_by: device.id\nrollout: 50");
    let client = client_of(&[("user.yaml", flag("rollout: 50")), ("device.yaml", device)]).await;
    for context in [EvaluationContext::default(), user(""), with("user_id", 1.5), with("user_id", true)] {
        let (code, message) = refused(client.get_bool_value("user", Some(&context), None).await);
        assert_eq!(code, EvaluationErrorCode::TargetingKeyMissing);
        assert_eq!(message, "a draw needs the attribute 'user_id', and the context has none, nor a targeting key");
    }
    let (code, message) = refused(client.get_bool_value("device", Some(&user("u-1")), None).await);
    assert_eq!(code, EvaluationErrorCode::TargetingKeyMissing);
    assert_eq!(message, "a draw needs the attribute 'device.id', and the context has none");
    let device = with("device", Field::new_struct(json!({"id": "d-1"})));
    assert!(client.get_bool_value("device", Some(&device), None).await.is_ok());
}

#[tokio::test]
async fn scalar_fields_are_attributes_of_their_type() {
    for (condition, field, held) in [
        ("{attribute: a, operator: equals, value: true}", Field::from(true), true),
        ("{attribute: a, operator: equals, value: 31}", 31.into(), true),
        ("{attribute: a, operator: greater_than, value: 1.25}", 1.5.into(), true),
        ("{attribute: a, operator: greater_than, value: 1.25}", 1.25.into(), false),
        ("{attribute: a, operator: starts_with, value: pre}", "premium".into(), true),
        ("{attribute: a, operator: semver_at_least, value: '2.1'}", "2.10.0".into(), true),
        ("{attribute: a, operator: exists, value: true}", "".into(), true),
        // No number: not there.
        ("{attribute: a, operator: exists, value: true}", f64::NAN.into(), false),
        ("{attribute: a, operator: exists, value: true}", f64::INFINITY.into(), false),
        ("{attribute: b, operator: exists, value: true}", "x".into(), false),
    ] {
        let told = format!("{condition} {field:?}");
        assert_eq!(holds(condition, &with("a", field)).await, held, "{told}");
    }
}

#[tokio::test]
async fn times_compare_to_the_nanosecond_in_any_offset() {
    let noon = OffsetDateTime::from_unix_timestamp(1_780_315_200).expect("2026-06-01T12:00:00Z");
    let east = UtcOffset::from_hms(14, 0, 0).expect("an offset");
    let instant = Duration::nanoseconds(1);
    for (time, after, before) in [
        (noon, false, false),
        (noon + instant, true, false),
        (noon - instant, false, true),
        (noon.to_offset(east), false, false),
        ((noon + instant).to_offset(east), true, false),
        (OffsetDateTime::from_unix_timestamp(-62_135_596_800).expect("the year 1"), false, true),
    ] {
        let context = with("at", time);
        let compares = async |operator: &str| {
            holds(&format!("{{attribute: at, operator: {operator}, value: '2026-06-01T12:00:00Z'}}"), &context).await
        };
        assert_eq!((compares("after").await, compares("before").await), (after, before), "{time:?}");
    }
}

/// `{"plan": "pro", "groups": ["staff", "beta"], "size": 12}` in each of the types that can be looked into.
fn companies() -> Vec<(&'static str, Field)> {
    let json = json!({"plan": "pro", "groups": ["staff", "beta"], "size": 12});
    let object = json.as_object().expect("an object").clone();
    let groups = Value::Array(vec![Value::from("staff"), Value::from("beta")]);
    let company = StructValue::default().with_field("plan", "pro").with_field("groups", groups).with_field("size", 12);
    let fields = |groups: Field| {
        let fields = [("plan", Field::from("pro")), ("groups", groups), ("size", 12.into())];
        Field::new_struct(fields.map(|(name, field)| (name.to_owned(), field)).into_iter().collect::<HashMap<_, _>>())
    };
    vec![
        ("serde_json::Value", Field::new_struct(json)),
        ("serde_json::Map", Field::new_struct(object)),
        ("StructValue", Field::new_struct(company.clone())),
        ("Arc<StructValue>", Arc::new(company.clone()).into()),
        ("Value", Field::new_struct(Value::Struct(company))),
        ("fields", fields(Field::new_struct(vec![Field::from("staff"), Field::from("beta")]))),
        ("fields with texts", fields(Field::new_struct(vec!["staff".to_owned(), "beta".to_owned()]))),
    ]
}

#[tokio::test]
async fn structs_and_lists_are_looked_into() {
    for (name, company) in companies() {
        let context = with("company", company);
        for (condition, held) in [
            ("{attribute: company.plan, operator: equals, value: pro}", true),
            ("{attribute: company.plan, operator: equals, value: free}", false),
            ("{attribute: company.groups, operator: contains, value: beta}", true),
            ("{attribute: company.groups, operator: contains, value: bet}", false),
            ("{attribute: company.size, operator: at_least, value: 12}", true),
        ] {
            assert_eq!(holds(condition, &context).await, held, "{name} {condition}");
        }
    }
}

#[tokio::test]
async fn a_struct_that_cannot_be_looked_into_is_an_error_of_the_flags_that_could_depend_on_it() {
    struct Company;
    let nested = HashMap::from([("inner".to_owned(), Field::new_struct(Company))]);
    let client = client_of(&[
        ("asks.yaml", on_if("{segment: pros}")),
        ("asks-not.yaml", on_if("{attribute: plan, operator: exists, value: true}")),
        ("segments/pros.yaml", "if: {attribute: company.plan, operator: equals, value: pro}".to_owned()),
    ])
    .await;
    for company in [Field::new_struct(Company), Field::new_struct(nested)] {
        let context = with("company", company).with_custom_field("plan", "pro");
        assert_eq!(client.get_bool_value("asks-not", Some(&context), None).await, Ok(true));
        let (code, message) = refused(client.get_bool_value("asks", Some(&context), None).await);
        assert_eq!(code, EvaluationErrorCode::InvalidContext);
        assert_eq!(message, "'company' is a struct that cannot be looked into; a `serde_json::Value` can");
    }
}

#[tokio::test]
async fn contexts_of_api_client_and_call_are_one() {
    let condition =
        "{all: [{attribute: plan, operator: equals, value: pro}, {attribute: country, operator: equals, value: NL}]}";
    let mut client = client_of(&[("f.yaml", on_if(condition))]).await;
    client.set_evaluation_context(with("country", "NL"));
    assert_eq!(client.get_bool_value("f", Some(&with("plan", "pro")), None).await, Ok(true));
    assert_eq!(client.get_bool_value("f", None, None).await, Ok(false));
}

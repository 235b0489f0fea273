//! Values of every type, reasons, metadata and errors.

use crate::program::{Sandbox, flag};
use crate::{client, client_of, refused, user};
use ffctl::FlagSet;
use open_feature::{Client, EvaluationErrorCode, EvaluationReason, FlagMetadata, StructValue, Value};

fn serving(value: &str) -> String {
    flag(&format!("variants: {{only: {value}}}\nfallback: only\nserve: only"))
}

/// What a flag gives to each question, as far as it is an answer.
async fn asked_as_each_type(client: &Client, key: &str) -> Vec<&'static str> {
    let context = Some(user("u-1"));
    let context = context.as_ref();
    let answers = [
        ("bool", client.get_bool_value(key, context, None).await.err()),
        ("int", client.get_int_value(key, context, None).await.err()),
        ("float", client.get_float_value(key, context, None).await.err()),
        ("string", client.get_string_value(key, context, None).await.err()),
        ("struct", client.get_struct_value::<StructValue>(key, context, None).await.err()),
    ];
    let mut types = Vec::new();
    for (asked, error) in answers {
        match error {
            None => types.push(asked),
            Some(error) => assert_eq!(error.code, EvaluationErrorCode::TypeMismatch, "{key} as {asked}"),
        }
    }
    types
}

#[tokio::test]
async fn a_value_answers_where_it_is_of_the_type_that_was_asked_for() {
    for (value, types) in [
        ("true", &["bool"][..]),
        ("3", &["int", "float"]),
        ("3.0", &["int", "float"]),
        ("-9223372036854775808", &["int", "float"]),
        ("3.5", &["float"]),
        ("1e300", &["float"]),
        ("9223372036854775808", &["float"]),
        ("'3'", &["string"]),
        ("''", &["string"]),
        ("{}", &["struct"]),
        ("{a: 1}", &["struct"]),
    ] {
        let client = client_of(&[("f.yaml", serving(value))]).await;
        assert_eq!(asked_as_each_type(&client, "f").await, types, "{value}");
    }
}

#[tokio::test]
async fn numbers_come_as_the_type_asked_for() {
    let files = [("three.yaml", serving("3")), ("half.yaml", serving("0.5")), ("whole.yaml", serving("-7.0"))];
    let client = client_of(&files).await;
    assert_eq!(client.get_int_value("three", None, None).await, Ok(3));
    assert_eq!(client.get_float_value("three", None, None).await, Ok(3.0));
    assert_eq!(client.get_float_value("half", None, None).await, Ok(0.5));
    assert_eq!(client.get_int_value("whole", None, None).await, Ok(-7));
    let (code, message) = refused(client.get_int_value("half", None, None).await);
    assert_eq!(code, EvaluationErrorCode::TypeMismatch);
    assert_eq!(message, "variant 'only' of 'half' is not a 64-bit integer");
}

#[tokio::test]
async fn a_mapping_is_a_struct_with_all_that_is_in_it() {
    let layout = "{columns: 2, ratio: 1.5, dark: true, title: Hi, none: null, big: 9223372036854775808, \
                  inner: {list: [1, two, {three: 3}, [false]], none: null}}";
    let client = client_of(&[("layout.yaml", serving(layout)), ("gaps.yaml", serving("{list: [1, null]}"))]).await;
    let inner = StructValue::default().with_field(
        "list",
        Value::Array(vec![
            Value::Int(1),
            Value::String("two".into()),
            Value::Struct(StructValue::default().with_field("three", 3)),
            Value::Array(vec![Value::Bool(false)]),
        ]),
    );
    let expected = StructValue::default()
        .with_field("columns", 2)
        .with_field("ratio", 1.5)
        .with_field("dark", true)
        .with_field("title", "Hi")
        .with_field("big", 9_223_372_036_854_775_808.0)
        .with_field("inner", inner);
    assert_eq!(client.get_struct_value::<StructValue>("layout", None, None).await, Ok(expected));
    let (code, message) = refused(client.get_struct_value::<StructValue>("gaps", None, None).await);
    assert_eq!(code, EvaluationErrorCode::TypeMismatch);
    assert_eq!(message, "variant 'only' of 'gaps' has null in a list, which OpenFeature's SDK cannot say");
}

#[tokio::test]
async fn each_reason_is_openfeatures_own() {
    let rules = "rules:\n  - if: {attribute: plan, operator: equals, value: pro}\nrollout: ";
    let client = client_of(&[
        ("off.yaml", flag("rollout: 100").replace("enabled: true", "enabled: false")),
        ("same.yaml", flag("rollout: 100")),
        ("half.yaml", flag("rollout: 50")),
        ("rules.yaml", flag(&format!("{rules}0"))),
    ])
    .await;
    let pro = user("u-1").with_custom_field("plan", "pro");
    for (key, context, reason) in [
        ("off", user("u-1"), EvaluationReason::Disabled),
        ("same", user("u-1"), EvaluationReason::Static),
        ("half", user("u-1"), EvaluationReason::Split),
        ("rules", pro, EvaluationReason::TargetingMatch),
        ("rules", user("u-1"), EvaluationReason::Default),
    ] {
        let details = client.get_bool_details(key, Some(&context), None).await.expect("an answer");
        assert_eq!(details.reason, Some(reason), "{key}");
        assert_eq!(details.variant, Some(details.value.to_string()), "{key}");
    }
}

#[tokio::test]
async fn the_metadata_names_the_owner_the_rule_and_the_version_of_the_flags() {
    let sandbox = Sandbox::new(&[
        ("ffctl.yaml", "environments: [staging]\n".to_owned()),
        ("plain.yaml", flag("rollout: 0")),
        (
            "ruled.yaml",
            flag(
                "ticket: PAY-1\nrules:\n  - {name: pros, if: {attribute: plan, operator: exists, value: true}}\nrollout: 0",
            ),
        ),
    ]);
    let open = || FlagSet::builder(sandbox.path("flags"));
    let flags = open().environment("staging").open().expect("valid flags");
    let always = FlagMetadata::default()
        .with_value("owner", "o")
        .with_value("type", "ops")
        .with_value("version", flags.current().digest.clone());
    let staging = client(flags).await;
    let context = user("u-1").with_custom_field("plan", "pro");
    let metadata = staging.get_bool_details("ruled", Some(&context), None).await.expect("an answer").flag_metadata;
    let of_rule = always.clone().with_value("environment", "staging").with_value("ticket", "PAY-1");
    assert_eq!(metadata, of_rule.with_value("rule", "pros"));
    let nowhere = client(open().open().expect("valid flags")).await;
    assert_eq!(nowhere.get_bool_details("plain", None, None).await.expect("an answer").flag_metadata, always);
}

#[tokio::test]
async fn what_is_no_flag_is_not_found() {
    let client = client_of(&[("checkout.yaml", flag("rollout: 100"))]).await;
    for key in ["checkou", "", "segments/x", "Checkout"] {
        let (code, message) = refused(client.get_bool_value(key, None, None).await);
        assert_eq!(code, EvaluationErrorCode::FlagNotFound);
        assert_eq!(message, format!("there is no flag '{key}'"));
    }
    // The SDK leaves the default to the caller.
    assert!(client.get_bool_value("checkou", None, None).await.unwrap_or(true));
}

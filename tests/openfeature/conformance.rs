//! The independent evaluator's answers on the tree that uses every operator, asked for through the client.

use ffctl::FlagSet;
use ffctl::openfeature::FfctlProvider;
use open_feature::{
    Client, EvaluationContext, EvaluationContextFieldValue as Field, EvaluationDetails, EvaluationError, OpenFeature,
    StructValue, Value,
};
use serde_json::{Value as Json, json};
use std::fs;
use std::path::{Path, PathBuf};

fn tree() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/tree")
}

fn json_lines(file: &str) -> Vec<Json> {
    let text = fs::read_to_string(tree().join(file)).expect("the vectors");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// A line of attributes as a program would set them.
fn context(attributes: &Json) -> EvaluationContext {
    let mut context = EvaluationContext::default();
    for (name, value) in attributes.as_object().expect("an object") {
        let field: Field = match value {
            Json::String(key) if name == "targetingKey" => {
                context.targeting_key = Some(key.clone());
                continue;
            }
            Json::Null => continue,
            Json::Bool(value) => (*value).into(),
            Json::String(value) => value.as_str().into(),
            Json::Number(number) => match number.as_i64() {
                Some(integer) => integer.into(),
                None => number.as_f64().expect("a float").into(),
            },
            Json::Array(_) | Json::Object(_) => Field::new_struct(value.clone()),
        };
        context.add_custom_field(name, field);
    }
    context
}

fn json_of(value: Value) -> Json {
    match value {
        Value::Bool(value) => json!(value),
        Value::Int(value) => json!(value),
        Value::Float(value) => json!(value),
        Value::String(value) => json!(value),
        Value::Array(items) => items.into_iter().map(json_of).collect(),
        Value::Struct(value) => value.fields.into_iter().map(|(name, value)| (name, json_of(value))).collect(),
    }
}

/// Asks for a flag by the type of its values.
async fn ask(
    client: &Client,
    key: &str,
    like: &Json,
    context: &EvaluationContext,
) -> Result<EvaluationDetails<Value>, EvaluationError> {
    let context = Some(context);
    Ok(match like {
        Json::Bool(_) => client.get_bool_details(key, context, None).await?.into_value(),
        Json::String(_) => client.get_string_details(key, context, None).await?.into_value(),
        Json::Number(number) if number.is_i64() => client.get_int_details(key, context, None).await?.into_value(),
        Json::Number(_) => client.get_float_details(key, context, None).await?.into_value(),
        _ => client.get_struct_details::<StructValue>(key, context, None).await?.into_value(),
    })
}

#[tokio::test]
async fn every_answer_is_that_of_the_vectors() {
    let mut api = OpenFeature::default();
    for environment in [None, Some("development"), Some("staging"), Some("production")] {
        let environments = [environment.map(str::to_owned)];
        let flags = FlagSet::builder(tree().join("flags")).environments(environments).open().expect("valid flags");
        api.set_named_provider(environment.unwrap_or("none"), FfctlProvider::new(flags)).await;
    }
    let contexts: Vec<EvaluationContext> = json_lines("contexts.ndjson").iter().map(context).collect();
    let (mut answers, mut errors) = (0, 0);
    for line in json_lines("expected.ndjson") {
        let client = api.create_named_client(line["environment"].as_str().unwrap_or("none"));
        let context = &contexts[line["i"].as_u64().expect("a line number") as usize];
        match ask(&client, line["key"].as_str().expect("a key"), &line["value"], context).await {
            Ok(details) => {
                answers += 1;
                assert_eq!(line["error"], json!(null), "{line}");
                assert_eq!(details.variant.as_deref(), line["variant"].as_str(), "{line}");
                assert_eq!(
                    details.reason.map(|reason| reason.to_string()).as_deref(),
                    line["reason"].as_str(),
                    "{line}"
                );
                assert_eq!(json_of(details.value), line["value"], "{line}");
            }
            Err(error) => {
                errors += 1;
                assert_eq!(Some(error.code.to_string().as_str()), line["error"].as_str(), "{line} {error:?}");
            }
        }
    }
    assert!(answers > 1000 && errors > 100, "{answers} answers, {errors} errors");
}

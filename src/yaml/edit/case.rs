//! A test case as YAML.

use super::write::{Style, key, value};
use crate::model::{Scalar, TestCase};
use granit_parser::ScalarStyle;
use serde_json::{Map, Value};

const LINE: Style = Style { quotes: ScalarStyle::Plain, flow: false };
const FLOW: Style = Style { quotes: ScalarStyle::Plain, flow: true };

/// The items of a flag's `tests`, a field a line, indented by two.
pub fn write_cases(cases: &[TestCase]) -> String {
    cases.iter().map(item).collect()
}

fn item(case: &TestCase) -> String {
    let text = |text: &String| value(&Scalar::text(text), LINE).unwrap_or_default();
    let context: Map<String, Value> = case.context.clone();
    let fields = [
        ("name", case.name.as_ref().map(text)),
        ("environment", case.environment.as_ref().map(text)),
        ("at", case.at.map(|at| text(&at.to_rfc3339()))),
        ("context", Some(flow(&Value::Object(context)))),
        // Any scalar names a variant: `true` needs no quotes.
        ("expect", Some(key(&case.expect.0, LINE))),
        ("reason", case.reason.as_ref().map(text)),
    ];
    let written = fields.into_iter().filter_map(|(field, value)| Some(format!("{field}: {}\n", value?)));
    let marks = std::iter::once("  - ").chain(std::iter::repeat("    "));
    marks.zip(written).map(|(mark, line)| format!("{mark}{line}")).collect()
}

/// A value on one line.
fn flow(json: &Value) -> String {
    match json {
        Value::Null | Value::Bool(_) | Value::Number(_) => json.to_string(),
        Value::String(text) => value(&Scalar::text(text), FLOW).unwrap_or_default(),
        Value::Array(list) => format!("[{}]", list.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Object(fields) => {
            let pairs: Vec<String> =
                fields.iter().map(|(name, value)| format!("{}: {}", key(name, FLOW), flow(value))).collect();
            format!("{{{}}}", pairs.join(", "))
        }
    }
}

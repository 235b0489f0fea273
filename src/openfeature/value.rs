//! A variant's value as the type that was asked for.

use open_feature::{StructValue, Value};
use serde_json::Value as Json;

/// A type that a flag can be asked for.
pub(super) trait Typed: Sized {
    /// The value as this type; else what the value is not.
    fn of(value: &Json) -> Result<Self, &'static str>;
}

impl Typed for bool {
    fn of(value: &Json) -> Result<bool, &'static str> {
        value.as_bool().ok_or("is not a boolean")
    }
}

impl Typed for i64 {
    fn of(value: &Json) -> Result<i64, &'static str> {
        value.as_i64().or_else(|| whole(value.as_f64()?)).ok_or("is not a 64-bit integer")
    }
}

impl Typed for f64 {
    fn of(value: &Json) -> Result<f64, &'static str> {
        value.as_f64().ok_or("is not a number")
    }
}

impl Typed for String {
    fn of(value: &Json) -> Result<String, &'static str> {
        value.as_str().map(str::to_owned).ok_or("is not a text")
    }
}

impl Typed for StructValue {
    fn of(value: &Json) -> Result<StructValue, &'static str> {
        let object = value.as_object().ok_or("is not a mapping")?;
        // The SDK has no null; a field that is null counts as not there, as in a context.
        let fields = object.iter().filter(|(_, value)| !value.is_null());
        let fields = fields.map(|(name, value)| any(value).map(|value| (name.clone(), value)));
        Ok(StructValue { fields: fields.collect::<Result<_, _>>()? })
    }
}

fn any(value: &Json) -> Result<Value, &'static str> {
    Ok(match value {
        // Left out, it would move what follows it in the list.
        Json::Null => return Err("has null in a list, which OpenFeature's SDK cannot say"),
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => match number.as_i64() {
            Some(integer) => Value::Int(integer),
            None => Value::Float(f64::of(value)?),
        },
        Json::String(text) => Value::String(text.clone()),
        Json::Array(items) => Value::Array(items.iter().map(any).collect::<Result<_, _>>()?),
        Json::Object(_) => Value::Struct(StructValue::of(value)?),
    })
}

/// `3.0` is the integer 3, as it is for JavaScript; beyond 2^53 a float does not tell which integer it is.
fn whole(float: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (float.fract() == 0.0 && float.abs() <= EXACT).then_some(float as i64)
}

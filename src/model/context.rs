//! Who asks: a JSON object of attributes.

use serde_json::{Map, Value};
use std::fmt;

/// The attributes of whoever a flag is evaluated for.
///
/// ```
/// use ffctl::model::Context;
/// let context = Context::from_json(serde_json::json!({"user_id": "u-1", "company": {"plan": "pro"}}))?;
/// assert_eq!(context.get("company.plan").unwrap(), "pro");
/// # Ok::<(), ffctl::model::ContextError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Context(Map<String, Value>);

/// A context has to be a JSON object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContextError;

/// An attribute's name, taken apart once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    name: String,
    path: Vec<String>,
}

impl Attribute {
    /// From a name such as `plan`, or a path such as `company.plan`.
    pub fn new(name: &str) -> Attribute {
        let path = if name.contains('.') { name.split('.').map(str::to_owned).collect() } else { Vec::new() };
        Attribute { name: name.to_owned(), path }
    }

    /// The name as written.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The names at a context's top level that [`Context::lookup`] can look at for this attribute.
    pub fn sources(&self) -> impl Iterator<Item = &str> {
        let stand_in = (self.name == "user_id").then_some("targetingKey");
        [Some(self.name()), self.path.first().map(String::as_str), stand_in].into_iter().flatten()
    }
}

impl Context {
    /// From an object's attributes.
    pub fn new(attributes: Map<String, Value>) -> Context {
        Context(attributes)
    }

    /// From a JSON value.
    ///
    /// # Errors
    /// Where it is not an object.
    pub fn from_json(value: Value) -> Result<Context, ContextError> {
        match value {
            Value::Object(attributes) => Ok(Context(attributes)),
            _ => Err(ContextError),
        }
    }

    /// The attributes.
    pub fn attributes(&self) -> &Map<String, Value> {
        &self.0
    }

    /// The attributes, to be changed in their place.
    pub fn attributes_mut(&mut self) -> &mut Map<String, Value> {
        &mut self.0
    }

    /// The value of an attribute or dotted path; `None` where it is missing or null.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.lookup(&Attribute::new(name))
    }

    /// The same for a name that was taken apart before.
    ///
    /// A whole name with dots in it goes before the path, and OpenFeature's `targetingKey` stands in for a missing `user_id`.
    pub fn lookup(&self, attribute: &Attribute) -> Option<&Value> {
        let present = |value: Option<&'_ Value>| value.is_some_and(|value| !value.is_null());
        let whole = find(&self.0, &attribute.name);
        if present(whole) {
            return whole;
        }
        let found = match attribute.path.split_first() {
            Some((first, rest)) => rest.iter().try_fold(find(&self.0, first)?, |value, step| value.get(step))?,
            None if attribute.name == "user_id" => find(&self.0, "targetingKey")?,
            None => return None,
        };
        (!found.is_null()).then_some(found)
    }
}

/// Contexts are small: comparing a few keys costs less than hashing one.
fn find<'c>(attributes: &'c Map<String, Value>, name: &str) -> Option<&'c Value> {
    const FEW: usize = 16;
    if attributes.len() > FEW {
        return attributes.get(name);
    }
    attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| value)
}

impl fmt::Display for ContextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a context is a JSON object, such as {\"user_id\": \"u-1\"}")
    }
}

impl std::error::Error for ContextError {}

/// The text of an id: a non-empty string as it is, an integer in decimal; nothing else is an id.
///
/// The digits are written into the caller's buffer, on the stack.
pub(crate) fn id_text<'a>(value: Option<&'a Value>, digits: &'a mut itoa::Buffer) -> Option<&'a str> {
    match value? {
        Value::String(text) => Some(text.as_str()).filter(|text| !text.is_empty()),
        Value::Number(number) => match number.as_i64() {
            Some(integer) => Some(digits.format(integer)),
            None => number.as_u64().map(|integer| digits.format(integer)),
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn whole_names_go_before_paths_and_null_is_missing() {
        let context = Context::from_json(json!({
            "company.plan": "whole", "company": {"plan": "nested", "size": 3}, "none": null, "list": [1]
        }))
        .unwrap();
        assert_eq!(context.get("company.plan"), Some(&json!("whole")));
        assert_eq!(context.get("company.size"), Some(&json!(3)));
        for missing in ["none", "company.none", "company.size.x", "list.0", "nobody", "", ".", "company."] {
            assert_eq!(context.get(missing), None, "{missing}");
        }
    }

    #[test]
    fn targeting_key_stands_in_for_a_missing_user_id() {
        let get = |json| Context::from_json(json).unwrap().get("user_id").cloned();
        assert_eq!(get(json!({"targetingKey": "t"})), Some(json!("t")));
        assert_eq!(get(json!({"targetingKey": "t", "user_id": "u"})), Some(json!("u")));
        assert_eq!(get(json!({"targetingKey": "t", "user_id": null})), Some(json!("t")));
        assert_eq!(Context::from_json(json!([])), Err(ContextError));
    }

    #[test]
    fn ids_are_non_empty_texts_and_integers() {
        let id = |value: Value| id_text(Some(&value), &mut itoa::Buffer::new()).map(str::to_owned);
        for (value, text) in [
            (json!("u-1"), "u-1"),
            (json!(" "), " "),
            (json!("üser"), "üser"),
            (json!("1.5"), "1.5"),
            (json!(0), "0"),
            (json!(-7), "-7"),
            (json!(i64::MIN), "-9223372036854775808"),
            (json!(u64::MAX), "18446744073709551615"),
        ] {
            assert_eq!(id(value).as_deref(), Some(text));
        }
        for none in [json!(""), json!(null), json!(5.0), json!(1e30), json!(true), json!(["u-1"]), json!({"id": "u-1"})]
        {
            assert_eq!(id(none.clone()), None, "{none}");
        }
        assert_eq!(id_text(None, &mut itoa::Buffer::new()), None);
    }
}

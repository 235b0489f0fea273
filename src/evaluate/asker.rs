//! Who asks: a context, and the id in it.

use crate::model::Context;
use serde_json::Value;

/// A context whose user id was looked up once, for overrides, segments and draws alike.
#[derive(Clone, Copy)]
pub(super) struct Asker<'a> {
    /// The attributes.
    pub(super) context: &'a Context,
    /// The user's id, where there is one that can be used.
    pub(super) user_id: Option<&'a str>,
}

/// The text of an id: a non-empty string as it is, an integer in decimal; nothing else is an id.
///
/// The digits are written into the caller's buffer, on the stack.
pub(super) fn id_text<'a>(value: Option<&'a Value>, digits: &'a mut itoa::Buffer) -> Option<&'a str> {
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

//! A JSON object a line, read into slots.
//!
//! Attributes that nobody asks for are read as serde_json reads any value, and dropped. Its own way of skipping checks
//! less: a line would be refused or not by what the flag happens to ask.

use super::slots::{Slot, Slots};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};
use std::fmt;

/// What is wrong with a text: the column, from 1 in characters, and in words.
pub(super) type Wrong = (usize, String);

/// Reads a context.
pub(super) fn read(text: &str, slots: &mut Slots) -> Result<(), Wrong> {
    let mut json = serde_json::Deserializer::from_str(text);
    let read = ObjectInto(slots).deserialize(&mut json).and_then(|()| json.end());
    read.map_err(|_| wrong(text))
}

/// The same text read without slots, so that what is said of it is what is said of a single context.
fn wrong(text: &str) -> Wrong {
    let Err(error) = serde_json::from_str::<Value>(text) else {
        return (1, "the context is not a JSON object".to_owned());
    };
    let told = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let before = text.bytes().take(error.column().saturating_sub(1));
    // A character counts where it begins.
    let column = before.filter(|byte| (*byte as i8) >= -0x40).count() + 1;
    (column, format!("the context is not JSON: {}", told.strip_suffix(&place).unwrap_or(&told)))
}

/// An object, whose attributes go into slots.
struct ObjectInto<'s>(&'s mut Slots);

impl<'de> DeserializeSeed<'de> for ObjectInto<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for ObjectInto<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        while let Some(slot) = object.next_key_seed(SlotOf(self.0))? {
            match slot {
                Some(slot) => object.next_value_seed(slot)?,
                None => object.next_value_seed(Dropped)?,
            }
        }
        Ok(())
    }
}

/// The slot of the attribute that is named, if it is kept.
struct SlotOf<'s>(&'s mut Slots);

impl<'de, 's> DeserializeSeed<'de> for SlotOf<'s> {
    type Value = Option<Slot<'s>>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_str(self)
    }
}

impl<'s> Visitor<'_> for SlotOf<'s> {
    type Value = Option<Slot<'s>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an attribute's name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.slot(name))
    }
}

/// A value goes into its slot.
impl<'de> DeserializeSeed<'de> for Slot<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Slot<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.put(Value::Null);
        Ok(())
    }

    fn visit_bool<E: Error>(self, boolean: bool) -> Result<(), E> {
        self.put(Value::Bool(boolean));
        Ok(())
    }

    fn visit_i64<E: Error>(self, integer: i64) -> Result<(), E> {
        self.put(integer.into());
        Ok(())
    }

    fn visit_u64<E: Error>(self, integer: u64) -> Result<(), E> {
        self.put(integer.into());
        Ok(())
    }

    fn visit_f64<E: Error>(self, float: f64) -> Result<(), E> {
        self.put(Number::from_f64(float).map_or(Value::Null, Value::Number));
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.put_text(text);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        self.put(Value::deserialize(SeqAccessDeserializer::new(list))?);
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<(), A::Error> {
        self.put(Value::deserialize(MapAccessDeserializer::new(object))?);
        Ok(())
    }
}

/// A value that nobody asks for.
struct Dropped;

impl<'de> DeserializeSeed<'de> for Dropped {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Dropped {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(Dropped)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        while object.next_key_seed(Dropped)?.is_some() {
            object.next_value_seed(Dropped)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_taken_or_refused_as_serde_json_does_whatever_is_kept() {
        for text in [
            "{}",
            " { } ",
            r#"{"a": 1, "b": [1, {"c": "\u00e9"}], "a": null, "": -1.5e3}"#,
            r#"{"a": 1e999}"#,
            r#"{"a": "\ud800"}"#,
            r#"{"a": "\x"}"#,
            "{\"a\": \"tab\tin it\"}",
            r#"{"a": 01}"#,
            r#"{"a": [1,]}"#,
            r#"{"a": {"b": 1e999}}"#,
            r#"{"a" 1}"#,
            r#"{"a": 1"#,
            r#"{"a": 1} {"b": 2}"#,
            r#"{"a": 1},"#,
            r#"{1: 2}"#,
            "[]",
            "[1, 2",
            "\"u-1\"",
            "null",
            "3",
            "nul",
            "",
        ] {
            let whole = serde_json::from_str::<Value>(text).ok().filter(Value::is_object);
            for kept in [&[][..], &["a".to_owned()], &["a".to_owned(), "b".to_owned(), String::new()]] {
                let mut slots = Slots::new(kept);
                let read = read(text, &mut slots);
                assert_eq!(read.is_ok(), whole.is_some(), "{text} {kept:?} {read:?}");
                let Some(whole) = &whole else { continue };
                for name in kept {
                    assert_eq!(slots.context().attributes()[name], whole[name], "{text}");
                }
            }
        }
        let deep = |levels: usize| format!("{{\"a\":{}{}}}", "[".repeat(levels), "]".repeat(levels));
        for levels in 120..130 {
            let whole = serde_json::from_str::<Value>(&deep(levels));
            for kept in [&[][..], &["a".to_owned()]] {
                assert_eq!(read(&deep(levels), &mut Slots::new(kept)).is_ok(), whole.is_ok(), "{levels}");
            }
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_column_in_characters() {
        let told = |text| read(text, &mut Slots::new(&[])).unwrap_err();
        assert_eq!(told("{\"é\": x}"), (7, "the context is not JSON: expected value".to_owned()));
        assert_eq!(told("[1]"), (1, "the context is not a JSON object".to_owned()));
        assert_eq!(told("{\"a\": 1"), (7, "the context is not JSON: EOF while parsing an object".to_owned()));
    }
}

//! One context that is filled again and again.

use crate::model::Context;
use serde_json::{Map, Value};

/// A context in which the attributes kept are always there: null where a line lacks them, which is the same as missing.
pub(super) struct Slots {
    context: Context,
    /// The texts of the last line, whose memory the next one's take over.
    spare: Vec<String>,
}

impl Slots {
    pub(super) fn new(names: &[String]) -> Slots {
        let attributes = names.iter().map(|name| (name.clone(), Value::Null)).collect();
        Slots { context: Context::new(attributes), spare: Vec::new() }
    }

    pub(super) fn context(&self) -> &Context {
        &self.context
    }

    /// Forgets the last line.
    pub(super) fn clear(&mut self) {
        for value in self.context.attributes_mut().values_mut() {
            if let Value::String(text) = value.take() {
                self.spare.push(text);
            }
        }
    }

    /// The place of an attribute, if it is kept, and the memory for a text.
    pub(super) fn slot(&mut self, name: &str) -> Option<Slot<'_>> {
        let value = find(self.context.attributes_mut(), name)?;
        Some(Slot { value, spare: &mut self.spare })
    }
}

/// The place of one attribute.
pub(super) struct Slot<'s> {
    value: &'s mut Value,
    spare: &'s mut Vec<String>,
}

impl Slot<'_> {
    pub(super) fn put(self, value: Value) {
        *self.value = value;
    }

    pub(super) fn put_text(self, text: &str) {
        let mut held = self.spare.pop().unwrap_or_default();
        held.clear();
        held.push_str(text);
        *self.value = Value::String(held);
    }
}

/// Few attributes are kept: comparing their names costs less than hashing one.
fn find<'s>(attributes: &'s mut Map<String, Value>, name: &str) -> Option<&'s mut Value> {
    const FEW: usize = 16;
    if attributes.len() > FEW {
        return attributes.get_mut(name);
    }
    attributes.iter_mut().find(|(known, _)| *known == name).map(|(_, value)| value)
}

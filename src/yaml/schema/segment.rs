//! A segment.

use super::{list_of, object, reference, scalar, text};
use serde_json::{Map, Value, json};

pub(super) fn schema() -> Map<String, Value> {
    let fields = [
        ("description", text(), "Who is in the segment, in a line."),
        ("owner", text(), "The team or person who answers for it."),
        ("if", reference("condition"), "The condition that holds for its members."),
        ("users", list_of(scalar()), "The user ids that are members too, whatever the condition says."),
    ];
    let mut schema = object(&[], &fields);
    schema.insert("anyOf".to_owned(), json!([{"required": ["if"]}, {"required": ["users"]}]));
    schema
}

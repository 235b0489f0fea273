//! A segment.

use super::{list_of, object, reference, scalar, text};
use serde_json::{Map, Value, json};

pub(super) fn schema() -> Map<String, Value> {
    let fields = [
        ("description", text(), "Who is in it, in a line."),
        ("owner", text(), "Who answers for it."),
        ("if", reference("condition"), "Holds for its members."),
        ("users", list_of(scalar()), "The ids that are in it too."),
    ];
    let mut schema = object(&[], &fields);
    schema.insert("anyOf".to_owned(), json!([{"required": ["if"]}, {"required": ["users"]}]));
    schema
}

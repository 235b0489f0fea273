//! Segments.

use super::condition::condition;
use super::cursor::Cursor;
use crate::model::Segment;

pub(in crate::yaml) const SEGMENT_FIELDS: &[&str] = &["description", "owner", "if", "users"];

pub(super) fn segment(name: &str, root: &Cursor<'_>) -> Option<Segment> {
    let fields = root.fields(SEGMENT_FIELDS)?;
    let (condition_at, users_at) = (fields.get("if"), fields.get("users"));
    if condition_at.is_none() && users_at.is_none() {
        let help = "write `if`, `users`, or both".to_owned();
        root.error("missing-field", "a segment without `if` and `users` has nobody in it", Some(help));
    }
    Some(Segment {
        name: name.to_owned(),
        description: fields.get("description").and_then(|c| c.text()),
        owner: fields.get("owner").and_then(|c| c.text()),
        condition: condition_at.map(|c| condition(&c)),
        users: users_at.map(|c| c.items("ids").iter().filter_map(Cursor::scalar_text).collect()).unwrap_or_default(),
    })
}

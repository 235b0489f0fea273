//! What changed from one version of a segment to the next.

use super::compare::{members, optional};
use super::condition::canonical;
use super::{Change, Field, Turn, What};
use crate::model::{Condition, Segment};

/// The changes of meaning from one version of a segment to another; `None` where there was, or is, no such segment.
pub fn diff_segments(old: Option<&Segment>, new: Option<&Segment>) -> Vec<Change> {
    let whole = |turn| vec![What::new(Field::Segment, turn)];
    let changes = match (old, new) {
        (None, Some(segment)) => whole(Turn::Added(text(segment))),
        (Some(segment), None) => whole(Turn::Removed(text(segment))),
        (Some(old), Some(new)) => between(old, new),
        (None, None) => Vec::new(),
    };
    changes.into_iter().map(Change::top).collect()
}

fn between(old: &Segment, new: &Segment) -> Vec<What> {
    let text = |condition: &Option<Condition>| condition.as_ref().map(ToString::to_string);
    let asks = |segment: &Segment| segment.condition.as_ref().map(canonical);
    let condition = optional(Field::Condition, text(&old.condition), text(&new.condition));
    [
        optional(Field::Description, old.description.clone(), new.description.clone()),
        optional(Field::Owner, old.owner.clone(), new.owner.clone()),
        condition.filter(|_| asks(old) != asks(new)),
        members(Field::Users, &old.users, &new.users),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Who is in it: `if email ends_with "@example.com", 2 users`
fn text(segment: &Segment) -> String {
    let condition = segment.condition.iter().map(|condition| format!("if {condition}"));
    let users = match segment.users.len() {
        0 => None,
        1 => Some("1 user".to_owned()),
        count => Some(format!("{count} users")),
    };
    condition.chain(users).collect::<Vec<_>>().join(", ")
}
